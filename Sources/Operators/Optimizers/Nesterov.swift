public import IR

/// `optimizer nesterov lr=0.01 momentum=0.9 decay=0`: gradient descent with Nesterov's momentum; see
/// `MomentumUpdate`, and `SGD` for `decay`.
public struct Nesterov: Optimizer {
  public static let signature = Signature(
    "nesterov", "gradient descent with momentum that looks ahead", Momentum.parameters)
  public var learningRate: Double { momentum.learningRate }
  private let momentum: Momentum

  public init(_ arguments: Arguments) { momentum = Momentum(arguments) }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    try momentum.addUpdate(&builder, isNesterov: true)
  }
}
