public import IR

/// `dropout RATE`: lets each element fall with this probability in training and does nothing in
/// inference; see the operator `Dropout`.
public struct DropoutLayer: Layer {
  public static let signature = Signature(
    "dropout", "sets a random share of the elements to 0 in training",
    [
      Parameter(
        "rate", .real(.atLeast(0, below: 1)), positional: true, required: true,
        "the probability of falling")
    ])
  public let isTransparent = true
  /// The probability of falling.
  public let rate: Double

  public init(_ arguments: Arguments) { rate = arguments.real("rate") ?? 0 }

  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    // The site is drawn in either mode, so that both number their layers alike.
    let site = builder.randomSite()
    guard builder.mode == .training, rate > 0 else { return input }
    let step = builder.step()
    return try builder.add(Dropout(rate: rate, site: site), input, step)
  }
}
