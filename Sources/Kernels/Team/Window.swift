/// A block of a matrix as kernels see it, counted from the block's own first row and column.
@safe struct Window: BitwiseCopyable {
  private let base: UnsafeMutableRawPointer
  private let stride: Int

  /// The window on `matrix` that starts at `row` and `column`.
  init(_ matrix: Matrix, row: Int, column: Int) {
    stride = matrix.columns * matrix.element.size
    unsafe base = matrix.base + (row * stride + column * matrix.element.size)
  }

  /// The window on rows of `stride` bytes that fill `memory`.
  init(_ memory: Memory, stride: Int) {
    self.stride = stride
    unsafe base = memory.base
  }

  /// Row `index`.
  @inline(__always)
  func row<Element>(_ index: Int = 0, of: Element.Type = Element.self) -> Row<Element> {
    unsafe Row(base + index &* stride)
  }
}
