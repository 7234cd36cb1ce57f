public import IR

/// An operator of batch normalisation, which adds a small number to the variance.
public protocol EpsilonOp: Op {
  /// What is added to the variance.
  var epsilon: Double { get }
  /// Makes the operator with this epsilon.
  init(epsilon: Double)
}

extension EpsilonOp {
  /// Reads `epsilon`, which must be positive.
  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    self.init(epsilon: try attributes.epsilon())
  }

  /// `epsilon`.
  public var attributes: Attributes { ["epsilon": .real(epsilon)] }
}

extension AttributeReader {
  /// A positive `epsilon`.
  mutating func epsilon() throws(AttributeError) -> Double {
    let epsilon = try real("epsilon")
    guard epsilon > 0 else { throw AttributeError("epsilon", "'epsilon' must be above 0") }
    return epsilon
  }
}
