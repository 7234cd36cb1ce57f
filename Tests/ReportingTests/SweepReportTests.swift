import Operators
import Testing
import Training

@testable import Reporting

@Suite struct SweepReportTests {
  /// The command can be given to a shell as it stands.
  @Test func theBestAgain() throws {
    let search = try Search(
      [try Variation(parsing: "init=normal(0.1),he_normal"), try Variation(parsing: "lr=1,2")],
      trials: nil, refinements: 0, seed: 1)
    let results = search.trials(ofRound: 0, after: [], by: .validLoss).map {
      TrialResult($0, value: Double($0.number), epoch: 1)
    }
    let report = SweepReport(
      search, results, by: .validLoss, command: ["nnc", "run", "my model.nn", "--label=-1"])
    #expect(
      report.text.hasSuffix(
        "\nthe best again: nnc run 'my model.nn' --label=-1 --set 'init=normal(0.1)' --set lr=1\n"))
  }
}
