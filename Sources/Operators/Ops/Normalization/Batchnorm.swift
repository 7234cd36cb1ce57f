public import IR
public import Kernels

/// `batchnorm`: batch normalisation in training, Y = gamma (X - mean) / sqrt(variance + epsilon) +
/// beta, with the mean and the biased variance of each column of the batch.
///
/// Shapes: X [rows, columns], gamma and beta [columns]; results Y as X, mean and variance
/// [columns].
/// Gradient: `batchnorm_gradient`; none flows through the second and third result, which only feed
/// the moving averages.
/// Source: Ioffe and Szegedy, "Batch normalization", 2015.
public struct Batchnorm: EpsilonOp, DifferentiableOp {
  public static let name = "batchnorm"
  /// What is added to the variance.
  public var epsilon: Double

  /// A normalisation with this epsilon.
  public init(epsilon: Double) { self.epsilon = epsilon }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    try operands.requireColumnVectors()
    return [operands[0], operands[1], operands[1]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    7 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byColumns(results[0], operands: 3, results: 3)
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    try require(
      builder.gradient(ofResult: 1) == nil && builder.gradient(ofResult: 2) == nil,
      "'\(name)' has a gradient through its first result alone")
    guard let dY = builder.gradient(ofResult: 0) else { return [nil, nil, nil] }
    return try builder.addAll(
      BatchnormGradient(epsilon: epsilon), dY, builder.operands[0], builder.results[1],
      builder.results[2], builder.operands[1])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .batchnorm(
        call.operands[0], gamma: call.operands[1], beta: call.operands[2], epsilon: epsilon,
        into: call.results[0], mean: call.results[1], variance: call.results[2],
        columns: call.block.columns)
    ]
  }
}

extension [TensorType] {
  /// A floating-point matrix, and behind it vectors with an element for each of its columns.
  func requireColumnVectors(from first: Int = 1) throws(ShapeError) {
    try requireOneFloatingPointElement()
    try Operators.require(self[0].rank == 2, "needs a matrix, not \(self[0])")
    for vector in self[first...] {
      try vector.requireVector(self[0].columns, "column figures")
    }
  }
}

extension Work {
  /// A matrix and vectors of column figures; a column depends on whole columns.
  static func byColumns(_ type: TensorType, operands: Int, results: Int) -> Work {
    Work(
      rows: type.rows, columns: type.columns, axes: [.columns],
      operands: Array(repeating: .column, count: operands),
      results: Array(repeating: .column, count: results))
  }
}
