public import Lowering
public import Operators

/// One run of a search.
public struct Trial: Hashable, Sendable {
  /// Its number from 1.
  public var number: Int
  /// The round that it belongs to, from 0.
  public var round: Int
  /// What is set, in the order of the variations.
  public var overrides: [Override]
}

/// What came of a trial.
public struct TrialResult: Hashable, Sendable {
  /// The trial.
  public var trial: Trial
  /// The figure that trials are compared by; nil for a trial that failed.
  public var value: Double?
  /// The epoch that the figure is of.
  public var epoch: Int?
  /// Why it failed.
  public var failure: String?

  /// Makes a result.
  public init(_ trial: Trial, value: Double? = nil, epoch: Int? = nil, failure: String? = nil) {
    self.trial = trial
    self.value = value
    self.epoch = epoch
    self.failure = failure
  }
}

extension [TrialResult] {
  /// From the best to the worst, failed ones last; equal ones by their numbers.
  public func ranked(by metric: Metric) -> [TrialResult] {
    sorted { a, b in
      switch (a.value, b.value) {
      case (let x?, let y?) where x != y: metric.improves(x, on: y)
      case (_?, nil): true
      case (nil, _?): false
      default: a.trial.number < b.trial.number
      }
    }
  }
}
