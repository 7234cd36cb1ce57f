/// How the learning rate changes while a network trains.
///
/// Steps and epochs count from 0 here: the first step of training is step 0 of epoch 0.
public protocol RateRule: Sendable {
  /// The learning rate of a step; `base` is the optimizer's.
  func rate(base: Double, at moment: Moment) -> Double
  /// The steps in which the rate rises to its height.
  var warmup: Int { get }
  /// When the rate drops because a figure no longer improves; nil where it never does.
  var plateau: Plateau? { get }
  /// The epochs behind which it is known from the start that the rate drops: those that are listed,
  /// or the first of regular ones.
  var drops: [Int] { get }
}

/// A rule of the language, as the `schedule` statement names it.
public protocol Schedule: RateRule, Described {
  /// Whether it says itself how high the rate is, so that the optimizer's `lr` has no effect.
  static var setsRate: Bool { get }
  /// Whether it spreads over all of training, so that a rate depends on when training ends.
  static var dependsOnLength: Bool { get }
  /// What contradicts in the arguments, and the parameter that it shows at; nil for the whole
  /// statement.
  static func contradiction(in arguments: Arguments) -> (parameter: String?, message: String)?
  /// The highest rate, where it says so itself; nil where that is the optimizer's.
  var highestRate: Double? { get }
  /// The rate under which it never falls, named by its parameter `min`, where the optimizer's rate
  /// is the highest; nil where there is none.
  var lowestRate: Double? { get }
}

/// A moment of training.
public struct Moment: Hashable, Sendable {
  /// The steps done before.
  public var step: Int
  /// The steps of an epoch.
  public var stepsPerEpoch: Int
  /// The steps of all of training.
  public var totalSteps: Int
  /// How often a plateau has lowered the rate.
  public var drops: Int

  /// Makes a moment.
  public init(step: Int, stepsPerEpoch: Int, totalSteps: Int, drops: Int = 0) {
    self.step = step
    self.stepsPerEpoch = stepsPerEpoch
    self.totalSteps = totalSteps
    self.drops = drops
  }

  /// The epochs done before.
  var epoch: Int { step / max(stepsPerEpoch, 1) }
}

/// A figure that is watched, and how long it may fail to improve.
public struct Plateau: Hashable, Sendable {
  /// The figure.
  public var metric: Metric
  /// The evaluations without improvement that are borne: at the next one the rate drops.
  public var patience: Int
  /// The share of the best value by which a better one must differ.
  public var threshold: Double
}

extension RateRule {
  public var plateau: Plateau? { nil }
  public var drops: [Int] { [] }
  public var warmup: Int { 0 }
}

extension Schedule {
  public static var setsRate: Bool { false }
  public static var dependsOnLength: Bool { false }
  public static func contradiction(
    in arguments: Arguments
  ) -> (parameter: String?, message: String)? { nil }
  public var highestRate: Double? { nil }
  public var lowestRate: Double? { nil }

  /// The parameter `warmup`.
  static var warmupParameter: Parameter {
    Parameter("warmup", .integer(0...(1 << 30)), "steps in which the rate rises to its height")
  }

  /// The factor of a warm-up over so many steps: it rises from 1/steps to 1 in equal amounts.
  static func warmupFactor(_ steps: Int, at moment: Moment) -> Double {
    moment.step < steps ? Double(moment.step + 1) / Double(steps) : 1
  }
}
