import Kernels
import Lowering
public import Operators
public import Source

/// A search for settings that train well: trials in rounds, each round narrower than the one before.
///
/// Where no number of trials is given, or there are no more combinations, each of them is a trial; else
/// each trial draws every variation at random, by the seed. No two trials are the same. A refinement is
/// another round around the best trials so far, as one searches from coarse to fine.
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
  /// - Throws: E0711 for no variation, for two of one name, for ranges of numbers that are not whole
  ///   without a number of trials, and for very many combinations.
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
    guard let combinations = Self.count(variations) else {
      let whole = variations.compactMap(\.wholeText).first.map {
        ", or draw whole numbers: --vary \($0)"
      }
      throw Self.refusal(
        "a range has no end of values, so the number of trials must be said",
        "add --trials 20" + (whole ?? ""))
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

  /// What is to be told before the search: W0511 where there are fewer combinations than trials were
  /// asked for, in the first round or in all.
  public var warnings: [Diagnostic] {
    guard let trials, let count = Self.count(variations), count < trials * rounds else { return [] }
    let shortage =
      count < trials || rounds == 1
      ? "for \(trials) trials: each is tried once"
        + (rounds > 1 ? ", and nothing is left to refine" : "")
      : "for \(rounds) rounds of \(trials) trials: the last have fewer, or none"
    return [
      Diagnostic(
        .warning, code: "W0511", "there are only \(count) combinations of values \(shortage)")
    ]
  }

  /// Runs the trials, round by round.
  ///
  /// - Parameters:
  ///   - metric: what trials are compared by.
  ///   - jobs: how many run at a time.
  ///   - run: runs a trial.
  ///   - report: is told of each result as it comes, and how many came so far.
  /// - Throws: the first of what `run` threw.
  public func results(
    by metric: Metric, jobs: Int, run: @escaping @Sendable (Trial) throws -> TrialResult,
    report: @escaping @Sendable (TrialResult, _ count: Int) -> Void
  ) throws -> [TrialResult] {
    try (0..<rounds).reduce(into: []) { results, round in
      let done = results.count
      results += try trials(ofRound: round, after: results, by: metric)
        .results(jobs: jobs, run: run) { report($0, done + $1) }
    }
  }

  /// The trials of a round, from 0, given what came of the rounds before; what was tried is not tried
  /// again.
  public func trials(ofRound round: Int, after results: [TrialResult], by metric: Metric) -> [Trial]
  {
    let best = results.ranked(by: metric).filter { $0.value != nil }.prefix(Self.kept)
    let variations =
      round == 0 || best.isEmpty
      ? variations
      : self.variations.enumerated().map { index, variation in
        variation.narrowed(to: best.map { $0.trial.overrides[index].value })
      }
    let tried = Set(results.map(\.trial.overrides))
    let count = Self.count(variations) ?? .max
    let chosen =
      count <= max(Self.combinationLimit, 2 * (trials ?? 0))
      ? choices(of: Self.combinations(variations).filter { !tried.contains($0) }, round)
      : draws(from: variations, round, but: tried)
    return chosen.enumerated().map {
      Trial(number: results.count + 1 + $0.offset, round: round, overrides: $0.element)
    }
  }

  /// As many of some combinations as a round has trials; all of them, in their order, where there are
  /// no more.
  private func choices(of combinations: [[Override]], _ round: Int) -> [[Override]] {
    guard let trials, trials < combinations.count else { return combinations }
    var rest = combinations
    return (0..<trials).map { index in
      var stream = stream(round, index)
      return rest.remove(at: stream.below(rest.count))
    }
  }

  /// Random values of every variation for each trial of a round.
  private func draws(
    from variations: [Variation], _ round: Int, but tried: Set<[Override]>
  ) -> [[Override]] {
    var tried = tried
    return (0..<(trials ?? 0)).compactMap { index in
      var stream = stream(round, index)
      func draw() -> [Override] {
        variations.map { Override(name: $0.name, value: $0.value(at: stream.uniform())) }
      }
      var overrides = draw()
      // Between ends that are very near, there may be fewer numbers of six digits than trials.
      for _ in 0..<100 where tried.contains(overrides) { overrides = draw() }
      return tried.insert(overrides).inserted ? overrides : nil
    }
  }

  /// The random numbers of a trial.
  private func stream(_ round: Int, _ index: Int) -> RandomStream {
    RandomStream(seed: seed, stream: UInt64(round) << 32 | UInt64(index))
  }

  /// How many combinations of values there are, at most 2^31; nil where there is no end of them.
  private static func count(_ variations: [Variation]) -> Int? {
    variations.reduce(1) { product, variation in
      product.flatMap { product in variation.count.map { min(product * $0, 1 << 31) } }
    }
  }

  /// All combinations of values; those of the last variation change fastest.
  private static func combinations(_ variations: [Variation]) -> [[Override]] {
    variations.reduce([[]]) { starts, variation in
      starts.flatMap { start in
        variation.all.map { start + [Override(name: variation.name, value: $0)] }
      }
    }
  }
}
