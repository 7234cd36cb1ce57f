import JSON
import Testing

/// Tables on the command line: trained on, saved, found again, asked.
@Suite struct TableCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      "m.nn", "standardize; dense 6 relu; softmax 3; epochs 30; optimizer adam lr=0.02")
    try place.write("r.nn", "standardize; linear 1; epochs 20; optimizer sgd lr=0.1; batch 16")
  }

  /// 120 rows, the kind of which depends on both columns.
  private func rows() -> [(a: Int, b: Int, kind: String)] {
    (0..<120).map { row in
      let (a, b) = (row * 37 % 101, row * 53 % 89)
      return (a, b, a > 60 ? "high" : b > 45 ? "middle" : "low")
    }
  }

  private func writeTables() throws {
    let rows = rows()
    try place.write(
      "t.csv", "a,b,kind\n" + rows.map { "\($0.a),\($0.b),\($0.kind)\n" }.joined())
    try place.write(
      "numbers.csv", "a,b,y\n" + rows.map { "\($0.a),\($0.b),\(2 * $0.a - $0.b).5\n" }.joined())
    // The same rows with their columns elsewhere, with and without the label.
    try place.write(
      "moved.tsv",
      "kind\tid\tb\ta\n" + rows.map { "\($0.kind)\tx\($0.a)\t\($0.b)\t\($0.a)\n" }.joined())
    try place.write("asked.csv", "b;a\n" + rows.map { "\($0.b);\($0.a)\n" }.joined())
  }

  @Test func aSavedModelFindsItsRowsColumnsAndClasses() throws {
    try writeTables()
    let trained = try place.nnc(
      "run", "m.nn", "--data", "t.csv", "--valid", "0.2", "--out", "o", "--format", "json")
    #expect(trained.status == 0, "\(trained.errors)")
    let loss = try trained.json()["test_loss"]
    #expect(loss?.doubleValue != nil)
    // The table it was trained on: the same test rows again, with the same figures.
    let again = try place.nnc("run", "o", "--data", "t.csv", "--format", "json")
    #expect(try again.json()["test_loss"] == loss)
    // Another table: all of its rows.
    let moved = try place.nnc("run", "o", "--data", "moved.tsv", "--format", "json")
    #expect(moved.status == 0, "\(moved.errors)")
    #expect(try moved.json()["test_loss"] != loss)

    func classes(_ file: String) throws -> [String?] {
      let asked = try place.nnc("predict", "o", "--data", file, "--format", "json")
      #expect(asked.status == 0, "\(asked.errors)")
      return try #require(asked.json()["predictions"]?.arrayValue).map {
        $0["class_name"]?.stringValue
      }
    }
    let whole = try classes("t.csv")
    #expect(whole.count == 120)
    #expect(zip(whole, rows()).count { $0 == $1.kind } > 80)
    #expect(try classes("moved.tsv") == whole)
    #expect(try classes("asked.csv") == whole)
    let unlabelled = try place.nnc("predict", "o", "--data", "asked.csv", "--format", "json")
    #expect(try unlabelled.json()["predictions"]?.arrayValue?.first?["label"] == .null)

    try place.write("short.csv", "a,kind\n1,low\n")
    let short = try place.nnc("predict", "o", "--data", "short.csv")
    #expect(short.status == 1)
    #expect(short.errors.contains("E0328"))
    #expect(short.errors.contains("'b'"))
    let unjudged = try place.nnc("run", "o", "--data", "asked.csv")
    #expect(unjudged.status == 1)
    #expect(unjudged.errors.contains("E0704"))
  }

  @Test func plainNumbers() throws {
    try writeTables()
    let trained = try place.nnc(
      "run", "r.nn", "--data", "numbers.csv", "--out", "o", "--format", "json")
    #expect(trained.status == 0, "\(trained.errors)")
    let json = try trained.json()
    #expect(json["test_accuracy"] == .null)
    // The relation is exact, so that little is left of a variance of thousands.
    #expect(try #require(json["test_loss"]?.doubleValue) < 5)
    let again = try place.nnc("run", "o", "--data", "numbers.csv", "--format", "json")
    #expect(try again.json()["test_loss"] == json["test_loss"])
    let asked = try place.nnc("predict", "o", "--data", "numbers.csv", "--format", "json")
    let first = try #require(asked.json()["predictions"]?.arrayValue?.first)
    #expect(first["label"]?.doubleValue == 0.5)
    #expect(first["class"] == .null)
    let classes = try place.nnc("run", "m.nn", "--data", "numbers.csv", "--no-save")
    #expect(classes.status == 1)
    #expect(classes.errors.contains("E0226"))
    let words = try place.nnc("run", "r.nn", "--data", "t.csv", "--no-save")
    #expect(words.status == 1)
    #expect(words.errors.contains("E0329"), "\(words.errors)")
  }

  @Test func seedsOfTrainingAndOfTheSplitAreApart() throws {
    try writeTables()
    func figures(_ options: String...) throws -> JSON {
      let outcome = try place.nnc.run(
        ["run", "m.nn", "--data", "t.csv", "--format", "json", "--epochs", "0", "--out", "o"]
          + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let asked = try place.nnc("run", "o", "--data", "t.csv", "--format", "json")
      return try #require(asked.json()["test_loss"])
    }
    let plain = try figures()
    #expect(try figures("--split-seed", "1") == plain)
    #expect(try figures("--split-seed", "2") != plain)
    #expect(try figures("--split", "random") != plain)
    #expect(try figures("--test", "0.5") != plain)
  }

  /// A table sorted by class, whose columns begin and end alike: only whole rows tell them apart.
  @Test func modelsOfOtherRowsAreNotCompared() throws {
    let rows = (0..<60).map { "0,\($0 * 37 % 61),0,\($0 < 30 ? "no" : "yes")\n" }.joined()
    try place.write("sorted.csv", "a,b,c,kind\n" + rows)
    try place.write("two.nn", "softmax 2; epochs 1")
    for (name, seed) in [("first", "1"), ("again", "1"), ("other", "2")] {
      let outcome = try place.nnc(
        "run", "two.nn", "--data", "sorted.csv", "--split-seed", seed, "--out", name)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(try place.nnc("compare", "first", "again", "--data", "sorted.csv").status == 0)
    let other = try place.nnc("compare", "first", "other", "--data", "sorted.csv")
    #expect(other.status == 1)
    #expect(other.errors.contains("E0732"))
  }

  @Test func aSingleRowHasNoFolds() throws {
    let outcome = try place.nnc("run", "m.nn", "--data", "iris", "--limit", "1", "--folds", "2")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("E0311"), "\(outcome.errors)")
  }

  /// `1` may be meant as one row or as all of them.
  @Test(arguments: ["--valid", "--test"])
  func oneIsNoShare(_ option: String) throws {
    let one = try place.nnc("run", "m.nn", "--data", "iris", "--no-save", option, "1")
    #expect(one.status == 2)
    #expect(one.errors.contains("\(option) 1 is one row, which is too few"), "\(one.errors)")
    for share in ["0", "0.0", "1.0", "1.5", "nan"] {
      let outcome = try place.nnc("run", "m.nn", "--data", "iris", "--no-save", option, share)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("E0311"), "\(outcome.errors)")
    }
  }

  @Test func folds() throws {
    try writeTables()
    let outcome = try place.nnc(
      "run", "m.nn", "--data", "t.csv", "--folds", "5", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try outcome.json()
    let folds = try #require(json["folds"]?.arrayValue)
    #expect(folds.count == 5)
    #expect(folds.map { $0["test_rows"]?.intValue } == [24, 24, 24, 24, 24])
    let losses = folds.compactMap { $0["test_loss"]?.doubleValue }
    let mean = losses.reduce(0, +) / 5
    let deviation = (losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5).squareRoot()
    #expect(abs(try #require(json["mean_test_loss"]?.doubleValue) - mean) < 1e-12)
    #expect(abs(try #require(json["deviation_test_loss"]?.doubleValue) - deviation) < 1e-12)
    let text = try place.nnc("run", "m.nn", "--data", "t.csv", "--folds", "3")
    #expect(text.output.split(separator: "\n").count == 5)
    #expect(text.output.contains(" ± "))
    for options in [["--report"], ["--test", "0.5"]] {
      let refused = try place.nnc.run(["run", "m.nn", "--data", "t.csv", "--folds", "3"] + options)
      #expect(refused.status == 2)
    }
    #expect(try place.nnc("run", "m.nn", "--data", "t.csv", "--folds", "1").status == 2)
  }

  @Test func faultsNameFileRowAndColumn() throws {
    try place.write("bad.csv", "a,b,kind\n1,2,x\n3,oops,y\n")
    let outcome = try place.nnc("run", "m.nn", "--data", "bad.csv", "--format", "json")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("row 2, column 2 ('b') is not a number: 'oops'"))
    #expect(outcome.errors.contains("bad.csv:3:3"))
    #expect(try outcome.json()["diagnostics"]?.arrayValue?.count == 1)
    try place.writeData()
    let other = try place.nnc("run", "m.nn", "--data", "./data", "--label", "2")
    #expect(other.status == 1)
    #expect(other.errors.contains("E0709"))
  }

  @Test func aColumnThatCountsTheRowsIsWarnedOf() throws {
    try place.write(
      "t.csv", ",a,y\n" + (0..<40).map { "\($0),\($0 * 7 % 11),\($0 < 20)\n" }.joined())
    for arguments in [["run", "m.nn", "--data", "t.csv", "--no-save"], ["data", "info", "t.csv"]] {
      let outcome = try place.nnc.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("W0509"), "\(arguments)")
    }
  }

  /// `compile`, `check` and `bench` see the rows that `run` trains on.
  @Test func otherCommandsTakeTables() throws {
    try writeTables()
    for arguments in [
      ["compile", "m.nn", "--data", "t.csv", "--batch", "full"],
      ["check", "m.nn", "--data", "t.csv"], ["check", "r.nn", "--data", "numbers.csv"],
      ["check", "r.nn", "--data", "numbers.csv", "--optimised"],
      ["bench", "r.nn", "--data", "numbers.csv", "--repeats", "1"],
    ] {
      let outcome = try place.nnc.run(arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }
    let compiled = try place.nnc(
      "compile", "m.nn", "--data", "t.csv", "--batch", "full", "--emit", "ir")
    #expect(compiled.output.contains("f32[90,2]"))
  }
}
