import Foundation
import Lowering
import Operators
import Source
import Syntax
import Testing

@testable import Training

/// Fifty steps of every schedule against the rates of PyTorch's.
@Suite struct ScheduleReferenceTests {
  private struct Reference: Decodable {
    var cases: [Case]
  }

  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var schedule: String
    var base: Double
    var stepsPerEpoch: Int
    /// What a plateau watches, epoch by epoch.
    var figures: [Double]?
    var rates: [Double]
    var testDescription: String { schedule }
  }

  private static func load() throws -> [Case] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Reference.self, from: fixture("schedules")).cases
  }

  @Test(arguments: try load()) func rates(_ reference: Case) throws {
    let name = reference.schedule.prefix { $0 != " " }
    let setsRate = Catalog.schedules.contains { $0.signature.keyword == name && $0.setsRate }
    let text =
      "input 3; softmax 2; schedule \(reference.schedule)"
      + (setsRate ? "" : "; optimizer sgd lr=\(reference.base)")
    let parsed = parse(SourceText(name: "schedule.nn", text))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    var progress = Progress(model, model.schedule, rows: 1)
    for (step, expected) in reference.rates.enumerated() {
      let rate = model.schedule.rate(
        base: reference.base,
        at: Moment(
          step: step, stepsPerEpoch: reference.stepsPerEpoch, totalSteps: reference.rates.count,
          drops: progress.drops))
      #expect(abs(rate - expected) <= 1e-12, "step \(step)")
      if let figure = reference.figures?[step] {
        progress.lowerRate(
          after: EpochRecord(
            epoch: step + 1, trainLoss: figure, trainDataLoss: figure, trainAccuracy: figure,
            validLoss: nil, validAccuracy: nil, learningRate: rate, seconds: 0))
      }
    }
  }

  /// Every schedule is among the cases.
  @Test func allAreCompared() throws {
    let names = Set(try Self.load().map { String($0.schedule.prefix { $0 != " " }) })
    #expect(names == Set(Catalog.schedules.map { $0.signature.keyword }))
  }
}
