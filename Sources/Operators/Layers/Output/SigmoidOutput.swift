/// `sigmoid N`: a dense layer of N logits and their sigmoid; implies binary cross-entropy. Without
/// N it is the activation, which at the end of a network is an output too.
public struct SigmoidOutput: OutputLayer {
  public static let signature = Signature(
    "sigmoid", "output: N independent probabilities; without N, the activation",
    outputParameters("outputs"))
  public let head = Head.sigmoid
  public let arguments: Arguments

  public init(_ arguments: Arguments) { self.arguments = arguments }
}
