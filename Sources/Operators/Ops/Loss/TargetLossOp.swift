public import IR
public import Kernels

/// A loss of each row, the mean over the columns, that compares a matrix with targets of its type.
///
/// Shapes: X [rows, columns], targets alike, losses [rows].
public protocol TargetLossOp: DifferentiableOp {
  /// The operator of its gradient.
  associatedtype Gradient: TargetLossGradientOp
  /// That operator, for this one's attributes.
  var gradient: Gradient { get }
  /// The kernel of the loss.
  func kernel(_ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>) -> Step
}

extension TargetLossOp {
  /// Two matrices of one type; a loss for each row.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    [try operands.requireTargets()]
  }

  /// As many for each element as the gradient has.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    Gradient.flopsPerElement * operands[0].count
  }

  /// Cut along rows.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .perRow(operands[0], operands: [.row, .row])
  }

  /// That of X; the targets have none.
  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dLosses = builder.gradient(ofResult: 0) else { return [nil, nil] }
    return [try builder.add(gradient, builder.operands[0], builder.operands[1], dLosses), nil]
  }

  /// The kernel over the block's rows.
  public func prepare(_ call: Call) -> [Step] {
    [
      kernel(
        call.operands[0], targets: call.operands[1], into: call.results[0], rows: call.block.rows)
    ]
  }
}

/// The gradient of such a loss with respect to X.
///
/// Shapes: X [rows, columns], targets alike, dl [rows], the result as the first.
public protocol TargetLossGradientOp: Op {
  /// The floating-point operations for an element, of the loss and of its gradient alike.
  static var flopsPerElement: Int { get }
  /// The kernel of the gradient.
  func kernel(
    _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step
}

extension TargetLossGradientOp {
  /// The result may stand where X stood.
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  /// The loss's operands, and the gradient of its result.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    let losses = try Array(operands.prefix(2)).requireTargets()
    try require(operands[2] == losses, "needs the gradient of \(losses), not \(operands[2])")
    return [operands[0]]
  }

  /// As many for each element.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    Self.flopsPerElement * results[0].count
  }

  /// Cut along rows.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byRows(results[0], operands: [.row, .row, .elementPerRow])
  }

  /// The kernel over the block's rows.
  public func prepare(_ call: Call) -> [Step] {
    [
      kernel(
        call.operands[0], targets: call.operands[1], dLosses: call.operands[2],
        into: call.results[0], rows: call.block.rows)
    ]
  }
}

extension [TensorType] {
  /// The type of the losses of two matrices of one type.
  fileprivate func requireTargets() throws(ShapeError) -> TensorType {
    try requireSameTypes(count: 2)
    try Operators.require(self[0].rank == 2, "needs matrices, not \(self[0])")
    return TensorType(self[0].element, [self[0].rows])
  }
}
