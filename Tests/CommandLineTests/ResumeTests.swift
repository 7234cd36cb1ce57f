import Foundation
import JSON
import Testing

/// `nnc run --resume`: a run that was killed goes on to the result that it would have had.
@Suite struct ResumeTests {
  private let place: Workplace
  private let model = """
    dense 12 relu; batchnorm; dropout 0.1; softmax 3
    batch 16; epochs 6; optimizer adam lr=0.01
    stop valid_loss patience=50
    checkpoint every=2 best=valid_loss

    """

  init() throws {
    place = try Workplace()
    try place.writeData()
    try place.write("m.nn", model)
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try place.nnc.run(["run"] + arguments)
  }

  /// Trains into `folder`, and makes a copy as it is when the run is killed behind epoch 3.
  private func trainAndInterrupt(_ arguments: String..., copy: String = "b") throws {
    let outcome = try place.nnc.run(["run", "m.nn", "--out", "a"] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let files = FileManager.default
    let path = "\(place.folder)/\(copy)"
    try files.copyItem(atPath: "\(place.folder)/a", toPath: path)
    for name in ["model.json", "model.safetensors", "history.csv", "summary.json"] {
      try files.removeItem(atPath: "\(path)/\(name)")
    }
    for name in try files.contentsOfDirectory(atPath: "\(path)/checkpoints") {
      let document = try json("\(copy)/checkpoints/\(name)/model.json")
      if (document["checkpoint"]?["epoch"]?.intValue ?? 0) > 3 {
        try files.removeItem(atPath: "\(path)/checkpoints/\(name)")
      }
    }
  }

  private func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(place.folder)/\(file)")))
  }

  private func json(_ file: String) throws -> JSON { try JSON.parse(bytes(file)) }

  /// The tensors of a model's file, behind the header.
  private func tensors(_ folder: String) throws -> [UInt8] {
    let file = try bytes("\(folder)/model.safetensors")
    let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return Array(file.dropFirst(8 + length))
  }

  /// `history.csv` without the last column, the seconds.
  private func history(_ folder: String) throws -> [String] {
    String(decoding: try bytes("\(folder)/history.csv"), as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).dropLast().joined(separator: ",")
    }
  }

  private func expectTheSame(_ resumed: String, _ whole: String) throws {
    #expect(try tensors(resumed) == tensors(whole))
    #expect(try tensors(resumed).count > 500)
    #expect(try history(resumed) == history(whole))
    let (mine, theirs) = (try json("\(resumed)/summary.json"), try json("\(whole)/summary.json"))
    for key in ["test_loss", "test_accuracy", "kept_epoch", "stopped_early", "parameters"] {
      #expect(mine[key] == theirs[key], "\(key)")
    }
    let (run, other) = (try json("\(resumed)/model.json"), try json("\(whole)/model.json"))
    for key in ["run_id", "training", "data", "table", "classes", "source", "test_loss"] {
      #expect(run[key] == other[key], "\(key)")
    }
  }

  @Test(arguments: ["1", "2"]) func goesOnToTheSameBits(threads: String) throws {
    try trainAndInterrupt("--data", "./data", "--valid", "0.2", "--threads", threads)
    let resumed = try run("--resume", "b")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("resuming b at epoch "))
    #expect(resumed.errors.contains(" of 6"))
    #expect(!resumed.errors.contains("epoch 1/6"))
    #expect(resumed.errors.contains("epoch 6/6"))
    #expect(try history("a").count == 7)
    try expectTheSame("b", "a")
    // Every checkpoint is there again, too.
    for name in ["best", "epoch-0004", "epoch-0006"] {
      #expect(try tensors("b/checkpoints/\(name)") == tensors("a/checkpoints/\(name)"))
    }
    let again = try run("--resume", "b", "--format", "json")
    #expect(again.status == 1)
    #expect(again.errors.contains("E0510"))
    #expect(again.errors.contains("the run has finished"))
  }

  @Test func theChoiceOfRowsIsRecorded() throws {
    try place.write(
      "t.csv",
      "a,b,kind,c\n"
        + (0..<60).map { "\($0 % 7),\($0 % 5),\("xyz".dropFirst($0 % 3).first ?? "x"),\($0)\n" }
        .joined())
    try trainAndInterrupt(
      "--data", "t.csv", "--label", "kind", "--test", "12", "--valid", "0.25", "--split", "random",
      "--split-seed", "7", "--limit", "50")
    let data = try #require(try json("a/model.json")["data"])
    #expect(
      data["options"] == [
        "data": "t.csv", "label": "kind", "limit": "50", "split": "random", "split-seed": "7",
        "test": "12", "valid": "0.25",
      ])
    #expect(
      ["train_rows", "validation_rows", "test_rows"].map { data[$0] } == [28, 10, 12])
    let resumed = try run("--resume", "b/checkpoints/epoch-0002")
    #expect(resumed.status == 0, "\(resumed.errors)")
    try expectTheSame("b", "a")
    let compared = try place.nnc("compare", "a")
    #expect(compared.status == 0)
    // Another choice shows where runs are held against each other.
    #expect(
      try run(
        "m.nn", "--data", "t.csv", "--label", "kind", "--valid", "0.5", "--out", "c"
      ).status == 0)
    let shown = try place.nnc("compare", "a", "c").output
    for setting in ["valid", "split-seed", "limit"] { #expect(shown.contains(setting), "\(shown)") }
  }

  @Test func theDataMustBeTheSame() throws {
    try trainAndInterrupt("--data", "./data", "--valid", "0.2")
    try place.writeData("other", side: 6, rows: 93)
    let fewer = try run("--resume", "b", "--data", "./other")
    #expect(fewer.status == 1)
    #expect(fewer.errors.contains("E0514"))
    #expect(fewer.errors.contains("there were 72 training, 18 validation and 30 test rows"))
    try place.writeData("moved")
    let images = "\(place.folder)/moved/train-images-idx3-ubyte"
    var pixels = try Data(contentsOf: URL(filePath: images))
    pixels[pixels.count - 5] ^= 1
    try pixels.write(to: URL(filePath: images))
    let changed = try run("--resume", "b", "--data", "./moved")
    #expect(changed.status == 1)
    #expect(changed.errors.contains("hold something else"))
    // The same data may stand elsewhere.
    try place.writeData("moved")
    try FileManager.default.removeItem(atPath: "\(place.folder)/data")
    #expect(try run("--resume", "b").errors.contains("E0301"))
    let resumed = try run("--resume", "b", "--data", "./moved")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try tensors("b") == tensors("a"))
  }

  @Test(arguments: [
    "--from=a", "--set=lr=1", "--seed=3", "--batch=8", "--valid=0.1", "--test=5", "--limit=9",
    "--label=x", "--out=c", "--no-save", "--folds=3", "--input=36", "-O1", "m.nn",
  ]) func whatWouldContradict(option: String) throws {
    let outcome = try run("--resume", "b", option)
    #expect(outcome.status == 2)
    let name = option.split(separator: "=").first.map(String.init) ?? option
    #expect(outcome.errors.contains(option == "m.nn" ? "leave the model out" : name))
  }

  @Test func neitherModelNorRun() throws {
    let outcome = try run("--data", "./data")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("--resume"))
    let absent = try run("--resume", "nowhere")
    #expect(absent.status == 1)
    #expect(absent.errors.contains("E0440"))
  }

  @Test func otherEnds() throws {
    try trainAndInterrupt("--data", "./data", "--valid", "0.2")
    #expect(
      try run("--resume", "b", "--epochs", "5").errors.contains(
        "error[E0511]: training was to take 6 epochs, and cannot be shortened to 5 epochs"))
    #expect(
      try run("--resume", "b", "--steps", "7").errors.contains(
        "error[E0511]: training was to take 30 steps, and cannot be shortened to 7"))
    #expect(
      try run("--resume", "a", "--steps", "900").errors.contains(
        "training ends after 6 epochs; to train for longer, give --epochs beyond that"))
    #expect(try run("--resume", "b", "--epochs", "9").status == 0)
    let whole = try run("m.nn", "--data", "./data", "--valid", "0.2", "--epochs", "9", "--out", "c")
    #expect(whole.status == 0)
    #expect(try tensors("b") == tensors("c"))
    #expect(try history("b") == history("c"))
    // A run that has finished goes on as well, and is then finished again.
    #expect(try run("--resume", "a", "--epochs", "9").status == 0)
    #expect(try tensors("a") == tensors("c"))
    #expect(try run("--resume", "a").errors.contains("E0510"))

    try place.write("m.nn", model + "schedule cosine\n")
    try FileManager.default.removeItem(atPath: "\(place.folder)/a")
    try trainAndInterrupt("--data", "./data", "--valid", "0.2", copy: "d")
    let longer = try run("--resume", "d", "--epochs", "7")
    #expect(longer.status == 1)
    #expect(longer.errors.contains("E0512"))
    #expect(try run("--resume", "d").status == 0)
    try expectTheSame("d", "a")
  }

  /// What ends within an epoch has shown only some of the rows.
  @Test func behindAnEpochThatWasCut() throws {
    try place.write("m.nn", "softmax 3; batch 16; steps 10; checkpoint every=1\n")
    #expect(try run("m.nn", "--data", "./data", "--out", "a").status == 0)
    let outcome = try run("--resume", "a", "--steps", "20")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("E0513"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "to go on from another one: nnc run --resume a/checkpoints/epoch-0001"),
      "\(outcome.errors)")
    let older = try run("--resume", "a/checkpoints/epoch-0001", "--steps", "20")
    #expect(older.status == 0, "\(older.errors)")
  }

  /// Two runs in one folder would write over each other's checkpoints.
  @Test func oneRunAtATime() throws {
    try place.writeData(side: 2, rows: 60_000)
    try place.write("m.nn", "dense 9 relu; softmax 3; batch 1; epochs 3000\ncheckpoint every=1\n")
    let first = try place.nnc.start(
      ["run", "m.nn", "--data", "./data", "--out", "a", "--threads", "1"])
    defer { first.terminate() }
    /// Waits for a checkpoint that is newer than another.
    func awaitCheckpoint(behind last: String) {
      let path = "\(place.folder)/a/checkpoints"
      for _ in 0..<12_000 {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let newest = names.max() ?? ""
        if newest > last, FileManager.default.fileExists(atPath: "\(path)/\(newest)/model.json") {
          return
        }
        Thread.sleep(forTimeInterval: 0.01)
      }
      Issue.record("there was never a checkpoint behind '\(last)'")
    }
    awaitCheckpoint(behind: "")
    #expect(try run("--resume", "a").errors.contains("E0714"))
    first.terminate()
    first.waitUntilExit()
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(place.folder)/a/checkpoints")
    let second = try place.nnc.start(["run", "--resume", "a"])
    defer { second.terminate() }
    awaitCheckpoint(behind: names.max() ?? "")
    let third = try run("--resume", "a")
    #expect(third.status == 1)
    #expect(third.errors.contains("E0714"), "\(third.errors)")
    #expect(second.isRunning)
  }

  /// A checkpoint of one run would overwrite what another one came to.
  @Test func aCheckpointInAnotherRunsFolder() throws {
    try trainAndInterrupt("--data", "./data", "--valid", "0.3")
    let files = FileManager.default
    #expect(
      try run("m.nn", "--data", "./data", "--valid", "0.3", "--out", "c", "--seed", "9").status == 0
    )
    try files.copyItem(
      atPath: "\(place.folder)/b/checkpoints/epoch-0002",
      toPath: "\(place.folder)/c/checkpoints/epoch-0050")
    let before = try bytes("c/model.safetensors")
    let outcome = try run("--resume", "c/checkpoints/epoch-0050")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("E0441"), "\(outcome.errors)")
    #expect(try bytes("c/model.safetensors") == before)
  }

  @Test func aTrialBelongsToItsSearch() throws {
    try trainAndInterrupt("--data", "./data", "--valid", "0.3")
    try place.write("b/trial.json", "{}")
    let outcome = try run("--resume", "b/")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("E0449"), "\(outcome.errors)")
  }

  /// Only the test and the files of the end were missing.
  @Test func behindTheLastEpoch() throws {
    try trainAndInterrupt("--data", "./data", "--valid", "0.2")
    try FileManager.default.removeItem(atPath: "\(place.folder)/a/summary.json")
    let tensors = try self.tensors("a")
    let resumed = try run("--resume", "a")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("resuming a behind epoch 6 of 6"))
    #expect(try self.tensors("a") == tensors)
    #expect(try json("a/summary.json")["epochs"]?.arrayValue?.count == 6)
  }

  @Test func anotherNumberOfThreadsIsSaid() throws {
    try trainAndInterrupt("--data", "./data", "--valid", "0.2", "--threads", "1")
    let resumed = try run("--resume", "b", "--threads", "2")
    #expect(resumed.status == 0)
    #expect(resumed.errors.contains("W0502"))
    #expect(resumed.errors.contains("the number of threads is 2, and was 1"))
  }

  @Test func damageIsReported() throws {
    try trainAndInterrupt("--data", "./data", "--valid", "0.2")
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(place.folder)/b/checkpoints")
    {
      let folder = "\(place.folder)/b/checkpoints/\(name)"
      for file in try FileManager.default.contentsOfDirectory(atPath: folder)
      where file.hasPrefix("training-") {
        try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
      }
    }
    let outcome = try run("--resume", "b")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("E0442"))
  }
}
