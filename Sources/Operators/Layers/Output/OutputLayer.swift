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
func outputParameters(_ sizeSummary: String) -> [Parameter] {
  [
    Parameter("units", .integer(1...Dense.unitLimit), positional: true, sizeSummary)
  ] + Dense.weightParameters.map { $0.requiring("units") }
}
