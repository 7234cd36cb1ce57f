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
        add(low.lowHalf, at: 0 &- skipped, of: width, x, y, deviation)
        add(low.highHalf, at: 8 &- skipped, of: width, x, y, deviation)
        add(high.lowHalf, at: 16 &- skipped, of: width, x, y, deviation)
        add(high.highHalf, at: 24 &- skipped, of: width, x, y, deviation)
      }
    }
  }

  /// y = x + deviation n for the eight elements from `position` on, as far as they are among the first
  /// `width`.
  @inline(__always)
  private func add<T: Scalar>(
    _ words: SIMD8<UInt32>, at position: Int, of width: Int, _ x: Row<T>, _ y: Row<T>,
    _ deviation: T
  ) {
    guard width > position else { return }
    let noise = T.convert(Float.normal(words)) * deviation
    let count = Swift.min(width &- position, 8)
    if position >= 0 {
      let chunk = Chunk(start: position, count: count)
      y[chunk] = x[chunk] + noise
    } else {
      for lane in (0 &- position)..<count {
        y[position &+ lane] = x[position &+ lane] + noise[lane]
      }
    }
  }
}
