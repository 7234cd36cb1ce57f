import Foundation
import JSON
import Testing

/// What is told of trained models: measures, predictions, comparisons, weights.
@Suite struct LookingTests {
  /// A place with two trained models.
  private func trained() throws -> Workplace {
    let place = try Workplace()
    try place.writeData()
    try place.write("a.nn", "dense 12 relu; softmax 3; batch 16; epochs 4")
    try place.write("b.nn", "softmax 3; batch 16; epochs 2")
    for name in ["a", "b"] {
      let outcome = try place.nnc(
        "run", "\(name).nn", "--data", "./data", "--valid", "0.2", "--out", name)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    return place
  }

  @Test func measuresOfTheTestRows() throws {
    let place = try trained()
    let text = try place.nnc("run", "a", "--data", "./data", "--report", "--top", "2").output
    #expect(text.contains("precision    recall  f1-score   support"))
    #expect(text.contains("top-2 accuracy"))
    let json = try place.nnc(
      "run", "a", "--data", "./data", "--report", "--format", "json"
    ).json()
    let report = try #require(json["report"])
    #expect(report["accuracy"] == json["test_accuracy"])
    #expect(report["rows"]?.intValue == 30)
    let counts = try #require(report["confusion_matrix"]?.arrayValue)
    #expect(counts.flatMap { $0.arrayValue ?? [] }.compactMap(\.intValue).reduce(0, +) == 30)
    #expect(
      try place.nnc("run", "a", "--data", "./data", "--format", "json").json()["report"] == nil)

    // While it is trained, and in the summary that is kept.
    let trained = try place.nnc(
      "run", "b.nn", "--data", "./data", "--report", "--out", "c", "--format", "json")
    #expect(try trained.json()["report"]?["classes"]?.arrayValue?.count == 3)
    let summary = try JSON.parse(
      Array(Data(contentsOf: URL(fileURLWithPath: place.folder + "/c/summary.json"))))
    #expect(summary["report"]?["accuracy"] == summary["test_accuracy"])

    for wrong in [["--top", "2"], ["--report", "--top", "0"]] {
      #expect(try place.nnc.run(["run", "a", "--data", "./data"] + wrong).status == 2)
    }
  }

  /// Whatever takes a saved model says what it was given in its place.
  @Test func aModelsTextIsNoSavedModel() throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", "softmax 3")
    for arguments in [
      ["predict", "m.nn", "--data", "./data"], ["inspect", "m.nn"],
      ["run", "m.nn", "--data", "./data", "--from", "m.nn", "--no-save"],
    ] {
      let outcome = try place.nnc.run(arguments)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("error[E0705]: this is not a saved model"), "\(arguments)")
    }
  }

  @Test func measuresOfPlainNumbers() throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", "dense 6 relu; linear 1; epochs 3")
    let json = try place.nnc(
      "run", "m.nn", "--data", "./data", "--report", "--no-save", "--format", "json"
    ).json()
    let error = try #require(json["report"]?["mean_squared_error"]?.doubleValue)
    let loss = try #require(json["test_loss"]?.doubleValue)
    #expect(abs(error - loss) < 1e-5 * loss)
    #expect(json["report"]?["r2"]?.doubleValue != nil)
  }

  @Test func oneRowAndFiles() throws {
    let place = try trained()
    let row = try place.nnc("predict", "a", "--data", "./data", "--row", "7", "--values")
    #expect(row.output.hasPrefix("row 7: "))
    let all = try place.nnc(
      "predict", "a", "--data", "./data", "--csv", "all.csv", "--picture", "all.svg", "--format",
      "json")
    #expect(all.errors == "saved all.csv, all.svg\n")
    let csv = try String(contentsOfFile: place.folder + "/all.csv", encoding: .utf8)
    #expect(csv.split(separator: "\n").count == 31)
    // A row is answered as it is among all others.
    let one = try place.nnc(
      "predict", "a", "--data", "./data", "--row", "7", "--format", "json")
    #expect(
      try one.json()["predictions"]?.arrayValue?.first
        == all.json()["predictions"]?.arrayValue?[7])
    #expect(try place.nnc("predict", "a", "--data", "./data").output.contains("and 10 more rows"))
    let picture = try place.nnc("predict", "a", "--data", "./data", "--picture", "all.png")
    #expect(picture.status == 0)
    let png = try Data(contentsOf: URL(fileURLWithPath: place.folder + "/all.png"))
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))

    let wrong: [(arguments: [String], status: Int32, message: String)] = [
      (["--row", "30"], 1, "E0731"), (["--row", "-1"], 2, "at least 0"),
      (["--threshold", "0.3"], 1, "E0730"), (["--threshold", "1.5"], 2, "from 0 to 1"),
      (["--values"], 2, "--row"), (["--picture", "x.gif"], 2, ".png"),
    ]
    for (arguments, status, message) in wrong {
      let outcome = try place.nnc.run(["predict", "a", "--data", "./data"] + arguments)
      #expect(outcome.status == status, "\(arguments)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test func runsSideBySide() throws {
    let place = try trained()
    let outcome = try place.nnc("compare", "a", "b", "--data", "./data", "--plot", "p.svg")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for part in [
      "layer 1  A  dense 12 relu\n", "epochs   A  4\n", "valid loss", "only the other",
      "on the same 30 test rows of data",
    ] { #expect(outcome.output.contains(part), "\(part) in\n\(outcome.output)") }
    let picture = try String(contentsOfFile: place.folder + "/p.svg", encoding: .utf8)
    #expect(picture.split(separator: "<polyline").count == 9)

    let json = try place.nnc("compare", "a", "b", "--data", "./data", "--format", "json").json()
    let runs = try #require(json["runs"]?.arrayValue)
    for (run, model) in zip(runs, json["answers"]?["models"]?.arrayValue ?? []) {
      #expect(run["test_loss"] == model["loss"])
      #expect(run["test_accuracy"] == model["measures"]?["accuracy"])
    }
    let pair = try #require(json["answers"]?["pairs"]?.arrayValue?.first)
    let rows = ["both_right", "only_first_right", "only_second_right", "neither_right"].compactMap {
      pair[$0]?.intValue
    }
    #expect(rows.count == 4 && rows.reduce(0, +) == 30)
    #expect(try place.nnc("compare", "a").output.contains("t training rows"))
  }

  @Test func whatCannotBeCompared() throws {
    let place = try trained()
    try place.writeData("two", classes: 2)
    try place.write("t.nn", "sigmoid 1; epochs 1")
    #expect(try place.nnc("run", "t.nn", "--data", "./two", "--out", "t").status == 0)
    try place.write("l.nn", "linear 1; epochs 1")
    #expect(try place.nnc("run", "l.nn", "--data", "./two", "--out", "l").status == 0)
    try place.writeData("large", side: 8)
    #expect(try place.nnc("run", "b.nn", "--data", "./large", "--out", "w").status == 0)
    try FileManager.default.createDirectory(
      atPath: place.folder + "/empty", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: place.folder + "/a", toPath: place.folder + "/damaged")
    try place.write("damaged/history.csv", "epoch,train_loss\n1,x\n")

    let wrong: [(arguments: [String], status: Int32, message: String)] = [
      (["a", "absent"], 1, "E0430"), (["empty"], 1, "lacks 'model.json', 'history.csv'"),
      (["a.nn"], 1, "E0430"), (["damaged"], 1, "damaged/history.csv:1:1"),
      (["a", "t", "--data", "./two"], 1, "E0732"), (["t", "l", "--data", "./two"], 1, "E0732"),
      (["a", "w", "--data", "./data"], 1, "E0706"), (["a", "--data", "./data"], 2, "two runs"),
      (["a", "--plot", "p.pdf"], 2, ".svg or .html"), ([], 2, "runs"),
    ]
    for (arguments, status, message) in wrong {
      let outcome = try place.nnc.run(["compare"] + arguments)
      #expect(outcome.status == status, "\(arguments) \(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(arguments) \(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func weights() throws {
    let place = try trained()
    let table = try place.nnc("inspect", "a").output
    #expect(table.contains("dense1.weight    36x12"))
    let json = try place.nnc(
      "inspect", "a/model.json", "dense1", "--values", "--rows", "2-3", "--columns", "5", "--bins",
      "4", "--format", "json"
    ).json()
    let tensors = try #require(json["tensors"]?.arrayValue)
    #expect(tensors.map { $0["name"]?.stringValue } == ["dense1.weight", "dense1.bias"])
    #expect(tensors[0]["values"]?.arrayValue?.map { $0.arrayValue?.count } == [1, 1])
    #expect(tensors[0]["histogram"]?["counts"]?.arrayValue?.count == 4)
    let written = try place.nnc("inspect", "a", "softmax1.weight", "--csv", "w.csv")
    #expect(written.errors == "saved w.csv\n")
    let csv = try String(contentsOfFile: place.folder + "/w.csv", encoding: .utf8)
    #expect(
      csv.split(separator: "\n").map { $0.split(separator: ",").count }
        == Array(repeating: 3, count: 12))

    let wrong: [(arguments: [String], status: Int32, message: String)] = [
      (["a", "dense2"], 1, "did you mean 'dense1'?"), (["absent"], 1, "E0411"),
      (["a", "--values"], 2, "name the layer"), (["a", "--rows", "3"], 2, "--values"),
      (["a", "dense1", "--values", "--rows", "9-3"], 2, "9-3"),
      (["a", "--bins", "0"], 2, "--bins"),
    ]
    for (arguments, status, message) in wrong {
      let outcome = try place.nnc.run(["inspect"] + arguments)
      #expect(outcome.status == status, "\(arguments) \(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(arguments) \(outcome.errors)")
    }
  }
}
