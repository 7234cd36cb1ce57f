public import IR

/// `dropout`: sets each element to 0 with probability `rate` and divides the others by 1 - rate, so
/// that the expected output is the input and nothing is scaled at test time.
///
/// Shapes: X any, step i32 scalar, Y as X. Which elements fall is a function of the graph's seed,
/// the step, the node's `site` and the element's index alone, so the gradient draws the same mask
/// again instead of keeping it: dX = dropout(dY).
/// Source: Srivastava et al., "Dropout", 2014; Salmon et al., "Parallel random numbers", 2011.
public struct Dropout: DropoutOp, DifferentiableOp {
  public static let name = "dropout"
  public var rate: Double
  /// The number of the random stream, unique in the graph.
  public var site: Int

  /// A dropout at this site.
  public init(rate: Double, site: Int) { (self.rate, self.site) = (rate, site) }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil, nil] }
    return [try builder.add(DropoutGradient(rate: rate, site: site), dY, builder.operands[1]), nil]
  }
}
