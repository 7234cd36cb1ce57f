public import IR
public import Kernels

/// `bias_activation`: adds a bias and applies an activation in one sweep, Y[r,c] = f(X[r,c] +
/// b[c]).
///
/// Shapes: X [rows, columns], b [columns], Y as X. Attributes: `function` and that activation's
/// own. Made by fusion alone.
public struct BiasActivation: ActivatedOp {
  public static let name = "bias_activation"
  public let base: AddBias
  public let activation: any ActivationOp

  public init(_ base: AddBias, _ activation: any ActivationOp) {
    (self.base, self.activation) = (base, activation)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .biasActivation(
        activation.kernel, call.operands[0], call.operands[1], into: call.results[0],
        block: call.block)
    ]
  }
}
