public import IR
public import Kernels

/// `dropout`: sets each element to 0 with probability `rate` and divides the others by 1 - rate, so
/// that the expected output is the input and nothing is scaled at test time.
///
/// Shapes: X any, step i32 scalar, Y as X. Which elements fall is a function of the graph's seed,
/// the step, the node's `site` and the element's index alone, so the gradient draws the same mask
/// again instead of keeping it: dX = dropout(dY).
/// Source: Srivastava et al., "Dropout", 2014; Salmon et al., "Parallel random numbers", 2011.
public struct Dropout: DifferentiableOp {
  public static let name = "dropout"
  /// The probability of falling.
  public var rate: Double
  /// The number of the random stream, unique in the graph.
  public var site: Int

  /// A dropout at this site.
  public init(rate: Double, site: Int) {
    self.rate = rate
    self.site = site
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    (rate, site) = try attributes.dropout()
  }

  public var attributes: Attributes { ["rate": .real(rate), "site": .integer(site)] }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }
  public var randomSite: Int? { site }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireDropout()
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .whole])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil, nil] }
    return [try builder.add(DropoutGradient(rate: rate, site: site), dY, builder.operands[1]), nil]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.dropout(call, rate: rate, site: site)]
  }
}

extension AttributeReader {
  /// A number from 0 to below 1.
  mutating func fraction(_ name: String) throws(AttributeError) -> Double {
    let value = try real(name)
    guard (0..<1).contains(value) else {
      throw AttributeError(name, "'\(name)' must be at least 0 and below 1")
    }
    return value
  }

  /// The attributes of `dropout` and its gradient.
  mutating func dropout() throws(AttributeError) -> (rate: Double, site: Int) {
    let rate = try fraction("rate")
    let site = try integer("site")
    guard (0...Int(UInt32.max)).contains(site) else {
      throw AttributeError("site", "'site' must be from 0 to \(UInt32.max)")
    }
    return (rate, site)
  }
}

extension [TensorType] {
  /// The operands of `dropout` and its gradient; their result.
  func requireDropout() throws(ShapeError) -> [TensorType] {
    try require(count: 2)
    try Array(prefix(1)).requireOneFloatingPointElement()
    try Operators.require(
      self[1] == TensorType(.i32, []), "needs an i32 scalar as step, not \(self[1])")
    return [self[0]]
  }
}

extension Step {
  /// The kernel of `dropout` and its gradient.
  static func dropout(_ call: Call, rate: Double, site: Int) -> Step {
    .dropout(
      call.operands[0], rate: rate, seed: call.seed, site: UInt32(site), step: call.operands[1],
      into: call.results[0], block: call.block)
  }
}
