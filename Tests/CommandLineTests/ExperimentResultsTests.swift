import Foundation
import Testing

/// `tools/experiment-results` on made-up runs.
@Suite("Experiment results", .enabled(if: FileManager.default.isExecutableFile(atPath: python)))
struct ExperimentResultsTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// Writes a run of an experiment: its epochs as rows of `history.csv` without the number.
  private func addRun(
    _ id: String, seed: Int, on data: String = "fashion", epochs: [String],
    testAccuracy: Double? = nil, keptEpoch: Int? = nil
  ) throws {
    let folder = "runs/\(id)-seed\(seed)"
    try FileManager.default.createDirectory(
      atPath: place.folder + "/" + folder, withIntermediateDirectories: true)
    let head =
      "epoch,train_loss,train_data_loss,train_accuracy,valid_loss,valid_accuracy,"
      + "learning_rate,seconds\n"
    let lines = epochs.enumerated().map { "\($0 + 1),\($1),0.001,2.5\n" }
    try write(folder + "/history.csv", head + lines.joined())
    try write(folder + "/model.json", "{\"dataset\": \"\(data)\"}")
    let accuracy = testAccuracy.map { "\($0)" } ?? "null"
    let kept = keptEpoch.map { "\($0)" } ?? "null"
    try write(
      folder + "/summary.json",
      """
      {"test_loss": 0.5, "test_accuracy": \(accuracy), "kept_epoch": \(kept), "threads": 2}
      """)
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: place.folder + "/" + name))
  }

  /// The lines that are printed for published rows, which are given from `data` on.
  private func results(_ published: [String]) throws -> [String] {
    let head =
      "id,model,data,options,at,train_loss,train_accuracy,valid_loss,valid_accuracy,"
      + "test_loss,test_accuracy,overfits_from,penalised"
    try write("published.csv", ([head] + published).map { $0 + "\n" }.joined())
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      Program.root + "/tools/experiment-results", place.folder + "/published.csv",
      place.folder + "/runs",
    ]
    process.standardOutput = output
    try process.run()
    let data = try #require(try output.fileHandleForReading.readToEnd())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try #require(String(bytes: data, encoding: .utf8)).split(separator: "\n").map(
      String.init)
  }

  @Test func figuresAreMediansOfTheSeeds() throws {
    for (seed, accuracy) in [(1, 0.5), (2, 0.875), (3, 0.75)] {
      try addRun(
        "X1", seed: seed, epochs: ["1,1,0.5,2,0.25", "\(seed),1,0.5,\(seed + 1),0.25"],
        testAccuracy: accuracy)
    }
    for seed in 1...2 {
      try addRun("X2", seed: seed, epochs: ["\(seed),1,,2,"], testAccuracy: nil)
    }
    let lines = try results([
      "X1,X1,fashion,,,2.5,,,,,0.754,,", "X2,X2,fashion,,,,,2.1,,,,,",
      "X3,X3,fashion,,,,,2.1,,,,,",
    ])
    #expect(
      lines.contains(
        "| X1 | fashion | 3 | 2.5 → 2.0000 | 0.5000 | 3.0000 | 0.2500 | 0.5000 | 0.754 → 0.7500 "
          + "| 5.0 (2) | matches |"))
    #expect(
      lines.contains(
        "| X2 | fashion | 2 | 1.5000 |  | 2.1 → 2.0000 |  | 0.5000 |  | 2.5 (2) | matches |"))
    #expect(lines.contains("Not run: X3, D9, D10."))
  }

  /// By the test accuracy, else the validation accuracy, else the validation loss.
  @Test(arguments: [
    ("0.2,0.9,,0.805", 1.0, 0.8, "matches"), ("0.2,0.9,,0.806", 0.1, 0.8, "**below**"),
    ("0.2,0.905,,", 1.0, 0.8, "matches"), ("0.2,0.906,,", 0.1, 0.8, "**below**"),
    ("0.2,,,", 0.21, 0.8, "matches"), ("0.2,,,", 0.2101, 0.8, "**above**"),
    (",,,", 0.2, 0.8, "nothing published"),
  ])
  func verdicts(_ published: String, _ loss: Double, _ accuracy: Double, _ verdict: String) throws {
    try addRun("X", seed: 1, epochs: ["1,1,0.5,\(loss),0.9"], testAccuracy: accuracy)
    let lines = try results(["X,X,fashion,,,,,\(published),,"])
    #expect(lines.contains { $0.hasPrefix("| X |") && $0.hasSuffix("| \(verdict) |") }, "\(lines)")
  }

  @Test func whatIsMissingDoesNotMatch() throws {
    try addRun("X", seed: 1, epochs: ["1,1,0.5,,"])
    let lines = try results(["X,X,fashion,,,,,0.6,,,,,"])
    #expect(lines.contains { $0.hasPrefix("| X |") && $0.hasSuffix("| **missing** |") })
  }

  @Test func otherDataIsAStandIn() throws {
    try addRun("X", seed: 1, epochs: ["1,1,0.5,2,0.25"], testAccuracy: 0.9)
    try addRun("W", seed: 1, on: "wine", epochs: ["1,1,0.5,2,0.25"], testAccuracy: 0.9)
    let lines = try results([
      "X,X,mnist,,,,,,,,0.8,,", "W,W,wine.csv,,,,,,,,0.8,,",
    ])
    #expect(lines.contains { $0.hasPrefix("| X | fashion |") && $0.hasSuffix("| stand-in |") })
    #expect(lines.contains { $0.hasPrefix("| W | wine |") && $0.hasSuffix("| matches |") })
  }

  /// The epoch that was published, the one whose weights were kept, or the best figures of all.
  @Test func epochs() throws {
    let epochs = ["5,1,0.5,4,0.6", "4,1,0.7,3,0.5", "3,1,0.6,6,0.1"]
    for id in ["At", "Kept", "Best", "End"] {
      try addRun(id, seed: 1, epochs: epochs, keptEpoch: id == "Kept" ? 2 : nil)
    }
    let lines = try results([
      "At,X,fashion,,1,,,,,,,~2,", "Kept,X,fashion,,,,,,,,,,", "Best,X,fashion,,best,,,,,,,,",
      "End,X,fashion,,,,,,,,,,yes",
    ])
    #expect(lines.contains { $0.hasPrefix("| At | fashion | 1 | 5.0000 | 0.5000 | 4.0000 |") })
    #expect(lines.contains { $0.hasPrefix("| Kept | fashion | 1 | 4.0000 | 0.7000 | 3.0000 |") })
    #expect(lines.contains { $0.hasPrefix("| Best | fashion | 1 |  | 0.7000 |  | 0.6000 |") })
    // The penalty of 2 is added where the published validation loss has one.
    #expect(lines.contains { $0.hasPrefix("| End | fashion | 1 | 3.0000 | 0.6000 | 8.0000 |") })
    #expect(lines.contains("| At | ~2 | 2 |"))
  }

  /// Gaps are compared without penalties.
  @Test func claims() throws {
    try addRun("A10", seed: 1, epochs: ["9,1,0.5,1.25,0.25"])
    try addRun("A8", seed: 1, epochs: ["1,1,0.5,1.5,0.25"])
    try addRun("D4", seed: 1, epochs: ["1,1,0.5,1.5,0.25"], testAccuracy: 0.5)
    try addRun("D5", seed: 1, epochs: ["1,1,0.5,1.5,0.25"], testAccuracy: 0.75)
    let lines = try results(
      ["A10", "A8", "D4", "D5"].map { "\($0),X,fashion,,,,,,,,,," })
    #expect(
      lines.contains("| dropout narrows the gap | gap | A10 0.2500 | A8 0.5000 | holds |"))
    #expect(
      lines.contains {
        $0.hasPrefix("| nine plain layers do worse than three | test accuracy | D5 0.7500 ")
          && $0.contains("| does not hold: ")
      })
  }

  /// What is known not to hold says why; what was found and is not found again stands out.
  @Test func aClaimThatDoesNotHoldStandsOut() throws {
    try addRun("D5", seed: 1, epochs: ["1,1,0.5,1.5,0.25"], testAccuracy: 0.75)
    try addRun("D8", seed: 1, epochs: ["1,1,0.5,1.5,0.25"], testAccuracy: 0.75)
    let lines = try results(["D5", "D8"].map { "\($0),X,fashion,,,,,,,,,," })
    #expect(
      lines.contains(
        "| batch normalisation helps nine layers | test accuracy | D5 0.7500 | D8 0.7500 "
          + "| **does not hold** |"))
  }

  @Test func earlyStopsAreToldBySeed() throws {
    for (seed, kept) in [(1, 1), (2, 2)] {
      try addRun(
        "E1b", seed: seed, epochs: Array(repeating: "1,1,0.5,1.5,0.25", count: seed + 1),
        keptEpoch: kept)
    }
    let lines = try results(["E1b,X,mnist,,,,,,,,,,"])
    #expect(lines.contains("here, by seed, stopped in epoch 2, 3 with the weights of epoch 1, 2."))
  }

  /// By the largest error with the smallest floor.
  @Test(arguments: [("9.9e-08", "matches"), ("1.1e-07", "**above**")])
  func gradientChecks(_ error: String, _ verdict: String) throws {
    try addRun("X", seed: 1, epochs: ["1,1,0.5,2,0.25"])
    try write(
      "runs/D9-2.txt",
      """
      parameter  shape  entries
      parameter        floor 1e-05  floor 1e-02
      ─────────────────────────────────────────
      dense1.weight        1.8e-10      2.0e-07
      dense1.bias          \(error)      1.3e-10

      the formula
      """)
    let lines = try results(["X,X,fashion,,,,,,,,,,"])
    #expect(lines.contains("| D9-2 | \(error) | \(verdict) |"), "\(lines)")
  }
}

private let python = "/usr/bin/python3"
