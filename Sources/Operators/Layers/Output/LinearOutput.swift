/// `linear N`: a dense layer of N plain numbers; implies the mean squared error.
public struct LinearOutput: OutputLayer {
  public static let signature = Signature(
    "linear", "output: N plain numbers", outputParameters("outputs"))
  public let head = Head.linear
  public let arguments: Arguments

  public init(_ arguments: Arguments) { self.arguments = arguments }
}
