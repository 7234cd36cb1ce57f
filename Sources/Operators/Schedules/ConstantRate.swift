/// `schedule constant [warmup=N]`: the optimizer's rate, after a linear rise over N steps.
public struct ConstantRate: Schedule {
  public static let signature = Signature(
    "constant", "the same rate throughout, after a warm-up", [warmupParameter])
  public let warmup: Int

  public init(_ arguments: Arguments) { warmup = arguments.integer("warmup") ?? 0 }

  public func rate(base: Double, at moment: Moment) -> Double {
    base * Self.warmupFactor(warmup, at: moment)
  }
}
