public import IR

/// An operator that normalises, and adds a small number to the variance.
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
  mutating func epsilon() throws(AttributeError) -> Double { try positive("epsilon") }

  /// A number above 0.
  mutating func positive(_ name: String) throws(AttributeError) -> Double {
    let value = try real(name)
    guard value > 0 else { throw AttributeError(name, "'\(name)' must be above 0") }
    return value
  }
}
