public import IR
public import Kernels

/// `add_activation`: the activation of an element-wise sum in one sweep, C = f(A + B), as at the end
/// of a residual branch.
///
/// Shapes: A, B and C alike. Attributes: `function` and that activation's own. Made by fusion alone.
public struct AddActivation: ActivatedOp {
  public static let name = "add_activation"
  public let base: Add
  public let activation: any ActivationOp

  public init(_ base: Add, _ activation: any ActivationOp) {
    (self.base, self.activation) = (base, activation)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .addActivation(
        activation.kernel, call.operands[0], call.operands[1], into: call.results[0],
        block: call.block)
    ]
  }
}
