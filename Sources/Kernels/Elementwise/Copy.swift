import Glibc

extension Step {
  /// y = x, bit by bit and for any element type; the shapes and types must agree.
  public static func copy(_ x: Matrix, into y: Matrix) -> Step {
    precondition(
      x.element == y.element && x.rows == y.rows && x.columns == y.columns,
      "a matrix is copied into one of the same type and shape")
    let arguments = Copy(
      x: Window(x, row: 0, column: 0), y: Window(y, row: 0, column: 0), byteCount: x.byteCount)
    return unsafe Step(arguments, keeping: [x.memory, y.memory]) {
      let copy = unsafe $0.load(as: Copy.self)
      let (from, to) = (copy.x.row(of: UInt8.self), copy.y.row(of: UInt8.self))
      unsafe memmove(to.address, from.address, copy.byteCount)
    }
  }
}

/// The arguments of a copy.
private struct Copy: BitwiseCopyable {
  let x: Window
  let y: Window
  let byteCount: Int
}
