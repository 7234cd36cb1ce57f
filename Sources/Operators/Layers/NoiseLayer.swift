public import IR

/// `noise DEVIATION`: adds normal noise in training, to the input or between layers, and does nothing
/// in inference; see the operator `Noise`.
public struct NoiseLayer: Layer {
  public static let signature = Signature(
    "noise", "adds normal noise in training",
    [
      Parameter(
        "deviation", .real(.atLeast(0)), positional: true, required: true,
        "the noise's standard deviation")
    ])
  public let isTransparent = true
  private let deviation: Double

  public init(_ arguments: Arguments) { deviation = arguments.real("deviation") ?? 0 }

  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    try builder.addNoise(to: input, deviation: deviation)
  }
}

extension LayerBuilder {
  /// A value with noise on it, in training.
  mutating func addNoise(
    to value: ValueID, deviation: Double
  ) throws(ShapeError) -> ValueID {
    // The site is drawn in either mode, so that both number their layers alike.
    let site = randomSite()
    guard mode == .training, deviation > 0 else { return value }
    return try add(Noise(deviation: deviation, site: site), value, step())
  }
}
