import Foundation
import JSON
import Testing

/// Searches that are killed, trials that are, and what is made of what they left.
@Suite("Interrupted sweeps")
struct InterruptedSweepTests {
  /// The folder of the tests, as the system knows it.
  private let place: Workplace
  private let real: String

  init() throws {
    place = try Workplace()
    real = URL(fileURLWithPath: place.folder).resolvingSymlinksInPath().path
    try place.write("m.nn", "dense 100 relu\ndense 100 relu\nsoftmax 3\nbatch 1\n")
  }

  /// So many rows that 3000 epochs take far longer than a test, or so few that they take no time.
  private func writeData(isLarge: Bool) throws {
    try place.writeData(side: 2, rows: isLarge ? 60_000 : 9)
  }

  private static let data = ["--data", "./data", "--valid", "0.3"]
  private static let options = data + ["--out", "s"]

  /// Replaces the rows by few, as if the search in the folder had been begun on these.
  private func shrinkData(_ vary: [String]) throws {
    try writeData(isLarge: false)
    let other = try place.nnc.run(["sweep", "m.nn"] + Self.data + vary + ["--out", "few"])
    #expect(other.status == 0, "\(other.errors)")
    let description = try Data(contentsOf: URL(filePath: place.folder + "/few/sweep.json"))
    try description.write(to: URL(filePath: path("sweep.json")))
  }

  private func sweep(_ options: String...) throws -> Program.Outcome {
    try place.nnc.run(["sweep", "m.nn"] + Self.options + options)
  }

  private func path(_ name: String) -> String { "\(place.folder)/s/\(name)" }

  private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The trials that are running.
  private func trials() -> [(number: Int32, arguments: [String])] {
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [])
      .compactMap { Int32($0) }
    return numbers.compactMap { number in
      let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
      guard folder == real,
        let line = try? Data(contentsOf: URL(filePath: "/proc/\(number)/cmdline"))
      else { return nil }
      let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return words.dropFirst().first == "run" ? (number, words) : nil
    }
  }

  private func trial(_ folder: String) -> Int32? {
    trials().first { $0.arguments.contains("s/\(folder)") }?.number
  }

  /// Waits until something is so. A test never depends on how long that takes, and fails where it
  /// never comes.
  private func wait(_ what: String, until condition: () throws -> Bool) throws {
    for _ in 0..<12_000 {
      if try condition() { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("never: \(what)")
  }

  private func values(_ outcome: Program.Outcome) throws -> [Int: JSON] {
    let trials = try #require(try outcome.json()["trials"]?.arrayValue)
    return Dictionary(
      uniqueKeysWithValues: trials.compactMap { trial in
        trial["trial"]?.intValue.map { ($0, trial) }
      })
  }

  @Test func aSearchGoesOnAfterAKillAndItsTrialsEndWithIt() throws {
    try writeData(isLarge: true)
    let vary = ["--vary", "epochs=1,3000", "--jobs", "2", "--format", "json"]
    let search = try place.nnc.start(["sweep", "m.nn"] + Self.options + vary)
    defer { if search.isRunning { search.terminate() } }
    try wait("a trial is done and another runs") {
      exists("trial-0001/summary.json") && trial("trial-0002") != nil
    }
    // One search at a time in a folder.
    let second = try place.nnc.run(["sweep", "m.nn"] + Self.options + vary)
    #expect(second.status == 1)
    #expect(second.errors.contains("E0714"), "\(second.errors)")
    #expect(trial("trial-0002") != nil)

    let done = try Data(contentsOf: URL(filePath: path("trial-0001/model.json")))
    kill(search.processIdentifier, SIGKILL)
    search.waitUntilExit()
    try wait("the trials have ended") { trials().isEmpty }
    #expect(!exists("trial-0002/summary.json"))

    try shrinkData(vary)
    let again = try place.nnc.run(["sweep", "m.nn"] + Self.options + vary)
    #expect(again.status == 0, "\(again.errors)")
    let values = try values(again)
    #expect(values.count == 2)
    #expect(values.values.allSatisfy { $0["value"]?.doubleValue != nil })
    #expect(values[2]?["epoch"]?.intValue == 3000)
    #expect(try Data(contentsOf: URL(filePath: path("trial-0001/model.json"))) == done)
  }

  @Test func aTrialThatASignalEndsTakesNoOtherWithIt() throws {
    try writeData(isLarge: true)
    let vary = ["--vary", "epochs=3000,1", "--jobs", "1", "--format", "json"]
    let search = try place.nnc.start(["sweep", "m.nn"] + Self.options + vary)
    defer { if search.isRunning { search.terminate() } }
    try wait("the first trial runs") { trial("trial-0001") != nil }
    kill(try #require(trial("trial-0001")), SIGKILL)
    search.waitUntilExit()
    #expect(search.terminationStatus == 0)
    let table = try String(contentsOfFile: path("sweep.csv"), encoding: .utf8)
    let rows = table.split(separator: "\n").dropFirst()
    #expect(rows.first?.contains("ended by signal 9") == true, "\(table)")
    #expect(rows.last?.hasSuffix(",1,") == true, "\(table)")
    #expect(!exists("trial-0001/failure.txt"))

    // It is tried anew.
    try shrinkData(vary)
    let again = try place.nnc.run(["sweep", "m.nn"] + Self.options + vary)
    #expect(try values(again).values.allSatisfy { $0["value"]?.doubleValue != nil })
  }

  @Test func onlyWhatTheModelMakesFailIsKept() throws {
    try writeData(isLarge: false)
    // The trial cannot write its model: an error that may pass.
    try FileManager.default.createDirectory(
      atPath: path("trial-0001/model.json"), withIntermediateDirectories: true)
    func run(status: Int32 = 0) throws -> [Int: JSON] {
      let outcome = try sweep("--vary", "lr=0.01,1e30", "--epochs", "2", "--format", "json")
      #expect(outcome.status == status, "\(outcome.errors)")
      return try values(outcome)
    }
    // So both fail.
    let first = try run(status: 1)
    #expect(first[1]?["failure"]?.stringValue?.hasPrefix("error[E04") == true)
    #expect(!exists("trial-0001/failure.txt"))
    #expect(first[2]?["failure"]?.stringValue?.hasPrefix("error[E0501]") == true)

    try FileManager.default.removeItem(atPath: path("trial-0001/model.json"))
    try place.write("s/trial-0002/failure.txt", "error[E0501]: as it was")
    let second = try run()
    #expect(second[1]?["value"]?.doubleValue != nil)
    #expect(second[2]?["failure"]?.stringValue == "error[E0501]: as it was")

    // An empty file tells nothing: the trial is run again where it has no result.
    for trial in ["trial-0001", "trial-0002"] { try place.write("s/\(trial)/failure.txt", "") }
    let third = try run()
    #expect(third[1]?["value"] == second[1]?["value"])
    #expect(third[2]?["failure"] == first[2]?["failure"])

    // A folder of another trial's settings is not taken for this one's.
    try place.write("s/trial-0002/trial.json", #"{"lr": "0.02"}"#)
    try place.write("s/trial-0002/failure.txt", "error[E0501]: of another trial")
    #expect(try run()[2]?["failure"] == first[2]?["failure"])
  }
}
