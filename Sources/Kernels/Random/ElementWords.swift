/// The random words of a block's elements at a site: that of the element with flat index i is word
/// i mod 4 of `Philox` with key `seed` and counter (i / 4, in two words; the step; the site), so it
/// does not depend on the block.
struct ElementWords: BitwiseCopyable {
  private let step: Window
  private let generator: Philox
  private let site: UInt32
  /// The flat index of the block's first element.
  private let first: Int
  /// The distance of two rows in flat indices.
  private let stride: Int

  /// The words over a block of `y`; `step` is a window on the single i32.
  init(seed: UInt64, site: UInt32, step: Window, block: Block, of y: Matrix) {
    self.step = step
    self.site = site
    generator = Philox(key: seed)
    first = block.rows.lowerBound * y.columns + block.columns.lowerBound
    stride = y.columns
  }

  /// Calls `body` with consecutive pieces that cover the `count` elements of a row of the block from
  /// column `start` on, and 32 words for each.
  ///
  /// A piece's own words are those from `skipped`, which is below 4 and above 0 only where a row
  /// starts inside a counter's four words, to before `skipped` + `width`.
  @inline(__always)
  func forEachPiece(
    ofRow row: Int, from start: Int, count: Int,
    _ body: (_ column: Int, _ width: Int, _ skipped: Int, _ words: SIMD32<UInt32>) -> Void
  ) {
    let step = UInt64(UInt32(bitPattern: self.step.row(of: Int32.self)[0]))
    let flat = first &+ row &* stride &+ start
    var column = 0
    while column < count {
      let skipped = (flat &+ column) & 3
      let words = words(of: (flat &+ column) >> 2, step)
      let width = Swift.min(32 &- skipped, count &- column)
      body(column, width, skipped, words)
      column &+= width
    }
  }

  /// The random words of eight groups of four elements, from `group` on.
  @inline(__always)
  private func words(of group: Int, _ step: UInt64) -> SIMD32<UInt32> {
    let groups = SIMD8<UInt64>(repeating: UInt64(group)) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
    return generator.words(groups & 0xFFFF_FFFF, groups &>> 32, step, UInt64(site))
  }
}
