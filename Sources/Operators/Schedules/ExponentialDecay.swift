internal import Glibc

/// `schedule exponential factor=0.95`: base x factor^epoch.
public struct ExponentialDecay: Schedule {
  public static let signature = Signature(
    "exponential", "multiplies the rate by a factor after every epoch",
    [
      Parameter("factor", .real(.above(0)), required: true, "what the rate is multiplied by"),
      warmupParameter,
    ])
  private let factor: Double
  public let warmup: Int

  public init(_ arguments: Arguments) {
    factor = arguments.real("factor") ?? 1
    warmup = arguments.integer("warmup") ?? 0
  }

  public func rate(base: Double, at moment: Moment) -> Double {
    base * pow(factor, Double(moment.epoch)) * Self.warmupFactor(warmup, at: moment)
  }
}
