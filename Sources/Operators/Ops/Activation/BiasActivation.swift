public import IR
public import Kernels

/// `bias_activation`: adds a bias and applies an activation in one sweep, Y[r,c] = f(X[r,c] +
/// b[c]).
///
/// Shapes: X [rows, columns], b [columns], Y as X. Attributes: `function` and that activation's
/// own. Made by fusion alone.
public struct BiasActivation: Op {
  public static let name = "bias_activation"
  private let fused: FusedActivation

  /// The activation.
  public var activation: any ActivationOp { fused.op }

  /// A bias with this activation behind it.
  public init(_ op: any ActivationOp) { fused = FusedActivation(op) }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    fused = try FusedActivation(&attributes)
  }

  public var attributes: Attributes { fused.attributes }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }
  public var kinkResult: Int? { activation.kinkResult }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try AddBias().resultTypes(of: operands)
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .column])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .biasActivation(
        activation.kernel, call.operands[0], call.operands[1], into: call.results[0],
        block: call.block)
    ]
  }
}
