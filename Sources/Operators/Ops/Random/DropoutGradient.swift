public import IR
public import Kernels

/// `dropout_gradient`: dX = dY where `dropout` of the same site and step kept the element, divided
/// by 1 - rate, else 0.
///
/// Shapes: dY any, step i32 scalar, dX as dY.
public struct DropoutGradient: Op {
  public static let name = "dropout_gradient"
  /// The probability of falling.
  public var rate: Double
  /// The site of the dropout whose mask is drawn again.
  public var site: Int

  /// The gradient of the dropout at this site.
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
  public var drawsAgain: Bool { true }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireDropout()
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .whole])
  }

  public func prepare(_ call: Call) -> [Step] {
    [.dropout(call, rate: rate, site: site)]
  }
}
