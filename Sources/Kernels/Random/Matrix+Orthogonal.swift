extension Matrix {
  /// Fills with `gain` times a random matrix whose columns, or rows where those are fewer, are
  /// orthonormal, from a stream of its own (Saxe et al., 2014).
  ///
  /// Vectors of normal numbers are made orthogonal to those before them one by one (modified Gram and
  /// Schmidt, twice, which is as exact as it gets), so that all directions are equally likely.
  public func fillOrthogonal(gain: Double, seed: UInt64, stream: UInt64) {
    var random = RandomStream(seed: seed, stream: stream)
    let isTall = rows >= columns
    let (count, length) = isTall ? (columns, rows) : (rows, columns)
    let stride = length * MemoryLayout<Double>.size
    let memory = Memory(byteCount: count * stride)
    let basis = Window(memory, stride: stride)
    for index in 0..<count {
      let vector: Row<Double> = basis.row(index)
      var (size, rest) = (0.0, 0.0)
      // One that is a combination of the others but for rounding is drawn anew.
      while rest <= 1e-8 * size {
        for place in 0..<length { vector[place] = random.normal() }
        size = dot(vector, vector, length).squareRoot()
        for other in 0..<2 * index {
          let other: Row<Double> = basis.row(other % index)
          let share = dot(vector, other, length)
          forEachChunk(of: length) { vector[$0] = vector[$0] - other[$0] * share }
        }
        rest = dot(vector, vector, length).squareRoot()
      }
      for place in 0..<length {
        vector[place] = vector[place] / rest
        self[isTall ? place * columns + index : index * columns + place] = gain * vector[place]
      }
    }
    withExtendedLifetime(memory) {}
  }
}

/// The sum of the products of two vectors.
private func dot(_ a: Row<Double>, _ b: Row<Double>, _ count: Int) -> Double {
  var sum = Lanes<Double>.zero
  forEachChunk(of: count) { sum += a[$0] * b[$0] }
  return sum.total
}
