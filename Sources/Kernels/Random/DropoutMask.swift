/// Which elements of a matrix `dropout` keeps at a site, and what it multiplies them by.
struct DropoutMask: BitwiseCopyable {
  private let words: ElementWords
  private let threshold: Int32
  private let scale: Double

  /// The mask over a block of `y`; `step` is a window on the single i32.
  init(
    rate: Double, seed: UInt64, site: UInt32, step: Window, block: Block, of y: Matrix
  ) {
    precondition(rate >= 0 && rate < 1, "dropout cannot have the rate \(rate)")
    words = ElementWords(seed: seed, site: site, step: step, block: block, of: y)
    threshold = Int32(rate * 0x1p31)
    scale = 1 / (1 - rate)
  }

  /// y = x / (1 - rate) where an element is kept, 0 where it falls, for the `count` elements of a
  /// row of the block from column `start` on. y may be x.
  @inline(__always)
  func apply<T: Scalar>(
    _ x: Row<T>, into y: Row<T>, row: Int, from start: Int = 0, count: Int
  ) {
    let scale = T(scale)
    words.forEachPiece(ofRow: row, from: start, count: count) { column, width, skipped, words in
      let (low, high) = (words.lowHalf, words.highHalf)
      if width == 32 {
        keep(Chunk(start: column, count: 8), low.lowHalf, x, y, scale)
        keep(Chunk(start: column &+ 8, count: 8), low.highHalf, x, y, scale)
        keep(Chunk(start: column &+ 16, count: 8), high.lowHalf, x, y, scale)
        keep(Chunk(start: column &+ 24, count: 8), high.highHalf, x, y, scale)
      } else if skipped == 0 {
        keep(column, width, 0, low.lowHalf, x, y, scale)
        keep(column, width, 8, low.highHalf, x, y, scale)
        keep(column, width, 16, high.lowHalf, x, y, scale)
        keep(column, width, 24, high.highHalf, x, y, scale)
      } else {
        for index in 0..<width {
          let isKept = Int32(words[skipped &+ index] >> 1) >= threshold
          y[column &+ index] = isKept ? x[column &+ index] * scale : 0
        }
      }
    }
  }

  /// The chunk that begins `offset` elements behind `column`, as far as `width` elements reach.
  @inline(__always)
  private func keep<T: Scalar>(
    _ column: Int, _ width: Int, _ offset: Int, _ words: SIMD8<UInt32>, _ x: Row<T>, _ y: Row<T>,
    _ scale: T
  ) {
    guard width > offset else { return }
    let chunk = Chunk(start: column &+ offset, count: Swift.min(width &- offset, 8))
    keep(chunk, words, x, y, scale)
  }

  @inline(__always)
  private func keep<T: Scalar>(
    _ chunk: Chunk, _ words: SIMD8<UInt32>, _ x: Row<T>, _ y: Row<T>, _ scale: T
  ) {
    let numbers = unsafe unsafeBitCast(words &>> 1, to: SIMD8<Int32>.self)
    y[chunk] = T.keep(x[chunk] * scale, where: numbers, atLeast: threshold)
  }
}
