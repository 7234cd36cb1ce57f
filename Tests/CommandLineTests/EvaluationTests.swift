import Foundation
import JSON
import Testing

/// Saved models are tested on the rows that were chosen when they were trained.
@Suite struct EvaluationTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("m.nn", "standardize; dense 6 relu; softmax 3; epochs 5; batch 16")
    try place.write("r.nn", "standardize; linear 1; epochs 3; batch 16")
    try writeTable("t.csv")
  }

  /// 60 rows, of which every tenth lacks a cell where some `areMissing`.
  private func writeTable(
    _ name: String, separator: String = ",", areMissing: Bool = false, first: Int = 0
  ) throws {
    let rows = (0..<60).map { row in
      let (a, b) = (row == 0 ? first : row * 37 % 101, row * 53 % 89)
      let kind = a > 60 ? "high" : b > 45 ? "middle" : "low"
      return [areMissing && row % 10 == 3 ? "" : "\(a)", "\(b)", kind]
    }
    try place.write(
      name,
      ([["a", "b", "kind"]] + rows).map { $0.joined(separator: separator) + "\n" }.joined())
  }

  /// The same rows as numpy's arrays, without test rows of their own.
  private func writeArrays(_ folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(place.folder)/\(folder)", withIntermediateDirectories: true)
    try writeArray("\(folder)/x", "|u1", "60, 2", (0..<120).map { UInt8($0 * 37 % 101) })
    try writeArray("\(folder)/y", "|u1", "60,", (0..<60).map { UInt8($0 % 3) })
  }

  private func writeArray(
    _ name: String, _ type: String, _ shape: String, _ bytes: [UInt8]
  ) throws {
    var head = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }"
    while (head.utf8.count + 11) % 64 != 0 { head += " " }
    head += "\n"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0]
    try Data(start + Array(head.utf8) + bytes).write(
      to: URL(filePath: "\(place.folder)/\(name).npy"))
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try place.nnc.run(["run"] + arguments)
  }

  /// Trains, evaluates, and compares the figures; returns the evaluation.
  private func expectTheSameFigures(
    data: String, _ options: [String], rows: Int, model: String = "m.nn"
  ) throws {
    let trained = try place.nnc.run(
      ["run", model, "--data", data, "--out", "o", "--format", "json"] + options)
    #expect(trained.status == 0, "\(trained.errors)")
    let tested = try run("o", "--data", data, "--format", "json")
    #expect(tested.status == 0, "\(tested.errors)")
    #expect(!tested.errors.contains("W0503"), "\(tested.errors)")
    for key in ["test_loss", "test_accuracy", "test_rows"] {
      #expect(try tested.json()[key] == trained.json()[key], "\(options) \(key)")
    }
    #expect(try tested.json()["test_rows"]?.intValue == rows)
    try FileManager.default.removeItem(atPath: place.folder + "/o")
  }

  @Test func theRecordedChoiceIsMadeAgain() throws {
    try writeTable("missing.csv", areMissing: true)
    try writeTable("tabs.csv", separator: "\t", areMissing: true)
    try writeArrays("arrays")
    try place.writeData()
    try place.write(
      "n.csv", "a,b,c\n" + (0..<60).map { "\($0 % 7),\($0 * 3),\($0 % 5)\n" }.joined())
    try expectTheSameFigures(data: "t.csv", ["--valid", "0.2"], rows: 15)
    try expectTheSameFigures(data: "t.csv", ["--limit", "40"], rows: 10)
    try expectTheSameFigures(
      data: "t.csv", ["--test", "0.5", "--split", "random", "--split-seed", "7"], rows: 30)
    try expectTheSameFigures(data: "missing.csv", ["--missing", "drop"], rows: 14)
    try expectTheSameFigures(data: "missing.csv", ["--missing", "mean"], rows: 15)
    try expectTheSameFigures(
      data: "tabs.csv", ["--missing", "-1", "--delimiter", "tab", "--header", "yes"], rows: 15)
    try expectTheSameFigures(
      data: "n.csv", ["--label", "b"], rows: 15, model: "r.nn")
    try expectTheSameFigures(data: "./arrays", ["--test", "0.3"], rows: 18)
    try expectTheSameFigures(data: "./data", ["--limit", "20"], rows: 20)
  }

  @Test func whatTheUserSaysComesFirst() throws {
    #expect(try run("m.nn", "--data", "t.csv", "--limit", "40", "--out", "o").status == 0)
    let some = try run("o", "--data", "t.csv", "--limit", "4", "--format", "json")
    #expect(try some.json()["test_rows"]?.intValue == 4)
    #expect(!some.errors.contains("W0503"))
    let text = try run("o", "--data", "t.csv")
    #expect(text.output.hasSuffix("  (10 rows)\n"), "\(text.output)")
    try writeTable("missing.csv", areMissing: true)
    let filled = try run("o", "--data", "missing.csv", "--missing", "0", "--format", "json")
    #expect(filled.status == 0, "\(filled.errors)")
    #expect(try filled.json()["test_rows"]?.intValue == 60)
  }

  @Test func allRowsWereTrainedOn() throws {
    for (data, options) in [("t.csv", ["--test", "none"]), ("./arrays", [])] {
      try writeArrays("arrays")
      let trained = try place.nnc.run(
        ["run", "m.nn", "--data", data, "--out", "o", "--format", "json"] + options)
      #expect(try trained.json()["test_rows"] == .null)
      let tested = try run("o", "--data", data)
      #expect(tested.status == 1)
      #expect(tested.errors.contains("E0704"))
      #expect(tested.errors.contains("trained on all"), "\(tested.errors)")
    }
  }

  @Test func otherDataIsToldApart() throws {
    #expect(try run("m.nn", "--data", "t.csv", "--out", "o").status == 0)
    try writeTable("t.csv", first: 99)
    let edited = try run("o", "--data", "t.csv", "--format", "json")
    #expect(edited.status == 0, "\(edited.errors)")
    #expect(edited.errors.contains("W0503"))
    #expect(edited.errors.contains("all 60 rows"))
    #expect(try edited.json()["test_rows"]?.intValue == 60)

    try writeArrays("arrays")
    #expect(
      try run("m.nn", "--data", "./arrays", "--test", "0.3", "--out", "n").status == 0)
    let pixels = place.folder + "/arrays/x.npy"
    var bytes = try Data(contentsOf: URL(filePath: pixels))
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: URL(filePath: pixels))
    let changed = try run("n", "--data", "./arrays", "--format", "json")
    #expect(changed.errors.contains("W0503"))
    #expect(try changed.json()["test_rows"]?.intValue == 60)
  }

  @Test func predictTakesTheSameRows() throws {
    func rows(_ arguments: String...) throws -> Int? {
      let outcome = try place.nnc.run(["predict"] + arguments + ["--format", "json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try outcome.json()["predictions"]?.arrayValue?.count
    }
    try writeArrays("arrays")
    #expect(
      try run("m.nn", "--data", "./arrays", "--test", "0.3", "--out", "n").status == 0)
    #expect(try rows("n", "--data", "./arrays") == 18)
    #expect(try rows("n", "--data", "./arrays", "--split", "train") == 42)
    #expect(try run("m.nn", "--data", "t.csv", "--limit", "40", "--out", "o").status == 0)
    #expect(try rows("o", "--data", "t.csv") == 60)
    #expect(try rows("o", "--data", "t.csv", "--split", "test") == 10)
    #expect(try rows("o", "--data", "t.csv", "--split", "train") == 30)
    try writeTable("other.csv", first: 99)
    let other = try place.nnc("predict", "o", "--data", "other.csv", "--split", "train")
    #expect(other.status == 1)
    #expect(other.errors.contains("E0704"))
    #expect(other.errors.contains("not the data that the model was trained on"))

    try writeTable("missing.csv", areMissing: true)
    #expect(
      try run("m.nn", "--data", "missing.csv", "--missing", "drop", "--out", "d").status == 0)
    let dropped = try place.nnc("predict", "d", "--data", "missing.csv", "--format", "json")
    #expect(dropped.errors.contains("W0504"))
    #expect(dropped.errors.contains("6 rows lack a cell"))
    // Rows keep the numbers that they have in the file.
    let left = (0..<60).filter { $0 % 10 != 3 }
    func numbers(_ outcome: Program.Outcome) throws -> [Int?]? {
      try outcome.json()["predictions"]?.arrayValue?.map { $0["row"]?.intValue }
    }
    #expect(try numbers(dropped) == left)
    let one = try place.nnc(
      "predict", "d", "--data", "missing.csv", "--missing", "drop", "--row", "59", "--format",
      "json")
    #expect(one.errors == "")
    #expect(
      try one.json()["predictions"]?.arrayValue?.first
        == dropped.json()["predictions"]?.arrayValue?.last)
    let none = try place.nnc("predict", "d", "--data", "missing.csv", "--row", "13")
    #expect(none.status == 1)
    #expect(none.errors.contains("the 54 rows have numbers from 0 to 59"), "\(none.errors)")
    #expect(try place.nnc("predict", "d", "--data", "t.csv").errors == "")
    // So do those of a part.
    let test = try place.nnc(
      "predict", "o", "--data", "t.csv", "--split", "test", "--format", "json")
    let train = try place.nnc(
      "predict", "o", "--data", "t.csv", "--split", "train", "--format", "json")
    let parts = try (numbers(test) ?? []) + (numbers(train) ?? [])
    #expect(parts.compactMap { $0 }.sorted() == Array(0..<40))
  }

  /// What was 255 in training's bytes is 1 to the network; floats are taken as they are.
  @Test(arguments: [(255, true), (1, false)]) func floatsForAModelOfBytes(
    scale: Float, isWarned: Bool
  ) throws {
    try place.write("one.nn", "softmax 3; epochs 1")
    for (folder, scale) in [("bytes", nil), ("floats", scale)] {
      try FileManager.default.createDirectory(
        atPath: "\(place.folder)/\(folder)", withIntermediateDirectories: true)
      let numbers = (0..<120).map { $0 * 37 % 256 }
      try writeArray(
        "\(folder)/x", scale == nil ? "|u1" : "<f4", "60, 2",
        numbers.flatMap { number in
          guard let scale else { return [UInt8(number)] }
          let bits = (Float(number) / 255 * scale).bitPattern
          return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bits >> $0) }
        })
      try writeArray("\(folder)/y", "|u1", "60,", (0..<60).map { UInt8($0 % 3) })
      #expect(try run("one.nn", "--data", "./\(folder)", "--out", "of-\(folder)").status == 0)
    }
    // The same rows in either type, asked by either model.
    for (model, data) in [("bytes", "floats"), ("floats", "bytes")] {
      let asked = try place.nnc("predict", "of-\(model)", "--data", "./\(data)")
      #expect(asked.status == 0)
      #expect(asked.errors.contains("W0508") == isWarned, "\(asked.errors)")
      #expect(asked.errors.contains("numbers from 0 to 255") == isWarned)
      let tested = try run("of-\(model)", "--data", "./\(data)")
      #expect(tested.errors.contains("W0508") == isWarned)
      let started = try run(
        "one.nn", "--data", "./\(data)", "--from", "of-\(model)", "--no-save")
      #expect(started.errors.contains("W0508") == isWarned)
      #expect(try place.nnc("predict", "of-\(model)", "--data", "./\(model)").errors == "")
    }
  }

  @Test func compareTestsOnTheSameRows() throws {
    for name in ["a", "b"] {
      #expect(
        try run(
          "m.nn", "--data", "t.csv", "--limit", "40", "--seed", name == "a" ? "1" : "2", "--out",
          name
        ).status == 0)
    }
    let outcome = try place.nnc("compare", "a", "b", "--data", "t.csv")
    #expect(outcome.output.contains("on the same 10 test rows of t"), "\(outcome.errors)")
    #expect(try run("m.nn", "--data", "t.csv", "--out", "c").status == 0)
    let unlike = try place.nnc("compare", "a", "c", "--data", "t.csv")
    #expect(unlike.errors.contains("E0732"))
  }
}
