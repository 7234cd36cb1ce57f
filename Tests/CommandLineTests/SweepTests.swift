import Foundation
import JSON
import Testing

@Suite("sweep")
struct SweepTests {
  private static let model = "let width = 8\ndense width relu\nsoftmax 3\nepochs 2\n"

  private func workplace() throws -> Workplace {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", Self.model)
    return place
  }

  @Test func triesAllCombinationsAndRanksThem() throws {
    let place = try workplace()
    let outcome = try place.nnc(
      "sweep", "m.nn", "--data", "./data", "--valid", "0.3", "--vary", "width=2,8", "--vary",
      "lr=0.01,1e30", "--out", "s", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try outcome.json()
    #expect(json["metric"]?.stringValue == "valid_accuracy")
    let trials = try #require(json["trials"]?.arrayValue)
    #expect(trials.count == 4)
    let values = trials.map { $0["value"]?.doubleValue }
    #expect(values.prefix(2).allSatisfy { $0 != nil } && values.suffix(2).allSatisfy { $0 == nil })
    #expect((values[0] ?? 0) >= (values[1] ?? 1))
    #expect(trials[3]["failure"]?.stringValue?.contains("E0501") == true)
    for name in ["sweep.csv", "sweep.svg", "trial-0001/history.csv", "trial-0003/log.txt"] {
      #expect(FileManager.default.fileExists(atPath: place.folder + "/s/" + name), "\(name)")
    }
    // The figure is that of the trial's own model.
    let best = try #require(trials[0]["trial"]?.intValue)
    let history = try String(
      contentsOfFile: place.folder + "/s/trial-000\(best)/history.csv", encoding: .utf8)
    let last = history.split(separator: "\n").last?.split(separator: ",")
    #expect(last?[5] == values[0].map { "\($0)" }?[...])
  }

  @Test func aSearchWithoutAResultFails() throws {
    let place = try workplace()
    let outcome = try place.nnc(
      "sweep", "m.nn", "--data", "./data", "--valid", "0.3", "--vary", "lr=1e30,1e31", "--out", "s",
      "--format", "json")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("every trial failed"))
    #expect(try outcome.json()["trials"]?.arrayValue?.count == 2)
  }

  /// Trials on other rows cannot be held against those that were done.
  @Test func otherDataIsAnotherSearch() throws {
    let place = try workplace()
    try place.write("t.csv", "a,b,kind\n1,2,x\n2,1,y\n3,1,x\n4,4,y\n5,2,x\n6,1,y\n7,3,x\n8,2,y\n")
    func sweep() throws -> Program.Outcome {
      try place.nnc(
        "sweep", "m.nn", "--data", "t.csv", "--valid", "0.34", "--vary", "width=2,3", "--out", "s",
        "--set", "seed=3")
    }
    try place.write("m.nn", "let width = 8\ndense width relu\nsoftmax 2\nepochs 1\n")
    #expect(try sweep().status == 0)
    #expect(try sweep().status == 0)
    try place.write("t.csv", "a,b,kind\n1,2,x\n2,1,y\n3,1,x\n4,4,y\n5,2,x\n6,1,y\n7,3,x\n8,9,y\n")
    let changed = try sweep()
    #expect(changed.errors.contains("E0712"))
    #expect(changed.errors.contains("the data held other rows"), "\(changed.errors)")
    let order = try place.nnc(
      "sweep", "m.nn", "--data", "t.csv", "--valid", "0.34", "--vary", "width=2,3", "--vary",
      "lr=0.1,0.2", "--out", "o")
    #expect(order.status == 0, "\(order.errors)")
    let turned = try place.nnc(
      "sweep", "m.nn", "--data", "t.csv", "--valid", "0.34", "--vary", "lr=0.1,0.2", "--vary",
      "width=2,3", "--out", "o")
    #expect(turned.errors.contains("its options stand in another order"), "\(turned.errors)")
    try place.write("s/sweep.json", "{\"arguments\": [\"x\"]}")
    #expect(try sweep().errors.contains("E0712"))
    try place.write("s/sweep.json", "{")
    let damaged = try sweep()
    #expect(damaged.status == 1)
    #expect(damaged.errors.contains("is damaged"), "\(damaged.errors)")
  }

  @Test func goesOnWhereItStoppedAndRefusesAnother() throws {
    let place = try workplace()
    func sweep(_ vary: String, _ options: String...) throws -> Program.Outcome {
      try place.nnc.run(
        ["sweep", "m.nn", "--data", "./data", "--valid", "0.3", "--vary", vary, "--out", "s"]
          + options)
    }
    #expect(try sweep("width=2,3,4").status == 0)
    let second = place.folder + "/s/trial-0002"
    let first = place.folder + "/s/trial-0001/model.json"
    let before = try Data(contentsOf: URL(filePath: first))
    try FileManager.default.removeItem(atPath: second)
    #expect(try sweep("width=2,3,4").status == 0)
    #expect(FileManager.default.fileExists(atPath: second + "/summary.json"))
    // A model that was trained again would have another run's name in its file.
    #expect(try Data(contentsOf: URL(filePath: first)) == before)
    let other = try sweep("width=2,3")
    #expect(other.status == 1)
    #expect(other.errors.contains("E0712"))
    #expect(
      other.errors.contains(
        "it was started with '--vary width=2,3,4', and not with '--vary width=2,3'"))
    let more = try sweep("width=2,3,4", "--trials", "2", "--epochs", "1")
    #expect(
      more.errors.contains("it was started without '--trials 2 --epochs 1'"), "\(more.errors)")
    try place.write("m.nn", Self.model + "l2 0.1\n")
    #expect(try sweep("width=2,3,4").errors.contains("the model's text was another one"))
  }

  @Test(
    arguments: [
      (["--vary", "width=2,3", "--epochs", "0"], 1, "it ended before the first epoch"),
      (["--vary", "width=2..1"], 1, "E0711"), (["--vary", "width=2..8"], 1, "E0711"),
      (["--vary", "width=2..8"], 1, "or draw whole numbers: --vary width=int:2..8"),
      (
        ["--vary", "width=2..8", "--trials", "2"], 1, "'--vary width=int:2..8' draws whole numbers"
      ),
      (["--vary", "width=int:2..3", "--trials", "9"], 0, "W0511"),
      (["--vary", "width=2,3", "--steps", "3", "--set", "steps=4"], 1, "E0752"),
      (["--vary", "widht=2,3"], 1, "E0708"), (["--vary", "width=2,x"], 1, "E0207"),
      (["--vary", "width=x,2"], 1, "E0207"), ([], 1, "E0711"),
      (["--vary", "width=2,3", "--metric", "recall"], 2, "--metric"),
      (["--find-lr", "--vary", "width=2,3"], 2, "--find-lr"),
      (["--vary", "width=2,3", "--valid", "none"], 1, "E0713"),
      (["--vary", "width=2,3", "--disable", "share-equal-nodes"], 2, "--disable"),
      (["--vary", "width=2,3", "--steps", "0"], 2, "--steps"),
      (["--vary", "lr=-1e308..1e308", "--trials", "2"], 1, "E0711"),
    ])
  func tellsWhatIsWrong(_ options: [String], _ status: Int32, _ text: String) throws {
    let place = try workplace()
    let valid = options.contains("--valid") ? [] : ["--valid", "0.3"]
    let outcome = try place.nnc.run(
      ["sweep", "m.nn", "--data", "./data", "--out", "s"] + valid + options)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect((outcome.errors + outcome.output).contains(text), "\(outcome.errors)")
  }

  @Test func refinesAroundTheBest() throws {
    let place = try workplace()
    func sweep() throws -> Program.Outcome {
      try place.nnc(
        "sweep", "m.nn", "--data", "./data", "--valid", "0.3", "--vary", "lr=log:1e-4..1",
        "--trials", "4", "--refine", "1", "--jobs", "3", "--out", "s")
    }
    let outcome = try sweep()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let table = try String(contentsOfFile: place.folder + "/s/sweep.csv", encoding: .utf8)
    let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(rows.map { $0[1] } == ["1", "1", "1", "1", "2", "2", "2", "2"])
    func logarithms(_ rows: some Sequence<[Substring]>) -> [Double] {
      rows.compactMap { Double($0[2]).map(log10) }
    }
    // The second round stays near the three best of the first.
    let best = logarithms(
      rows.prefix(4).sorted { (Double($0[3]) ?? 0) > (Double($1[3]) ?? 0) }.prefix(3))
    let (low, high) = (try #require(best.min()), try #require(best.max()))
    let margin = max((high - low) / 4, 0.4) + 1e-5
    let second = logarithms(rows.suffix(4))
    #expect(second.count == 4)
    #expect(second.allSatisfy { ((low - margin)...(high + margin)).contains($0) })
    // Nothing is trained again.
    let last = place.folder + "/s/trial-0008/model.json"
    let before = try Data(contentsOf: URL(filePath: last))
    #expect(try sweep().output == outcome.output)
    #expect(try Data(contentsOf: URL(filePath: last)) == before)
  }

  /// A value that no trial could be run with is told before any is, and others with it; one that only
  /// contradicts another's value is not.
  @Test func valuesOfListsAreCheckedFirst() throws {
    let place = try workplace()
    let outcome = try place.nnc(
      "sweep", "m.nn", "--data", "./data", "--valid", "0.3", "--vary", "lr=0.1,foo", "--vary",
      "width=2,3.5", "--out", "s")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("--set lr=foo"), "\(outcome.errors)")
    #expect(outcome.errors.contains("'width' is '3.5'"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: place.folder + "/s"))

    try place.write(
      "m.nn", "let low = 1e-4\ndense 4 relu\nsoftmax 3\nepochs 1\nschedule cosine min=low\n")
    let some = try place.nnc(
      "sweep", "m.nn", "--data", "./data", "--valid", "0.3", "--vary", "lr=0.1,0.01", "--vary",
      "low=0.05,0.001", "--out", "s", "--format", "json")
    #expect(some.status == 0, "\(some.errors)")
    let trials = try #require(try some.json()["trials"]?.arrayValue)
    #expect(trials.map { $0["value"]?.doubleValue == nil }.filter(\.self).count == 1)
  }

  /// A column that is named as an option, and a model whose name starts as one does.
  @Test func valuesThatLookLikeOptions() throws {
    let place = try Workplace()
    try place.write("-m.nn", "softmax 2; epochs 2")
    let rows = (0..<40).map { "\($0 % 7),\($0 % 2 == 0 ? "yes" : "no"),\($0 % 5)\n" }.joined()
    try place.write("t.csv", "a,--out,b\n" + rows)
    let outcome = try place.nnc(
      "sweep", "--data", "t.csv", "--label", "--out", "--valid=0.3", "--vary", "lr=0.1,0.2",
      "--out", "s", "--", "-m.nn")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains(
        "nnc run ./-m.nn --valid 0.3 --data t.csv --label=--out --threads 1 --set"))
    let table = try String(contentsOfFile: place.folder + "/s/sweep.csv", encoding: .utf8)
    #expect(
      table.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(",2,") }, "\(table)")
  }

  @Test func findsALearningRate() throws {
    let place = try workplace()
    try place.write("m.nn", Self.model + "stop valid_loss\ncheckpoint best=valid_loss\n")
    let outcome = try place.nnc(
      "sweep", "m.nn", "--data", "./data", "--find-lr", "--steps", "100", "--out", "r", "--format",
      "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rate = try #require(try outcome.json()["steepest"]?.doubleValue)
    #expect((1e-7...10).contains(rate))
    #expect(FileManager.default.fileExists(atPath: place.folder + "/r/rates.svg"))
  }
}
