public import IR
public import Kernels

/// `dropout` or its gradient, which do the same to different operands: Y = X where the random stream
/// keeps the element, divided by 1 - rate, else 0.
///
/// Shapes: X any, step i32 scalar, Y as X. Which elements fall is a function of the graph's seed, the
/// step, the node's `site` and the element's index alone.
public protocol DropoutOp: Op {
  /// The probability of falling.
  var rate: Double { get }
  /// The number of the random stream.
  var site: Int { get }
  /// Makes the operator.
  init(rate: Double, site: Int)
}

extension DropoutOp {
  /// Reads `rate`, from 0 to below 1, and `site`.
  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    self.init(rate: try attributes.fraction("rate"), site: try attributes.site())
  }

  /// `rate` and `site`.
  public var attributes: Attributes { ["rate": .real(rate), "site": .integer(site)] }
  /// The result may stand where the operand stood.
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }
  /// The site.
  public var randomSite: Int? { site }

  /// A tensor and a step; the result is of the tensor's type.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireTensorAndStep()
    return [operands[0]]
  }

  /// One operation an element.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  /// Cut along rows or columns.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .whole])
  }

  /// The kernel over the block.
  public func prepare(_ call: Call) -> [Step] {
    [
      .dropout(
        call.operands[0], rate: rate, seed: call.seed, site: UInt32(site), step: call.operands[1],
        into: call.results[0], block: call.block)
    ]
  }
}

extension [TensorType] {
  /// A floating-point tensor, and the number of a step.
  func requireTensorAndStep() throws(ShapeError) {
    try require(count: 2)
    try Array(prefix(1)).requireOneFloatingPointElement()
    try Operators.require(
      self[1] == TensorType(.i32, []), "needs an i32 scalar as step, not \(self[1])")
  }
}

extension AttributeReader {
  /// The number of a random stream.
  mutating func site() throws(AttributeError) -> Int {
    let site = try integer("site")
    guard (0...Int(UInt32.max)).contains(site) else {
      throw AttributeError("site", "'site' must be from 0 to \(UInt32.max)")
    }
    return site
  }

  /// A number from 0 to below 1.
  mutating func fraction(
    _ name: String, default fallback: Double? = nil
  ) throws(AttributeError) -> Double {
    let value = try real(name, default: fallback)
    guard (0..<1).contains(value) else {
      throw AttributeError(name, "'\(name)' must be at least 0 and below 1")
    }
    return value
  }
}
