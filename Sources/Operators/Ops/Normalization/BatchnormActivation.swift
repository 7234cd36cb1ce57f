public import IR
public import Kernels

/// `batchnorm_activation`: `batchnorm` in training with an activation behind it, Y = f(gamma (X -
/// mean) / sqrt(variance + epsilon) + beta), while the columns are in the cache.
///
/// Shapes and results: as `batchnorm`. Attributes: `epsilon`, `function` and that activation's own.
/// Made by fusion alone; the same bits as the two one after the other.
public struct BatchnormActivation: Op {
  public static let name = "batchnorm_activation"
  private let batchnorm: Batchnorm
  private let activation: FusedActivation

  /// A normalisation with this activation behind it.
  public init(_ batchnorm: Batchnorm, _ op: any ActivationOp) {
    self.batchnorm = batchnorm
    activation = FusedActivation(op)
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    batchnorm = try Batchnorm(&attributes)
    activation = try FusedActivation(&attributes)
  }

  public var attributes: Attributes { batchnorm.attributes + activation.attributes }
  public var kinkResult: Int? { activation.op.kinkResult }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try batchnorm.resultTypes(of: operands)
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    batchnorm.flops(operands, results) + results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    batchnorm.work(operands, results)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .batchnorm(
        call.operands[0], gamma: call.operands[1], beta: call.operands[2],
        epsilon: batchnorm.epsilon, activation: activation.op.kernel, into: call.results[0],
        mean: call.results[1], variance: call.results[2], columns: call.block.columns)
    ]
  }
}
