/// The largest element of a row; any NaN shows in what is computed with it later, not here.
@inline(__always)
func largest<T: Scalar>(of x: Row<T>, count: Int) -> T {
  var largest = Lanes<T>(repeating: -.infinity)
  forEachChunk(of: count) {
    let x = x.load($0, padding: -.infinity)
    largest = T.choose(largest, atMost: x, x, otherwise: largest)
  }
  var result = largest[0]
  for lane in 1..<Lanes<T>.scalarCount where largest[lane] > result { result = largest[lane] }
  return result
}

/// Writes y = exp(x - max x) and returns the sum, added in double precision, and max x; y may be x.
@inline(__always)
func exponentials<T: Scalar>(
  of x: Row<T>, into y: Row<T>, count: Int
) -> (sum: Double, largest: T) {
  let largest = largest(of: x, count: count)
  var sum = Lanes<Double>.zero
  forEachChunk(of: count) {
    let power = T.exp(x.load($0, padding: -.infinity) - largest)
    y[$0] = power
    sum += T.widen(power)
  }
  return (sum.total, largest)
}
