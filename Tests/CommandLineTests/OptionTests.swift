import Foundation
import JSON
import Testing

/// Options and settings that would have no effect.
@Suite struct OptionTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeData()
    try place.write("m.nn", "let width = 4; dense width relu; softmax 3; epochs 2")
    try place.write("l.nn", "linear 1; epochs 1")
    try place.write(
      "t.csv", "a,b,kind\n" + (0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 3)\n" }.joined())
    for (model, folder) in [("m.nn", "o"), ("l.nn", "l")] {
      #expect(try place.nnc("run", model, "--data", "./data", "--out", folder).status == 0)
    }
  }

  private static let refused: [(arguments: String, status: Int32, message: String)] = [
    ("run m.nn --data ./data --split random --no-save", 1, "E0750"),
    ("run m.nn --data ./data --split-seed 3 --no-save", 1, "E0750"),
    ("run m.nn --data ./data --valid test --split-seed 3 --no-save", 1, "no rows are split off"),
    ("run m.nn --data ./data --valid 0.2 --split-seed 3 --no-save", 1, "the first rows are taken"),
    ("run m.nn --data ./data --folds 3 --split-seed 3 --no-save", 1, "E0750"),
    ("run m.nn --data t.csv --split first --split-seed 3 --no-save", 2, "--split first"),
    ("run l --data ./data --report --top 2", 1, "E0751"),
    ("run l.nn --data ./data --report --top 2 --no-save", 1, "E0751"),
    ("compare o l --limit 3", 2, "--limit has an effect only with --data"),
    ("compare o l --missing drop", 2, "--missing has an effect only with --data"),
    ("compare o l --label 1", 2, "--label has an effect only with --data"),
    ("compare o l --threads 1", 2, "--threads has an effect only with --data"),
    ("inspect o --bins 3", 2, "name the layer"),
    ("run m.nn --data ./data --set batch=7 --batch 9 --no-save", 1, "E0752"),
    ("run m.nn --data ./data --set steps=7 --steps 9 --no-save", 1, "E0752"),
    ("compile m.nn --input 4 --set width=3 --set width=4", 1, "'width' is set twice"),
    ("compile m.nn --input 4 --max-memory 1.5", 2, "--max-memory 1.5 is no size"),
  ]

  @Test(arguments: refused.indices) func isRefused(index: Int) throws {
    let (arguments, status, message) = Self.refused[index]
    let outcome = try place.nnc.run(arguments.split(separator: " ").map(String.init))
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(arguments): \(outcome.errors)")
    #expect(!outcome.errors.contains("epoch 1/"))
  }

  /// Every mistake is told at once, whatever kind it is of.
  @Test func allThatIsSetWrongly() throws {
    let outcome = try place.nnc(
      "run", "m.nn", "--data", "./data", "--no-save", "--set", "lr", "--set", "widht=3", "--set",
      "lr=1 2", "--set", "epochs=0.5", "--set", "batch=3", "--batch", "4")
    #expect(outcome.status == 1)
    for code in ["E0707", "E0708", "E0207", "E0752"] {
      #expect(outcome.errors.contains("error[\(code)]"), "\(outcome.errors)")
    }
    #expect(outcome.errors.components(separatedBy: "error[").count == 6, "\(outcome.errors)")
  }

  /// Nothing is left of a run that could not begin.
  @Test(arguments: [[], ["--folds", "3"]]) func noFolderOfARunThatCannotBegin(
    options: [String]
  ) throws {
    try place.write("w.nn", "softmax 3; stop valid_loss")
    let outcome = try place.nnc.run(["run", "w.nn", "--data", "./data", "--out", "w"] + options)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("E0507"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: place.folder + "/w"))
  }

  @Test(arguments: [
    "--valid 0.2 --split random --split-seed 3", "--valid 0.2 --split first",
    "--folds 2 --split random --split-seed 3", "--set epochs=1 --batch 9",
  ]) func isAllowed(options: String) throws {
    let outcome = try place.nnc.run(
      ["run", "m.nn", "--data", "./data", "--no-save"]
        + options.split(separator: " ").map(String.init))
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private static let warned: [(setting: String, options: String, code: String?)] = [
    ("checkpoint every=1", "--no-save", "W0505"), ("checkpoint every=1", "--folds 2", "W0505"),
    ("checkpoint every=1", "--out c", nil), ("validate every=2", "--no-save", "W0506"),
    ("validate every=2", "--no-save --valid 0.2", nil),
    ("validate every=2", "--no-save --valid test", nil),
    ("schedule step at=[1, 2]", "--no-save", "W0507"),
    ("schedule step at=[1, 2]", "--no-save --epochs 3", nil),
    ("schedule step every=9", "--folds 2 --no-save", "W0507"),
    ("schedule step every=1", "--no-save", nil),
  ]

  @Test(arguments: warned.indices) func isWarned(index: Int) throws {
    let (setting, options, code) = Self.warned[index]
    try place.write("w.nn", "softmax 3; epochs 2\n\(setting)\n")
    let outcome = try place.nnc.run(
      ["run", "w.nn", "--data", "./data"] + options.split(separator: " ").map(String.init))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("warning[") == (code != nil), "\(outcome.errors)")
    if let code {
      #expect(outcome.errors.components(separatedBy: code).count == 2, "\(outcome.errors)")
    }
  }

  @Test func theValuesOfARowForPrograms() throws {
    let outcome = try place.nnc(
      "predict", "o", "--data", "./data", "--row", "4", "--values", "--format", "json")
    let prediction = try #require(try outcome.json()["predictions"]?.arrayValue?.first)
    let values = try #require(prediction["values"]?.arrayValue).compactMap(\.doubleValue)
    // The bytes of the file: 36 of them to a row, behind a head of 16.
    let file = try Data(
      contentsOf: URL(filePath: place.folder + "/data/t10k-images-idx3-ubyte"))
    #expect(values == file[(16 + 4 * 36)..<(16 + 5 * 36)].map(Double.init))
    let without = try place.nnc(
      "predict", "o", "--data", "./data", "--row", "4", "--format", "json")
    #expect(try without.json()["predictions"]?.arrayValue?.first?["values"] == nil)
  }
}
