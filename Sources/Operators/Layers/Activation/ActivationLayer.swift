public import IR

/// An activation: a statement of its own, and an argument of `dense`, which takes its arguments too.
public protocol ActivationLayer: Layer {
  /// The operator it applies; nil where it is another than an element-wise function.
  var op: (any ActivationOp)? { get }
  /// What the weights in front of it start with where nothing else is asked for.
  var initializer: NamedInitializer { get }
}

extension ActivationLayer {
  /// Itself.
  public var activation: (any ActivationLayer)? { self }

  /// Applies the operator.
  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    guard let op else { return input }
    return try builder.add(op, input)
  }
}
