public import IR
public import Kernels

/// `layernorm`: layer normalisation, Y = gamma (X - mean) precision + beta with the mean of each row
/// and precision = 1 / sqrt(variance + epsilon) of its biased variance.
///
/// Shapes: X [rows, columns], gamma and beta [columns]; results Y as X, mean and precision [rows].
/// Gradient: `layernorm_gradient` and `layernorm_parameter_gradient`, which are cut along different
/// axes; none flows through the second and third result, which are for them.
/// Source: Ba, Kiros and Hinton, "Layer normalization", 2016.
public struct Layernorm: EpsilonOp, DifferentiableOp {
  public static let name = "layernorm"
  /// What is added to the variance.
  public var epsilon: Double

  /// A normalisation with this epsilon.
  public init(epsilon: Double) { self.epsilon = epsilon }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    try operands.requireColumnVectors()
    let perRow = TensorType(operands[0].element, [operands[0].rows])
    return [operands[0], perRow, perRow]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    8 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    Work(
      rows: results[0].rows, columns: results[0].columns, axes: [.rows],
      operands: [.row, .whole, .whole], results: [.row, .elementPerRow, .elementPerRow])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    try require(
      builder.gradient(ofResult: 1) == nil && builder.gradient(ofResult: 2) == nil,
      "'\(name)' has a gradient through its first result alone")
    guard let dY = builder.gradient(ofResult: 0) else { return [nil, nil, nil] }
    let (x, gamma) = (builder.operands[0], builder.operands[1])
    let (mean, precision) = (builder.results[1], builder.results[2])
    let dX =
      builder.wants(0)
      ? try builder.add(LayernormGradient(), dY, x, mean, precision, gamma) : nil
    guard builder.wants(1) || builder.wants(2) else { return [dX, nil, nil] }
    return [dX] + (try builder.addAll(LayernormParameterGradient(), dY, x, mean, precision))
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .layernorm(
        call.operands[0], gamma: call.operands[1], beta: call.operands[2], epsilon: epsilon,
        into: call.results[0], mean: call.results[1], precision: call.results[2],
        rows: call.block.rows)
    ]
  }
}

extension [TensorType] {
  /// dY and X, matrices of one type, and behind them the mean and the precision of each of their rows.
  func requireNormalisedRows() throws(ShapeError) {
    try requireOneFloatingPointElement()
    try Operators.require(
      self[0] == self[1] && self[0].rank == 2,
      "needs dY and X as matrices of one type, not \(self[0]), \(self[1])")
    try self[2].requireVector(self[0].rows, "means")
    try self[3].requireVector(self[0].rows, "precisions")
  }
}
