public import IR
public import Kernels

/// A loss of each row, the mean over the columns, that compares a matrix with targets of its type.
///
/// Shapes: X [rows, columns], targets alike, losses [rows].
public protocol TargetLossOp: DifferentiableOp, AttributeFreeOp {
  /// The operator of its gradient.
  associatedtype Gradient: TargetLossGradientOp where Gradient.Loss == Self
  /// The floating-point operations for an element, of the loss and of its gradient alike.
  static var flopsPerElement: Int { get }
  /// The kernel of the loss.
  static func kernel(_ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>) -> Step
}

extension TargetLossOp {
  /// Two matrices of one type; a loss for each row.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    try require(operands[0].rank == 2, "needs matrices, not \(operands[0])")
    return [TensorType(operands[0].element, [operands[0].rows])]
  }

  /// As many for each element.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    Self.flopsPerElement * operands[0].count
  }

  /// Cut along rows.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .perRow(operands[0], operands: [.row, .row])
  }

  /// That of X; the targets have none.
  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dLosses = builder.gradient(ofResult: 0) else { return [nil, nil] }
    return [try builder.add(Gradient(), builder.operands[0], builder.operands[1], dLosses), nil]
  }

  /// The kernel over the block's rows.
  public func prepare(_ call: Call) -> [Step] {
    [
      Self.kernel(
        call.operands[0], targets: call.operands[1], into: call.results[0], rows: call.block.rows)
    ]
  }
}

/// The gradient of such a loss with respect to X.
///
/// Shapes: X [rows, columns], targets alike, dl [rows], the result as the first.
public protocol TargetLossGradientOp: AttributeFreeOp {
  /// The loss.
  associatedtype Loss: TargetLossOp
  /// The kernel of the gradient.
  static func kernel(
    _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step
}

extension TargetLossGradientOp {
  /// The result may stand where X stood.
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  /// The loss's operands, and the gradient of its result.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    let losses = try Loss().resultTypes(of: Array(operands.prefix(2)))
    try require(operands[2] == losses[0], "needs the gradient of \(losses[0]), not \(operands[2])")
    return [operands[0]]
  }

  /// As many for each element as the loss has.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    Loss.flopsPerElement * results[0].count
  }

  /// Cut along rows.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byRows(results[0], operands: [.row, .row, .elementPerRow])
  }

  /// The kernel over the block's rows.
  public func prepare(_ call: Call) -> [Step] {
    [
      Self.kernel(
        call.operands[0], targets: call.operands[1], dLosses: call.operands[2],
        into: call.results[0], rows: call.block.rows)
    ]
  }
}
