public import IR

/// What an output layer's scores mean.
public enum Head: String, Sendable {
  /// Logits of classes that exclude each other.
  case softmax
  /// Logits of independent probabilities.
  case sigmoid
  /// The numbers themselves.
  case linear
}

extension OutputLayer {
  /// The number of outputs; nil for as many as the layer before has.
  public var units: Int? { arguments.integer("units") }
  /// The outputs in one vector.
  public func outputShape(of input: [Int]) -> [Int] { [units ?? input.reduce(1, *)] }
  /// The scores: X W + b where a size is given, else the layer before is taken as it is.
  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    guard let units else { return try builder.flattened(input) }
    return try Dense.affine(input, units: units, arguments, before: nil, &builder)
  }
}

/// The parameters that all output layers share. Without units there are no weights.
private func outputParameters(_ sizeSummary: String) -> [Parameter] {
  [
    Parameter("units", .integer(1...Dense.unitLimit), positional: true, sizeSummary)
  ] + Dense.weightParameters.map { $0.requiring("units") }
}

/// `softmax N`: a dense layer of N logits and their softmax; implies cross-entropy. Without N, the
/// softmax of the layer before.
public struct SoftmaxOutput: OutputLayer {
  public static let signature = Signature(
    "softmax", "output: N classes that exclude each other", outputParameters("classes"))
  public let head = Head.softmax
  public let arguments: Arguments

  public init(_ arguments: Arguments) { self.arguments = arguments }
}

/// `sigmoid N`: a dense layer of N logits and their sigmoid; implies binary cross-entropy. Without
/// N it is the activation, which at the end of a network is an output too.
public struct SigmoidOutput: OutputLayer {
  public static let signature = Signature(
    "sigmoid", "output: N independent probabilities; without N, the activation",
    outputParameters("outputs"))
  public let head = Head.sigmoid
  public let arguments: Arguments

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public var activation: (any ActivationOp)? { Sigmoid() }
}

/// `linear N`: a dense layer of N plain numbers; implies the mean squared error.
public struct LinearOutput: OutputLayer {
  public static let signature = Signature(
    "linear", "output: N plain numbers", outputParameters("outputs"))
  public let head = Head.linear
  public let arguments: Arguments

  public init(_ arguments: Arguments) { self.arguments = arguments }
}

/// `sigmoid` inside a network: see the operator `Sigmoid`.
public struct SigmoidLayer: ActivationLayer {
  public static let signature = SigmoidOutput.signature
  public let activation: (any ActivationOp)? = Sigmoid()
  public init(_ arguments: Arguments) {}
}
