internal import Glibc

/// `schedule plateau valid_loss factor=0.1 patience=10`: base x factor^k, where k is how often the
/// metric failed to improve for more than `patience` evaluations in a row.
///
/// A value improves on the best if it is better by more than `threshold` x the best's magnitude.
/// After a drop the count starts anew. The rule is that of PyTorch's ReduceLROnPlateau.
public struct PlateauDecay: Schedule {
  public static let signature = Signature(
    "plateau", "lowers the rate when a figure stops improving",
    [
      Parameter(
        "metric", Metric.kind, positional: true, "the figure to watch, valid_loss by default"),
      Parameter("factor", .real(.above(0, below: 1)), "what the rate falls by, 0.1 by default"),
      Parameter("patience", .integer(0...1_000_000), "evaluations that are borne, 10 by default"),
      Parameter("min", .real(.atLeast(0)), "the lowest rate, 0 by default"),
      Parameter("threshold", .real(.atLeast(0)), "the least improvement, 1e-4 by default"),
      warmupParameter,
    ])
  public let plateau: Plateau?
  private let factor: Double
  private let lowest: Double
  public let warmup: Int
  public var lowestRate: Double? { lowest }

  public init(_ arguments: Arguments) {
    plateau = Plateau(
      metric: arguments.word("metric").flatMap(Metric.init) ?? .validLoss,
      patience: arguments.integer("patience") ?? 10,
      threshold: arguments.real("threshold") ?? 1e-4)
    factor = arguments.real("factor") ?? 0.1
    lowest = arguments.real("min") ?? 0
    warmup = arguments.integer("warmup") ?? 0
  }

  public func rate(base: Double, at moment: Moment) -> Double {
    max(lowest, base * pow(factor, Double(moment.drops))) * Self.warmupFactor(warmup, at: moment)
  }
}
