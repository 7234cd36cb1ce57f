import IR

/// `dropout_gradient`: dX = dY where `dropout` of the same site and step kept the element, divided
/// by 1 - rate, else 0.
///
/// Shapes: dY any, step i32 scalar, dX as dY.
public struct DropoutGradient: DropoutOp {
  public static let name = "dropout_gradient"
  public var rate: Double
  /// The site of the dropout whose mask is drawn again.
  public var site: Int

  /// The gradient of the dropout at this site.
  public init(rate: Double, site: Int) { (self.rate, self.site) = (rate, site) }

  public var drawsAgain: Bool { true }
}
