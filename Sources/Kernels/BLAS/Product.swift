extension Step {
  /// C = op(A) op(B), where op transposes or does nothing and C is M x N; `block` is a part of C.
  ///
  /// One OpenBLAS call on the calling thread: a matrix-vector product where M is 1, else a product
  /// of matrices. The only kernel whose bits may depend on the block.
  public static func matmul(
    _ a: Matrix, _ b: Matrix, into c: Matrix, transposeA: Bool, transposeB: Bool, block: Block
  ) -> Step {
    let inner = transposeA ? a.rows : a.columns
    precondition(
      (transposeA ? a.columns : a.rows) == c.rows && (transposeB ? b.rows : b.columns) == c.columns
        && (transposeB ? b.columns : b.rows) == inner && inner > 0,
      "the shapes of a matrix product disagree")
    precondition(
      a.element == c.element && b.element == c.element,
      "the element types of a matrix product disagree")
    BLAS.useOneThread()
    var domain = Domain(block, of: c)
    domain.keep(a.memory)
    domain.keep(b.memory)
    let row = block.rows.lowerBound
    let column = block.columns.lowerBound
    let arguments = Product(
      a: Window(a, row: transposeA ? 0 : row, column: transposeA ? row : 0),
      b: Window(b, row: transposeB ? column : 0, column: transposeB ? 0 : column),
      c: domain.matrix(c), transposeA: transposeA, transposeB: transposeB,
      m: size(domain.rows), n: size(domain.columns), k: size(inner),
      strideA: size(a.columns), strideB: size(b.columns), strideC: size(c.columns))
    if domain.rows == 0 || domain.columns == 0 {
      return unsafe Step(arguments, keeping: domain.owners) { _ in }
    }
    if c.rows == 1 {
      return unsafe Step(
        arguments, in: domain,
        f32: {
          let k = unsafe $0.load(as: Product.self)
          BLAS.multiplyRow(k, k.a.row(of: Float.self), k.b.row(), into: k.c.row())
        },
        f64: {
          let k = unsafe $0.load(as: Product.self)
          BLAS.multiplyRow(k, k.a.row(of: Double.self), k.b.row(), into: k.c.row())
        })
    }
    return unsafe Step(
      arguments, in: domain,
      f32: {
        let k = unsafe $0.load(as: Product.self)
        BLAS.multiply(k, k.a.row(of: Float.self), k.b.row(), into: k.c.row())
      },
      f64: {
        let k = unsafe $0.load(as: Product.self)
        BLAS.multiply(k, k.a.row(of: Double.self), k.b.row(), into: k.c.row())
      })
  }

  /// A size as BLAS takes it.
  private static func size(_ value: Int) -> Int32 {
    guard let size = Int32(exactly: value) else {
      preconditionFailure("\(value) is too large for BLAS")
    }
    return size
  }
}

/// The arguments of a matrix product, in BLAS's terms.
struct Product: BitwiseCopyable {
  let a: Window
  let b: Window
  let c: Window
  let transposeA: Bool
  let transposeB: Bool
  let m: Int32
  let n: Int32
  let k: Int32
  let strideA: Int32
  let strideB: Int32
  let strideC: Int32
}
