public import IR

/// An operator whose targets may be smoothed labels: smoothing / classes everywhere, and
/// 1 - smoothing more at the label.
///
/// Attribute: `smoothing`, left out where it is 0.
public protocol SmoothedOp: Op {
  /// The share of a target that is spread over all classes.
  var smoothing: Double { get }
}

extension SmoothedOp {
  /// The smoothing, if there is some.
  public var attributes: Attributes {
    let none: Attributes = [:]
    return none.with("smoothing", smoothing)
  }
}

extension AttributeReader {
  /// The attribute `smoothing`, 0 where it is left out.
  mutating func smoothing() throws(AttributeError) -> Double {
    try fraction("smoothing", default: 0)
  }
}
