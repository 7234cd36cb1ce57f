import Foundation
import JSON
import Testing

/// What a run leaves in its folder, also where it does not end well.
@Suite struct RunFilesTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeData()
    try place.write("m.nn", "softmax 3; batch 16; epochs 2; checkpoint every=1")
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try place.nnc.run(["run"] + arguments)
  }

  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(place.folder)/\(folder)")) ?? [])
      .sorted()
  }

  @Test func checkpointsOfAnEarlierRun() throws {
    #expect(try run("m.nn", "--data", "./data", "--epochs", "3", "--out", "o").status == 0)
    #expect(names("o/checkpoints") == ["epoch-0001", "epoch-0002", "epoch-0003"])
    try place.write("o/checkpoints/epoch-0002/notes.txt", "mine")
    try place.write("o/checkpoints/mine.txt", "mine")
    let second = try run("m.nn", "--data", "./data", "--epochs", "1", "--out", "o")
    #expect(second.status == 0, "\(second.errors)")
    #expect(second.errors.contains("removed the checkpoints of an earlier run from o\n"))
    #expect(names("o/checkpoints") == ["epoch-0001", "epoch-0002", "mine.txt"])
    #expect(names("o/checkpoints/epoch-0002") == ["notes.txt"])

    // Those of an interrupted run are all there is of it.
    try FileManager.default.removeItem(atPath: place.folder + "/o/summary.json")
    let refused = try run("m.nn", "--data", "./data", "--out", "o")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("E0448"))
    #expect(refused.errors.contains("nnc run --resume o"))
    #expect(names("o/checkpoints/epoch-0001").count == 3)
    #expect(try run("--resume", "o").status == 0)
    try place.write("plain.nn", "softmax 3; epochs 1")
    #expect(try run("plain.nn", "--data", "./data", "--out", "o").status == 0)
    #expect(names("o/checkpoints") == ["epoch-0002", "mine.txt"])
    try FileManager.default.removeItem(atPath: place.folder + "/o/checkpoints/mine.txt")
    try FileManager.default.removeItem(atPath: place.folder + "/o/checkpoints/epoch-0002")
    #expect(try run("m.nn", "--data", "./data", "--out", "o").status == 0)
    #expect(try run("plain.nn", "--data", "./data", "--out", "o").status == 0)
    #expect(names("o") == ["history.csv", "model.json", "model.safetensors", "summary.json"])
  }

  /// The rate grows until the weights overflow.
  @Test func whatIsLeftOfATrainingThatDiverges() throws {
    let rising = """
      dense 8; softmax 3; batch 16; epochs 300; l2 0.1
      optimizer sgd lr=0.01; schedule exponential factor=3

      """
    try place.write("d.nn", rising + "stop train_loss patience=1000\n")
    let outcome = try run("d.nn", "--data", "./data", "--out", "o")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("E0501"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "saved what there was before: o: model.json, model.safetensors, history.csv"),
      "\(outcome.errors)")
    #expect(names("o") == ["history.csv", "model.json", "model.safetensors"])
    let history = try String(contentsOfFile: place.folder + "/o/history.csv", encoding: .utf8)
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(history.count > 1)
    let losses = history.compactMap { Double($0[1]) }
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    // The model is the one that training for just so many epochs gives.
    let whole = try run("d.nn", "--data", "./data", "--epochs", "\(best + 1)", "--out", "w")
    #expect(whole.status == 0)
    func loss(_ folder: String) throws -> JSON? {
      try run(folder, "--data", "./data", "--format", "json").json()["test_loss"]
    }
    #expect(try loss("o")?.doubleValue != nil)
    #expect(try loss("o") == loss("w"))

    try place.write("c.nn", rising + "checkpoint every=1\n")
    let second = try run("c.nn", "--data", "./data", "--out", "c")
    #expect(
      second.errors.contains("saved what there was before: c: history.csv, checkpoints"),
      "\(second.errors)")
    try place.write("f.nn", "dense 8; softmax 3; optimizer sgd lr=1e30; stop train_loss")
    let first = try run("f.nn", "--data", "./data", "--out", "f")
    #expect(first.errors.contains("nothing was saved"), "\(first.errors)")
  }

  @Test func foldsAreWritten() throws {
    try place.write("f.nn", "softmax 3; batch 16; epochs 3; stop valid_loss patience=1")
    let outcome = try run(
      "f.nn", "--data", "./data", "--folds", "3", "--valid", "0.2", "--out", "o", "--format",
      "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(names("o") == ["folds.csv", "history.csv", "summary.json"])
    let history = try String(contentsOfFile: place.folder + "/o/history.csv", encoding: .utf8)
      .split(separator: "\n")
    #expect(history[0].hasPrefix("fold,epoch,train_loss,"))
    #expect(history.dropFirst().map { $0.prefix(4) }.starts(with: ["1,1,", "1,2,"]))
    #expect(history.last?.hasPrefix("3,") == true)
    let summary = try JSON.parse(
      Array(Data(contentsOf: URL(filePath: place.folder + "/o/summary.json"))))
    #expect(try summary == outcome.json())
    let table = try String(contentsOfFile: place.folder + "/o/folds.csv", encoding: .utf8)
      .split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    #expect(
      table[0] == [
        "fold", "train_rows", "valid_rows", "test_rows", "epochs", "epoch", "train_loss",
        "train_data_loss", "train_accuracy", "valid_loss", "valid_accuracy", "learning_rate",
        "seconds", "test_loss", "test_accuracy",
      ])
    #expect(table.count == 4)
    for (row, fold) in zip(table.dropFirst(), summary["folds"]?.arrayValue ?? []) {
      #expect(row[1...3] == ["48", "12", "30"])
      #expect(Int(row[5]) == fold["kept_epoch"]?.intValue)
      #expect(Double(row[13]) == fold["test_loss"]?.doubleValue)
      let epochs = try #require(fold["epochs"]?.arrayValue)
      #expect(Int(row[4]) == epochs.count)
      let kept = epochs.first { $0["epoch"]?.intValue == Int(row[5]) }
      #expect(Double(row[9]) == kept?["valid_loss"]?.doubleValue)
    }
    let text = try run("f.nn", "--data", "./data", "--folds", "2", "--valid", "0.2")
    #expect(text.output.contains("\nsaved runs/f-"))
    let unsaved = try run(
      "f.nn", "--data", "./data", "--folds", "2", "--valid", "0.2", "--no-save")
    #expect(!unsaved.output.contains("saved"))
  }

  /// The signal ends the process as it always does, with a word on how to go on.
  @Test func interruption() throws {
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = [
      "run", "m.nn", "--data", "./data", "--epochs", "500", "--out", "my run",
    ]
    process.currentDirectoryURL = URL(filePath: place.folder)
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // The second checkpoint begins when the first one is whole.
    var text = ""
    while !text.contains("epoch   3/") {
      let data = errors.fileHandleForReading.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    process.terminate()
    let rest = errors.fileHandleForReading.readDataToEndOfFile()
    text += String(decoding: rest, as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == SIGTERM)
    #expect(text.hasSuffix("\ngo on with: nnc run --resume 'my run'\n"), "\(text.suffix(200))")
    let resumed = try run("--resume", "my run", "--epochs", "500", "--steps", "5")
    #expect(resumed.errors.contains("E0511"))
  }

  /// A terminal is told why nothing happens for a while.
  @Test func manyLayersTakeTime() throws {
    let script = "/usr/bin/script"
    try #require(FileManager.default.isExecutableFile(atPath: script))
    try place.write("deep.nn", "repeat 999 { relu }; softmax 3; batch 16")
    let process = Process()
    process.executableURL = URL(filePath: script)
    process.arguments = [
      "-qec", "\(Program.path) run deep.nn --data ./data --steps 1 --no-save", "/dev/null",
    ]
    process.environment = ["TERM": "xterm", "PATH": "/usr/bin:/bin", "HOME": place.folder]
    process.currentDirectoryURL = URL(filePath: place.folder)
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text.contains("compiling 1,000 layers"), "\(text)")
  }
}
