internal import Glibc

/// `schedule one_cycle max=0.1`: one rise and one long fall over all of training, each half a cosine.
///
/// It starts at max / `start`, reaches `max` after the share `rise` of the steps, and ends at the
/// start's rate / `end`. Source: Smith and Topin, "Super-convergence", 2018, with the cosines and
/// the defaults of PyTorch's OneCycleLR.
public struct OneCycle: Schedule {
  public static let signature = Signature(
    "one_cycle", "one rise and one fall over all of training",
    [
      Parameter("max", .real(.above(0)), required: true, "the highest rate"),
      Parameter("rise", .real(.above(0, below: 1)), "the share of steps that rise, 0.3 by default"),
      Parameter("start", .real(.above(0)), "the first rate is max / start, 25 by default"),
      Parameter("end", .real(.above(0)), "the last is the first / end, 1e4 by default"),
    ])
  public static let setsRate = true
  public static let dependsOnLength = true
  private let highest: Double
  private let rise: Double
  private let first: Double
  private let last: Double

  private static let standardStart = 25.0
  private static let standardEnd = 1e4

  public init(_ arguments: Arguments) {
    highest = arguments.real("max") ?? 0
    rise = arguments.real("rise") ?? 0.3
    first = highest / (arguments.real("start") ?? Self.standardStart)
    last = first / (arguments.real("end") ?? Self.standardEnd)
  }

  public var highestRate: Double? { highest }

  public static func contradiction(
    in arguments: Arguments
  ) -> (parameter: String?, message: String)? {
    let start = arguments.real("start") ?? standardStart
    let end = arguments.real("end") ?? standardEnd
    if start < 1 { return ("start", "the first rate, max / start, would be above 'max'") }
    // An end below 1 by itself leaves the last rate below the height, to which it falls.
    return start * end < 1
      ? ("end", "the last rate, max / start / end, would be above 'max'") : nil
  }

  public func rate(base: Double, at moment: Moment) -> Double {
    let end = Double(max(moment.totalSteps - 1, 1))
    let peak = max(rise * Double(moment.totalSteps) - 1, 0)
    let step = min(Double(moment.step), end)
    return step <= peak || peak >= end
      ? Self.between(first, highest, peak > 0 ? min(step / peak, 1) : 1)
      : Self.between(highest, last, (step - peak) / (end - peak))
  }

  /// Half a cosine from one rate to another.
  private static func between(_ from: Double, _ to: Double, _ progress: Double) -> Double {
    to + (from - to) * (1 + cos(.pi * progress)) / 2
  }
}
