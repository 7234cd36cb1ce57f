import Foundation
import JSON
import Testing

/// `nnc run --from`: what the weights of a saved model can begin.
@Suite struct StartingWeightsTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("m.nn", "dense 4 relu; softmax 2; epochs 2")
    try writeTable("t.csv", "a,b,kind", classes: ["x", "y"])
    let trained = try run("m.nn", "--data", "t.csv", "--out", "o")
    #expect(trained.status == 0, "\(trained.errors)")
  }

  private func writeTable(_ name: String, _ head: String, classes: [String]) throws {
    let rows = (0..<40).map { "\($0 % 7),\($0 % 5),\(classes[$0 % 2])\n" }
    try place.write(name, head + "\n" + rows.joined())
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try place.nnc.run(["run"] + arguments)
  }

  @Test func notForFolds() throws {
    let outcome = try run("m.nn", "--data", "t.csv", "--from", "o", "--folds", "3")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("leave --from out"))
  }

  @Test func columnsAndClassesMustBeTheSame() throws {
    let same = try run("m.nn", "--data", "t.csv", "--from", "o", "--no-save")
    #expect(same.status == 0, "\(same.errors)")
    try writeTable("moved.csv", "b,a,kind", classes: ["x", "y"])
    let moved = try run("m.nn", "--data", "moved.csv", "--from", "o", "--no-save")
    #expect(moved.status == 1)
    #expect(moved.errors.contains("E0446"))
    #expect(
      moved.errors.contains(
        "column 1 of the features is 'b', but the weights were trained with 'a' there"))
    #expect(moved.errors.contains("'o' takes the columns 'a', 'b', in this order"))
    for classes in [["y", "x"], ["x", "z"], ["0", "1"]] {
      try writeTable("other.csv", "a,b,kind", classes: classes.sorted())
      let outcome = try run("m.nn", "--data", "other.csv", "--from", "o", "--no-save")
      let isSame = classes.sorted() == ["x", "y"]
      #expect(outcome.status == (isSame ? 0 : 1), "\(classes): \(outcome.errors)")
      #expect(outcome.errors.contains("E0447") == !isSame)
    }
  }

  /// The classes of files with plain numbers have no names that could differ.
  @Test func numbersAreNoNames() throws {
    try place.writeData("one", classes: 2)
    #expect(try run("m.nn", "--data", "./one", "--out", "p").status == 0)
    try place.writeData("two", classes: 2, rows: 60)
    #expect(try run("m.nn", "--data", "./two", "--from", "p", "--no-save").status == 0)
  }

  @Test func messagesNameTheModels() throws {
    try place.write("n.nn", "dense 5 relu; dense 4 relu; softmax 2; epochs 2")
    let outcome = try run("n.nn", "--data", "t.csv", "--from", "o", "--no-save")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the weights lack tensor 'dense2.weight' of the new model"))
    #expect(outcome.errors.contains("but the new model's is F32 [2, 5]"))
    #expect(outcome.errors.contains(" --> o\n"))
    let back = try run("m.nn", "--data", "t.csv", "--out", "n", "--set", "epochs=1")
    #expect(back.status == 0)
    try place.write("s.nn", "softmax 2; epochs 1")
    #expect(
      try run("s.nn", "--data", "t.csv", "--from", "n", "--no-save").errors.contains(
        "the new model has no tensor 'dense1.weight'"))
  }

  @Test func everyOptionOfRowsShowsWhereRunsAreCompared() throws {
    let cases: [(name: String, options: [String])] = [
      ("missing", ["--missing", "drop"]), ("split-seed", ["--split-seed", "3"]),
      ("limit", ["--limit", "30"]), ("from", ["--from", "o"]), ("valid", ["--valid", "0.2"]),
      ("test", ["--test", "0.4"]), ("split", ["--split", "random"]),
    ]
    for (name, options) in cases {
      let trained = try place.nnc.run(
        ["run", "m.nn", "--data", "t.csv", "--out", "c-\(name)"] + options)
      #expect(trained.status == 0, "\(trained.errors)")
      let json = try place.nnc("compare", "o", "c-\(name)", "--format", "json").json()
      let settings = json["differences"]?.arrayValue?.map { $0["setting"]?.stringValue }
      #expect(settings == [name])
    }
    let text = try place.nnc("compare", "o", "c-from").output
    #expect(text.contains("B  o (run "), "\(text)")
    try writeTable("u.csv", "a,b,kind", classes: ["x", "y"])
    try FileManager.default.createDirectory(
      atPath: place.folder + "/other", withIntermediateDirectories: true)
    try writeTable("other/t.csv", "a,b,kind", classes: ["y", "x"])
    #expect(try run("m.nn", "--data", "other/t.csv", "--out", "d").status == 0)
    #expect(try place.nnc("compare", "o", "d").output.contains("data  A  t.csv"))
  }

  /// A run that was resumed still knows what it began with.
  @Test func resumedRunsKnowTheirBeginning() throws {
    try place.write("m.nn", "dense 4 relu; softmax 2; epochs 2; checkpoint every=1")
    #expect(try run("m.nn", "--data", "t.csv", "--from", "o", "--out", "p").status == 0)
    func start() throws -> JSON? {
      try JSON.parse(Array(Data(contentsOf: URL(filePath: place.folder + "/p/model.json"))))["from"]
    }
    let before = try start()
    #expect(before?["path"]?.stringValue == "o")
    #expect(try run("--resume", "p", "--epochs", "3").status == 0)
    #expect(try start() == before)
  }
}
