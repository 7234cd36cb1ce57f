internal import Glibc

/// `schedule cosine min=0 warmup=N`: half a cosine from the optimizer's rate down to `min`, over the
/// steps of training that the warm-up leaves.
///
/// rate = min + (base - min) (1 + cos(pi t / T)) / 2. Source: Loshchilov and Hutter, "SGDR:
/// stochastic gradient descent with warm restarts", 2017, without restarts.
public struct CosineDecay: Schedule {
  public static let signature = Signature(
    "cosine", "half a cosine from the rate down to a lowest one",
    [Parameter("min", .real(.atLeast(0)), "the last rate, 0 by default"), warmupParameter])
  public static let dependsOnLength = true
  private let lowest: Double
  public let warmup: Int
  public var lowestRate: Double? { lowest }

  public init(_ arguments: Arguments) {
    lowest = arguments.real("min") ?? 0
    warmup = arguments.integer("warmup") ?? 0
  }

  public func rate(base: Double, at moment: Moment) -> Double {
    guard moment.step >= warmup else { return base * Self.warmupFactor(warmup, at: moment) }
    let length = max(moment.totalSteps - warmup, 1)
    let progress = Double(min(moment.step - warmup, length)) / Double(length)
    return lowest + (base - lowest) * (1 + cos(.pi * progress)) / 2
  }
}
