internal import Glibc

/// `schedule step every=N factor=0.1` or `schedule step at=[30, 80]`: base x factor^k, where k is the
/// number of times that N epochs have passed, or of listed epochs that are behind.
public struct StepDecay: Schedule {
  public static let signature = Signature(
    "step", "multiplies the rate by a factor every so many epochs, or at given ones",
    [
      Parameter("every", .integer(1...1_000_000), "epochs between two drops"),
      Parameter("at", .integers(1...1_000_000), "the epochs after which it drops"),
      Parameter("factor", .real(.above(0)), "what the rate is multiplied by, 0.1 by default"),
      warmupParameter,
    ])
  private let every: Int?
  private let at: [Int]
  private let factor: Double
  public let warmup: Int

  public init(_ arguments: Arguments) {
    every = arguments.integer("every")
    at = arguments.integers("at") ?? []
    factor = arguments.real("factor") ?? 0.1
    warmup = arguments.integer("warmup") ?? 0
  }

  public static func contradiction(
    in arguments: Arguments
  ) -> (parameter: String?, message: String)? {
    switch (arguments.integer("every"), arguments.integers("at")) {
    case (_?, _?): ("at", "'every' and 'at' exclude each other")
    case (nil, nil): (nil, "'step' needs 'every' or 'at' to know when the rate drops")
    case (nil, let epochs?) where zip(epochs, epochs.dropFirst()).contains(where: >=):
      ("at", "the epochs of 'at' must rise")
    default: nil
    }
  }

  public var drops: [Int] { every.map { [$0] } ?? at }

  public func rate(base: Double, at moment: Moment) -> Double {
    let drops = every.map { moment.epoch / $0 } ?? at.count { $0 <= moment.epoch }
    return base * pow(factor, Double(drops)) * Self.warmupFactor(warmup, at: moment)
  }
}
