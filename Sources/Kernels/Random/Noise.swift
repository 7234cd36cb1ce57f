extension Step {
  /// y = x + deviation n with standard normal numbers n, each made of its element's random word (see
  /// `ElementWords`), so that they do not depend on the block. They are computed in single precision
  /// for either element type. `step` is a single i32; y may be x.
  public static func noise(
    _ x: Matrix, deviation: Double, seed: UInt64, site: UInt32, step: Matrix, into y: Matrix,
    block: Block
  ) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let words = ElementWords(
      seed: seed, site: site, step: domain.scalar(step, .i32), block: block, of: y)
    let arguments = Noise(
      x: domain.matrix(x), y: domain.matrix(y), words: words, deviation: deviation,
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Noise.self, Float.self, $0) },
      f64: { unsafe call(Noise.self, Double.self, $0) })
  }
}

private struct Noise: Kernel {
  let x: Window
  let y: Window
  let words: ElementWords
  let deviation: Double
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let deviation = T(deviation)
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      words.forEachPiece(ofRow: r, from: 0, count: columns) { column, width, skipped, words in
        let (low, high) = (words.lowHalf, words.highHalf)
        let (x, y) = (x.suffix(from: column), y.suffix(from: column))
        if width == 32 {
          add(low.lowHalf, Chunk(start: 0, count: 8), x, y, deviation)
          add(low.highHalf, Chunk(start: 8, count: 8), x, y, deviation)
          add(high.lowHalf, Chunk(start: 16, count: 8), x, y, deviation)
          add(high.highHalf, Chunk(start: 24, count: 8), x, y, deviation)
        } else {
          for index in 0..<width {
            let word = SIMD8<UInt32>(repeating: words[skipped &+ index])
            let noise = T.convert(Float.normal(word))[0] * deviation
            y[index] = x[index] + noise
          }
        }
      }
    }
  }

  /// y = x + deviation n for the elements of a chunk.
  @inline(__always)
  private func add<T: Scalar>(
    _ words: SIMD8<UInt32>, _ chunk: Chunk, _ x: Row<T>, _ y: Row<T>, _ deviation: T
  ) {
    y[chunk] = x[chunk] + T.convert(Float.normal(words)) * deviation
  }
}
