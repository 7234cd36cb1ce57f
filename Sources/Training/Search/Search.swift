import Kernels
public import Lowering
public import Operators
public import Source

/// A search for settings that train well: trials in rounds, each round narrower than the one before.
///
/// Where all variations are lists and no number of trials is given, every combination is a trial;
/// else each trial draws every variation at random, by the seed. A refinement is another round
/// around the best trials so far, as one searches from coarse to fine.
public struct Search: Hashable, Sendable {
  /// What is varied.
  public let variations: [Variation]
  /// The trials of a round; nil for all combinations.
  public let trials: Int?
  /// The rounds behind the first.
  public let refinements: Int
  /// Where the random numbers start.
  public let seed: UInt64
  /// How many of the best trials a round is narrowed to.
  static let kept = 3
  /// The most combinations that are tried out without being counted by the user.
  static let combinationLimit = 10_000

  /// Makes a search.
  ///
  /// - Throws: E0711 for no variation, for two of one name, for ranges without a number of trials,
  ///   and for very many combinations.
  public init(
    _ variations: [Variation], trials: Int?, refinements: Int, seed: UInt64
  ) throws(InputError) {
    self.variations = variations
    self.trials = trials
    self.refinements = refinements
    self.seed = seed
    let names = variations.map(\.name)
    if names.isEmpty {
      throw Self.refusal("nothing is varied", "add --vary, as in --vary l2=log:1e-5..1e-1")
    }
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw Self.refusal("\(quoted(twice)) is varied twice", "give all its values to one --vary")
    }
    guard trials == nil else { return }
    var combinations = 1
    for variation in variations {
      guard case .list(let values) = variation.values else {
        throw Self.refusal(
          "a range has no end of values, so the number of trials must be said", "add --trials 20")
      }
      combinations = min(combinations * values.count, Self.combinationLimit + 1)
    }
    if combinations > Self.combinationLimit {
      throw Self.refusal(
        "there are more than \(Self.combinationLimit) combinations",
        "draw some of them by --trials, or vary less")
    }
    if refinements > 0 {
      throw Self.refusal(
        "all combinations leave nothing to refine",
        "draw at random by --trials, or leave out --refine")
    }
  }

  private static func refusal(_ message: String, _ help: String) -> InputError {
    InputError(Diagnostic(code: "E0711", message, help: [help]))
  }

  /// The number of rounds.
  public var rounds: Int { refinements + 1 }

  /// The trials of a round, from 0, given what came of the rounds before.
  public func trials(ofRound round: Int, after results: [TrialResult], by metric: Metric) -> [Trial]
  {
    let first = results.count + 1
    guard let trials else {
      return combinations().enumerated().map {
        Trial(number: first + $0.offset, round: round, overrides: $0.element)
      }
    }
    let best = results.ranked(by: metric).filter { $0.value != nil }.prefix(Self.kept)
    let variations =
      round == 0 || best.isEmpty
      ? variations
      : self.variations.enumerated().map { index, variation in
        variation.narrowed(to: best.map { $0.trial.overrides[index].value })
      }
    return (0..<trials).map { index in
      var stream = RandomStream(seed: seed, stream: UInt64(round) << 32 | UInt64(index))
      return Trial(
        number: first + index, round: round,
        overrides: variations.map {
          Override(name: $0.name, value: $0.value(at: stream.uniform()))
        })
    }
  }

  /// All combinations of the lists; the last varies fastest.
  private func combinations() -> [[Override]] {
    variations.reduce([[]]) { starts, variation in
      guard case .list(let values) = variation.values else { return starts }
      return starts.flatMap { start in
        values.map { start + [Override(name: variation.name, value: $0)] }
      }
    }
  }
}

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
