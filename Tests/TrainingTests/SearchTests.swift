import Foundation
import Lowering
import Operators
import Source
import Synchronization
import Syntax
import Testing

@testable import Training

@Suite("Search")
struct SearchTests {
  @Test(
    arguments: [
      ("a=1,2,3", Variation.Values.list(["1", "2", "3"])),
      ("init=normal(0.1, 2), he_normal", .list(["normal(0.1, 2)", "he_normal"])),
      ("a=0.5..2", .range(0.5...2, .linear)), ("a=log:1e-5..1e-1", .range(1e-5...1e-1, .log)),
      ("a=int:-3..3", .range(-3...3, .int)), ("a=-2..-1", .range(-2 ... -1, .linear)),
      ("optimizer.lr=1e-3,1e-2", .list(["1e-3", "1e-2"])),
    ])
  func variations(_ text: String, _ values: Variation.Values) throws {
    let variation = try Variation(parsing: text)
    #expect(variation.values == values)
    #expect(variation.name == text.split(separator: "=").first.map(String.init))
  }

  @Test(
    arguments: [
      "a", "a=", "=1,2", "a=3", "a=1,,2", "a=1,1", "a=0.1,1e-1",
      "a=2..1", "a=1..1", "a=x..y", "a=1..",
      "a=log:0..1", "a=log:-1..1", "a=lg:1..2", "a=int:0.5..2", "a=int:1..1e300", "a=1..inf",
      "a=-1e308..1e308", "a=log:1e-320..1e-310", "a=1e-310..1",
    ])
  func variationsThatAreNone(_ text: String) {
    let error = #expect(throws: InputError.self) { try Variation(parsing: text) }
    #expect(error?.diagnostics.map(\.code) == ["E0711"])
  }

  @Test(arguments: [
    ("a=2..1", "a=1..2"), ("a=log:1e-1..1e-5", "a=log:1e-5..1e-1"),
    ("a b=int:4..-2", "'a b=int:-2..4'"),
  ])
  func aRangeThatIsUpsideDownIsTurned(_ text: String, _ turned: String) {
    let error = #expect(throws: InputError.self) { try Variation(parsing: text) }
    #expect(error?.diagnostics.first?.help == ["write --vary \(turned)"])
  }

  /// What lies between the ends of a range may be smaller than either.
  @Test func valuesOfAnySize() throws {
    for text in ["a=-1e300..1e300", "a=log:1e-300..1e300", "a=0..1e-300", "a=-1e-300..1e-300"] {
      let variation = try Variation(parsing: text)
      for uniform in [0, 1e-300, 1e-9, 0.25, 0.5, 1 - 1e-9] {
        #expect(Double(variation.value(at: uniform))?.isFinite == true, "\(text)")
      }
    }
  }

  private func search(
    _ texts: String..., trials: Int? = nil, refinements: Int = 0, seed: UInt64 = 1
  ) throws -> Search {
    try Search(
      texts.map { try Variation(parsing: $0) }, trials: trials, refinements: refinements,
      seed: seed)
  }

  @Test func allCombinationsInOrder() throws {
    let trials = try search("a=1,2", "b=x,y,z").trials(ofRound: 0, after: [], by: .validLoss)
    #expect(
      trials.map { $0.overrides.map(\.value).joined() } == ["1x", "1y", "1z", "2x", "2y", "2z"])
    #expect(trials.map(\.number) == Array(1...6))
  }

  @Test func searchesThatHaveNoEnd() {
    let mistakes: [() throws -> Search] = [
      { try Search([], trials: 3, refinements: 0, seed: 1) }, { try self.search("a=0..1") },
      { try self.search("a=1,2", "a=3,4") }, { try self.search("a=1,2", refinements: 1) },
      {
        let many = (0..<200).map(String.init).joined(separator: ",")
        return try self.search("a=\(many)", "b=\(many)")
      },
    ]
    for mistake in mistakes {
      let error = #expect(throws: InputError.self) { try mistake() }
      #expect(error?.diagnostics.map(\.code) == ["E0711"])
    }
  }

  @Test("Draws fill their range evenly by their scale, and depend on the seed alone")
  func draws() throws {
    let search = try search("a=log:1e-4..1", "b=int:1..4", "c=5..7", "d=x,y", trials: 4000)
    let trials = search.trials(ofRound: 0, after: [], by: .validLoss)
    #expect(trials == search.trials(ofRound: 0, after: [], by: .validLoss))
    let values = (0..<4).map { index in trials.map { $0.overrides[index].value } }
    let a = values[0].compactMap(Double.init)
    #expect(a.count == 4000 && a.allSatisfy { (1e-4...1).contains($0) })
    for power in [1e-3, 1e-2, 1e-1] {
      let share = Double(a.count { $0 < power * 10 && $0 >= power }) / 4000
      #expect(abs(share - 0.25) < 0.03)
    }
    for whole in ["1", "2", "3", "4"] {
      #expect(abs(Double(values[1].count { $0 == whole }) / 4000 - 0.25) < 0.03)
    }
    let c = values[2].compactMap(Double.init)
    #expect(c.allSatisfy { (5...7).contains($0) })
    #expect(abs(c.reduce(0, +) / 4000 - 6) < 0.05)
    #expect(abs(Double(values[3].count { $0 == "x" }) / 4000 - 0.5) < 0.03)
    let other = try self.search(
      "a=log:1e-4..1", "b=int:1..4", "c=5..7", "d=x,y", trials: 4000, seed: 2)
    #expect(other.trials(ofRound: 0, after: [], by: .validLoss) != trials)
  }

  /// Ends that are very near have few numbers of six digits between them, and a list has few for
  /// several rounds.
  @Test func wherePlacesRunOutThereAreFewerTrials() throws {
    let near = try search("a=log:1e-4..1.00003e-4", trials: 50)
    let trials = near.trials(ofRound: 0, after: [], by: .validLoss)
    #expect(trials.count < 50 && trials.count == Set(trials.map(\.overrides)).count)
    #expect(trials.map(\.number) == Array(1...trials.count))
    let many = try search("a=int:1..20000", trials: 20_001)
    #expect(many.trials(ofRound: 0, after: [], by: .validLoss).count == 20_000)
    #expect(many.warnings.map(\.code) == ["W0511"])
    let rounds = try search("a=1,2,3", trials: 3, refinements: 2)
    #expect(rounds.warnings.first?.message.contains("3 rounds of 3 trials") == true)
    #expect(try search("a=1,2,3", trials: 1, refinements: 2).warnings.isEmpty)
  }

  @Test("Whole numbers and lists are never tried twice; where there are few, each is tried once")
  func noTrialTwice() throws {
    let few = try search("a=int:4..8", "b=x,y", trials: 12, refinements: 1)
    #expect(few.warnings.map(\.code) == ["W0511"])
    #expect(few.warnings.first?.message.contains("10 combinations of values for 12 trials") == true)
    let first = few.trials(ofRound: 0, after: [], by: .validLoss)
    #expect(first.map { $0.overrides.map(\.value).joined() }.first == "4x")
    #expect(first.count == 10 && Set(first.map(\.overrides)).count == 10)
    let results = first.map { TrialResult($0, value: Double($0.number)) }
    #expect(few.trials(ofRound: 1, after: results, by: .validLoss).isEmpty)

    // Two rounds of 60 of the 121 numbers, and of so many that they are not written out.
    for text in ["a=int:-60..60", "a=int:1..20000"] {
      let search = try search(text, trials: 60, refinements: 1)
      #expect(search.warnings.isEmpty)
      let first = search.trials(ofRound: 0, after: [], by: .validLoss)
      let results = first.map { TrialResult($0, value: 1) }
      let second = search.trials(ofRound: 1, after: results, by: .validLoss)
      #expect(first.count == 60 && !second.isEmpty)
      #expect(Set((first + second).map(\.overrides)).count == 60 + second.count)
    }
    // All combinations of whole numbers need no number of trials.
    let all = try search("a=int:-1..2").trials(ofRound: 0, after: [], by: .validLoss)
    #expect(all.map { $0.overrides[0].value } == ["-1", "0", "1", "2"])
  }

  /// Ends that differ by less than six digits tell are no reason to draw for ever.
  @Test func aVeryNarrowRange() throws {
    let trials = try search("a=1..1.000001", trials: 5).trials(
      ofRound: 0, after: [], by: .validLoss)
    #expect(trials.map { $0.overrides[0].value } == ["1"])
  }

  @Test("A refinement stays within the first range, around the three best")
  func refinement() throws {
    let search = try search("a=log:1e-6..1", "b=1,2,3,4", trials: 50, refinements: 1)
    let first = search.trials(ofRound: 0, after: [], by: .validAccuracy)
    // The nearer a is to 1e-3, the better; b does not matter but for the best three.
    let results = first.map { trial in
      TrialResult(
        trial, value: -abs(logarithm(trial.overrides[0].value) - logarithm("1e-3")))
    }
    let best = results.ranked(by: .validAccuracy).prefix(3)
    let second = search.trials(ofRound: 1, after: results, by: .validAccuracy)
    #expect(second.count == 50)
    #expect(second.map(\.number) == Array(51...100))
    let a = second.map { logarithm($0.overrides[0].value) }
    #expect(a.allSatisfy { (logarithm("1e-5")...logarithm("1e-1")).contains($0) })
    let kept = Set(best.map { $0.trial.overrides[1].value })
    #expect(Set(second.map { $0.overrides[1].value }).isSubset(of: kept))
  }

  private func logarithm(_ text: String) -> Double {
    // A binary logarithm is enough to compare.
    guard let value = Double(text) else { return .nan }
    return Double(value.exponent) + (value.significand - 1)
  }

  /// Each of eight trials waits until all eight are at work, which on any number of processors they
  /// are only with a thread each.
  @Test func asManyTrialsAtATimeAsWereAskedFor() throws {
    let trials = try search("a=1,2,3,4,5,6,7,8").trials(ofRound: 0, after: [], by: .validLoss)
    let condition = Condition()
    let reported = Mutex<[Int]>([])
    let results = try trials.results(jobs: 8) { trial in
      let all = condition.arrive(andAwait: 8)
      return TrialResult(trial, value: all ? Double(trial.number) : nil)
    } report: { _, count in
      reported.withLock { $0.append(count) }
    }
    #expect(results.map(\.value) == (1...8).map(Double.init))
    #expect(reported.withLock { $0 } == Array(1...8))
  }

  @Test func whatARunThrowsEndsTheSearch() throws {
    let trials = try search("a=1,2,3,4").trials(ofRound: 0, after: [], by: .validLoss)
    let started = Mutex(0)
    #expect(throws: InputError.self) {
      try trials.results(jobs: 1) { trial in
        started.withLock { $0 += 1 }
        if trial.number == 2 { throw InputError("E0410", "no room", in: "here") }
        return TrialResult(trial, value: 1)
      } report: { _, _ in
      }
    }
    #expect(started.withLock { $0 } == 2)
  }

  /// What the model says of stopping has no effect: there are no validation rows to watch.
  @Test func aRateTestOfAModelThatStopsEarly() throws {
    let parsed = parse(
      SourceText(
        name: "m.nn",
        "input 6; softmax 3; batch 20; stop valid_loss patience=1; checkpoint best=valid_accuracy; "
          + "schedule cosine warmup=9999"))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    let network = try Network(model, threads: 1, trainingRows: 20)
    let rows = try LoadedRows(random: 60, columns: 6, classes: 3, seed: 1)
    #expect(try RateRangeTest(network, rows: rows, steps: 50).points.count > 20)
  }

  @Test func resultsAreRanked() {
    func result(_ number: Int, _ value: Double?) -> TrialResult {
      TrialResult(Trial(number: number, round: 0, overrides: []), value: value)
    }
    let results = [result(1, nil), result(2, 0.5), result(3, 0.7), result(4, 0.5)]
    #expect(results.ranked(by: .validAccuracy).map(\.trial.number) == [3, 2, 4, 1])
    #expect(results.ranked(by: .validLoss).map(\.trial.number) == [2, 4, 3, 1])
  }

  /// The rates rise from the lowest on, and the loss falls fastest before it is lowest.
  @Test func aRateTestFindsWhereTheLossFalls() throws {
    let parsed = parse(
      SourceText(name: "m.nn", "input 6; softmax 3; optimizer sgd; batch 20; seed 3"))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    let network = try Network(model, threads: 1, trainingRows: 20)
    let rows = try LoadedRows(random: 60, columns: 6, classes: 3, seed: 1)
    let test = try RateRangeTest(network, rows: rows, steps: 150)
    #expect(test.points.first?.rate == 1e-7)
    #expect(zip(test.points, test.points.dropFirst()).allSatisfy { $0.rate < $1.rate })
    let lowest = try #require(test.lowest)
    let steepest = try #require(test.steepest)
    #expect(steepest <= lowest)
    #expect((1e-3...10).contains(lowest))
  }
}

/// Where threads wait for each other.
private final class Condition: Sendable {
  private let count = Mutex(0)

  /// Arrives, and waits until so many have; tells whether they did before very long.
  func arrive(andAwait wanted: Int) -> Bool {
    count.withLock { $0 += 1 }
    for _ in 0..<6000 {
      if count.withLock({ $0 }) >= wanted { return true }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return false
  }
}
