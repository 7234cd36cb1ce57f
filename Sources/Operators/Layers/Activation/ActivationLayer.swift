public import IR

/// An activation as a statement of its own.
public protocol ActivationLayer: Layer {}

extension ActivationLayer {
  /// Applies the activation.
  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    guard let activation else { return input }
    return try builder.add(activation, input)
  }
}
