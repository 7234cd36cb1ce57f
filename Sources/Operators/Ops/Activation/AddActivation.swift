public import IR
public import Kernels

/// `add_activation`: the activation of an element-wise sum in one sweep, C = f(A + B), as at the end
/// of a residual branch.
///
/// Shapes: A, B and C alike. Attributes: `function` and that activation's own. Made by fusion alone.
public struct AddActivation: Op {
  public static let name = "add_activation"
  private let activation: FusedActivation

  /// A sum with this activation behind it.
  public init(_ op: any ActivationOp) { activation = FusedActivation(op) }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    activation = try FusedActivation(&attributes)
  }

  public var attributes: Attributes { activation.attributes }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }
  public var kinkResult: Int? { activation.op.kinkResult }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try Add().resultTypes(of: operands)
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .addActivation(
        activation.op.kernel, call.operands[0], call.operands[1], into: call.results[0],
        block: call.block)
    ]
  }
}
