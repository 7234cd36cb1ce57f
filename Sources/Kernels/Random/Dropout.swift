extension Step {
  /// Inverted dropout: y = x / (1 - rate) where an element is kept, 0 where it is dropped.
  ///
  /// An element is kept when the upper 31 bits of its random word are at least rate * 2^31. The
  /// word of the element with flat index i is word i mod 4 of `Philox` with key `seed` and counter
  /// (i / 4, in two words; the step; the site), so it does not depend on the block, and the same
  /// call with the gradient as x computes the gradient. `step` is a single i32; y may be x.
  public static func dropout(
    _ x: Matrix, rate: Double, seed: UInt64, site: UInt32, step: Matrix, into y: Matrix,
    block: Block
  ) -> Step {
    precondition(rate >= 0 && rate < 1, "dropout cannot have the rate \(rate)")
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = Dropout(
      x: domain.matrix(x), y: domain.matrix(y), step: domain.scalar(step, .i32),
      generator: Philox(key: seed), site: site, threshold: Int32(rate * 0x1p31),
      scale: 1 / (1 - rate), first: block.rows.lowerBound * y.columns + block.columns.lowerBound,
      stride: y.columns, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Dropout.self, Float.self, $0) },
      f64: { unsafe call(Dropout.self, Double.self, $0) })
  }
}

private struct Dropout: Kernel {
  let x: Window
  let y: Window
  let step: Window
  let generator: Philox
  let site: UInt32
  let threshold: Int32
  let scale: Double
  /// The flat index of the block's first element.
  let first: Int
  /// The distance of two rows in flat indices.
  let stride: Int
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let step = UInt64(UInt32(bitPattern: self.step.row(of: Int32.self)[0]))
    let scale = T(scale)
    for r in 0..<rows {
      let x: Row<T> = x.row(r)
      let y: Row<T> = y.row(r)
      let flat = first &+ r &* stride
      // Thirty-two words at a time; a row may start inside a counter's four words.
      var column = 0
      while column < columns {
        let skipped = (flat &+ column) & 3
        let words = words(of: (flat &+ column) >> 2, step)
        let count = Swift.min(32 &- skipped, columns &- column)
        if count == 32 {
          let low = words.lowHalf
          let high = words.highHalf
          keep(Chunk(start: column, count: 8), low.lowHalf, x, y, scale)
          keep(Chunk(start: column &+ 8, count: 8), low.highHalf, x, y, scale)
          keep(Chunk(start: column &+ 16, count: 8), high.lowHalf, x, y, scale)
          keep(Chunk(start: column &+ 24, count: 8), high.highHalf, x, y, scale)
        } else {
          for index in 0..<count {
            let isKept = Int32(words[skipped &+ index] >> 1) >= threshold
            y[column &+ index] = isKept ? x[column &+ index] * scale : 0
          }
        }
        column &+= count
      }
    }
  }

  /// The random words of eight groups of four elements, from `group` on.
  @inline(__always)
  private func words(of group: Int, _ step: UInt64) -> SIMD32<UInt32> {
    let groups = SIMD8<UInt64>(repeating: UInt64(group)) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
    return generator.words(groups & 0xFFFF_FFFF, groups &>> 32, step, UInt64(site))
  }

  @inline(__always)
  private func keep<T: Scalar>(
    _ chunk: Chunk, _ words: SIMD8<UInt32>, _ x: Row<T>, _ y: Row<T>, _ scale: T
  ) {
    let numbers = unsafe unsafeBitCast(words &>> 1, to: SIMD8<Int32>.self)
    y[chunk] = T.keep(x[chunk] * scale, where: numbers, atLeast: threshold)
  }
}
