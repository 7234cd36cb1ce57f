public import IR
public import Kernels

/// `matmul`: the product of two matrices, C = op(A) op(B), where op transposes on demand.
///
/// Shapes: op(A) [m, k], op(B) [k, n], C [m, n].
/// Gradient, without transposes: dA = dC B^T, dB = A^T dC.
public struct Matmul: DifferentiableOp, Hashable {
  public static let name = "matmul"
  /// Whether A is stored as [k, m].
  public var transposeA: Bool
  /// Whether B is stored as [n, k].
  public var transposeB: Bool

  /// A product with these transpositions.
  public init(transposeA: Bool = false, transposeB: Bool = false) {
    self.transposeA = transposeA
    self.transposeB = transposeB
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    transposeA = try attributes.flag("transpose_a")
    transposeB = try attributes.flag("transpose_b")
  }

  public var attributes: Attributes {
    var attributes: Attributes = [:]
    if transposeA { attributes.append("transpose_a", .flag(true)) }
    if transposeB { attributes.append("transpose_b", .flag(true)) }
    return attributes
  }

  /// The extents m, n and k of a product of these operands.
  public func extents(_ operands: [TensorType]) -> (m: Int, n: Int, k: Int) {
    let a = operands[0].shape
    let b = operands[1].shape
    return (transposeA ? a[1] : a[0], transposeB ? b[0] : b[1], transposeA ? a[0] : a[1])
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 2)
    try operands.requireOneFloatingPointElement()
    try require(
      operands[0].rank == 2 && operands[1].rank == 2,
      "needs two matrices, not \(operands[0]) and \(operands[1])")
    let (m, n, k) = extents(operands)
    let other = transposeB ? operands[1].shape[1] : operands[1].shape[0]
    try require(
      k == other, "sums over \(k) columns of \(operands[0]) but \(other) rows of \(operands[1])")
    return [TensorType(operands[0].element, [m, n])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    let (m, n, k) = extents(operands)
    return 2 * m * n * k
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    Work(
      rows: results[0].rows, columns: results[0].columns,
      axes: results[0].rows > 1 ? [.rows, .columns] : [.columns],
      operands: [
        transposeA ? .elementPerRow : .row,
        transposeB ? Work.Access(rows: .columns, columns: .whole) : .column,
      ],
      results: [.element])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dC = builder.gradient(ofResult: 0) else { return [nil, nil] }
    let (a, b) = (builder.operands[0], builder.operands[1])
    var gradients: [ValueID?] = [nil, nil]
    if builder.wants(0) {
      gradients[0] =
        transposeA
        ? try builder.add(Matmul(transposeA: transposeB, transposeB: true), b, dC)
        : try builder.add(Matmul(transposeB: !transposeB), dC, b)
    }
    if builder.wants(1) {
      gradients[1] =
        transposeB
        ? try builder.add(Matmul(transposeA: true, transposeB: transposeA), dC, a)
        : try builder.add(Matmul(transposeA: !transposeA), a, dC)
    }
    return gradients
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .matmul(
        call.operands[0], call.operands[1], into: call.results[0], transposeA: transposeA,
        transposeB: transposeB, block: call.block)
    ]
  }
}
