/// `softmax N`: a dense layer of N logits and their softmax; implies cross-entropy. Without N, the
/// softmax of the layer before.
public struct SoftmaxOutput: OutputLayer {
  public static let signature = Signature(
    "softmax", "output: N classes that exclude each other", outputParameters("classes"))
  public let head = Head.softmax
  public let arguments: Arguments

  public init(_ arguments: Arguments) { self.arguments = arguments }
}
