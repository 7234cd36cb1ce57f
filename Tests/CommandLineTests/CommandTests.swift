import Foundation
import JSON
import Testing

/// The other commands, exit codes and messages.
@Suite struct CommandTests {
  @Test func whatAnOptionSetIsShownInTheOption() throws {
    let place = try Workplace()
    try place.write("m.nn", "input 4\nlet units = 5\ndense units relu\nsoftmax 2\n")
    for command in [["compile"], ["bench", "--compile"], ["check"]] {
      func errors(_ assignment: String) throws -> String {
        let outcome = try place.nnc.run(command + ["m.nn", "--set", assignment])
        #expect(outcome.status == 1)
        return outcome.errors
      }
      let units = try errors("units=0")
      #expect(units.contains(" --> m.nn:3:7\n") && units.contains("3 | dense units relu\n"))
      #expect(units.contains("'units' is '0' by --set units\n"), "\(units)")
      let batch = try errors("batch=0")
      #expect(
        batch.contains(" --> --set batch=0\n  |\n  | batch=0\n  |       ^"), "\(batch)")
      #expect(try errors("unit=3").contains(" --> --set unit=3\n"))
      #expect(try errors("units").contains(" --> --set units\n"))
    }
  }

  @Test func compileShowsLayersAndFigures() throws {
    let place = try Workplace()
    let path = Program.root + "/models/fashion.nn"
    let text = try place.nnc("compile", path)
    #expect(text.status == 0)
    #expect(text.output.contains("266,610 parameters"))
    let json = try place.nnc("compile", path, "--format", "json").json()
    #expect(json["parameters"]?.intValue == 266_610)
    #expect(json["trainable_parameters"]?.intValue == 266_610)
    #expect(json["layers"]?.arrayValue?.count == 3)
    #expect((json["flops"]?.intValue ?? 0) > 72_000_000)
    for key in ["state_bytes", "naive_bytes", "planned_bytes", "lower_bound_bytes"] {
      #expect((json["memory"]?[key]?.intValue ?? 0) > 0, "\(key)")
    }
    let batchnorm = try place.nnc(
      "compile", Program.root + "/models/batchnorm.nn", "--format", "json"
    ).json()
    #expect(batchnorm["parameters"]?.intValue == 268_210)
    #expect(batchnorm["trainable_parameters"]?.intValue == 267_410)
  }

  @Test func compilePrintsGraphs() throws {
    let place = try Workplace()
    let path = Program.root + "/models/fashion.nn"
    let graph = try place.nnc("compile", path, "--emit", "ir", "--pipeline", "inference").output
    #expect(graph.hasPrefix("graph inference"))
    let plain = try place.nnc("compile", path, "--emit", "ir", "-O0").output
    #expect(plain.contains("= relu("))
    #expect(!plain.contains("bias_activation"))
    let stages = try place.nnc("compile", path, "--print-after", "all").output
    #expect(stages.contains("# after lower"))
    #expect(stages.contains("# after differentiate"))
    let one = try place.nnc("compile", path, "--print-after", "fuse-bias-activation").output
    #expect(one.contains("# after fuse-bias-activation"))
    #expect(!one.contains("# after differentiate"))
    let wrong = try place.nnc("compile", path, "--print-after", "fuse-bias-activatoin")
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("did you mean 'fuse-bias-activation'?"))
  }

  @Test func compileTellsAndDrawsTheMemory() throws {
    let place = try Workplace()
    let path = Program.root + "/models/fashion.nn"
    let text = try place.nnc("compile", path, "--memory", "--memory-map", "map.html")
    #expect(text.status == 0)
    #expect(text.output.contains("parameter gradient"))
    let page = try String(contentsOfFile: place.folder + "/map.html", encoding: .utf8)
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    let json = try place.nnc("compile", path, "--memory", "--format", "json").json()
    #expect(json["peak"]?["bytes"] == json["lower_bound_bytes"])
    let lost = try place.nnc("compile", path, "--memory-map", "absent/map.svg")
    #expect(lost.status == 1)
    #expect(lost.errors.contains("E0410"))
  }

  @Test func compileDrawsGraphs() throws {
    let place = try Workplace()
    let path = Program.root + "/models/fashion.nn"
    for (form, start) in [("dot", "digraph"), ("mermaid", "flowchart TB"), ("netron", "{")] {
      let one = try place.nnc("compile", path, "--emit", form)
      let two = try place.nnc("compile", path, "--emit", form, "--compare")
      #expect(one.status == 0 && two.status == 0)
      #expect(one.output.hasPrefix(start))
      #expect(two.output.count > 3 * one.output.count / 2)
    }
  }

  @Test func compilePrintsGraphsBeforeAndAfterPasses() throws {
    let place = try Workplace()
    try place.write("m.nn", "input 6; dense 5 relu; softmax 3")
    let text = try place.nnc(
      "compile", "m.nn", "--print-before", "fuse-bias-activation", "--print-after",
      "fuse-bias-activation", "--print-after", "lower"
    ).output
    let heads = text.split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(
      heads == [
        "# after lower", "# before fuse-bias-activation", "# after fuse-bias-activation",
        "# before fuse-bias-activation, round 2",
        "# after fuse-bias-activation, round 2: nothing changed",
      ])
    let parts = text.components(separatedBy: "# after fuse-bias-activation\n")
    #expect(!parts[0].contains("bias_activation("))
    #expect(parts[1].contains("= bias_activation("))
  }

  @Test func compileTellsWhatPassesChanged() throws {
    let place = try Workplace()
    try place.write("m.nn", "input 6; dense 5 relu; softmax 3; l2 1e-3")
    let text = try place.nnc("compile", "m.nn", "--passes").output
    #expect(text.contains("nothing to change"))
    #expect(text.hasPrefix("passes on the training step"))
    let json = try place.nnc("compile", "m.nn", "--passes", "--format", "json").json()
    let rows = try #require(json["passes"]?.arrayValue)
    #expect(rows.first?["pass"]?.stringValue == "differentiate")
    #expect(rows.first?["round"] == .null)
    #expect((json["rounds"]?.intValue ?? 0) >= 2)
    for (row, next) in zip(rows, rows.dropFirst()) { #expect(row["after"] == next["before"]) }
    for row in rows where row["round"] != .null {
      let (before, after) = (row["before"]?["nodes"]?.intValue, row["after"]?["nodes"]?.intValue)
      #expect(try #require(before) >= #require(after))
      #expect(row["changed"]?.boolValue == true || row["before"] == row["after"])
    }
    let none = try place.nnc("compile", "m.nn", "--passes", "-O0", "--pipeline", "inference")
    #expect(none.output == "no pass runs on the inference\n")
  }

  @Test func passesCanBeDisabled() throws {
    let place = try Workplace()
    try place.write("m.nn", "input 6; dense 5 relu; softmax 3")
    let graph = try place.nnc(
      "compile", "m.nn", "--emit", "ir", "--disable", "fuse-bias-activation", "--disable",
      "fold-constants"
    ).output
    #expect(graph.contains("= relu("))
    #expect(graph.contains("= broadcast("))
    #expect(!graph.contains("= subtract_one_hot("))
    let wrong = try place.nnc("compile", "m.nn", "--disable", "fold-constant")
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("did you mean 'fold-constants'?"))
    let needed = try place.nnc("compile", "m.nn", "--disable", "differentiate")
    #expect(needed.status == 2)
    #expect(needed.errors.contains("cannot be disabled"))
    let bench = try place.nnc(
      "bench", "m.nn", "--repeats", "1", "--disable", "share-equal-nodes", "--format", "json")
    #expect(bench.status == 0, "\(bench.errors)")
  }

  @Test func compileWritesAModelWithoutWeights() throws {
    let place = try Workplace()
    let outcome = try place.nnc("compile", Program.root + "/models/fashion.nn", "-o", "m.json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let loaded = try place.nnc("predict", "m.json", "--data", "./data")
    #expect(loaded.status == 1)
  }

  @Test func checkFindsTheGradientsRight() throws {
    let place = try Workplace()
    try place.write(
      "m.nn",
      "input 12; dense 9 tanh; batchnorm; dropout 0.3; dense 8 relu l1=1e-3; softmax 4; l2 1e-3")
    let outcome = try place.nnc("check", "m.nn", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.output)")
    let json = try outcome.json()
    #expect(try #require(json["worst_relative_error"]?.doubleValue) <= 1e-7)
    #expect(json["tensors"]?.arrayValue?.count == 8)
    #expect(try place.nnc("check", "m.nn").output.contains("within the tolerance"))
  }

  @Test func benchMeasuresStepsAndPredictions() throws {
    let place = try Workplace()
    try place.write("m.nn", "input 20; dense 10 relu; softmax 3; batch 8")
    for extra in [["--threads", "1"], ["--threads", "2"], ["--inference", "--batch", "1"]] {
      let outcome = try place.nnc.run(
        ["bench", "m.nn", "--repeats", "2", "--format", "json"] + extra)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let json = try outcome.json()
      for key in ["min", "median", "max"] {
        #expect((json["step_ms"]?[key]?.doubleValue ?? 0) > 0, "\(key)")
      }
      #expect((json["sgemm_ms"]?["min"]?.doubleValue ?? 0) > 0)
      #expect((json["ratio"]?.doubleValue ?? 0) > 0)
      #expect(json["threads"]?.intValue != nil)
    }
  }

  @Test func formatsFiles() throws {
    let place = try Workplace()
    try place.write("m.nn", "dense   3 relu;softmax 2 # end")
    let first = try place.nnc("fmt", "m.nn")
    #expect(first.status == 0)
    #expect(try place.nnc("fmt", "--write", "m.nn").status == 0)
    #expect(try place.nnc("fmt", "m.nn").output == first.output)
  }

  @Test func saysWhatIsWrongWithAModel() throws {
    let place = try Workplace()
    try place.write("m.nn", "input 4\ndense 300 rleu\ndropout 1.5\nsoftmax 10\n")
    let outcome = try place.nnc("compile", "m.nn")
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.errors.hasPrefix(
        """
        error[E0203]: unknown activation 'rleu'
         --> m.nn:2:11
          |
        2 | dense 300 rleu
          |           ^^^^ not an activation
          = help: did you mean 'relu'?

        """), "\(outcome.errors)")
    #expect(outcome.errors.contains("error[E0208]"))
    let json = try place.nnc("compile", "m.nn", "--format", "json").json()
    #expect(json["diagnostics"]?.arrayValue?.count == 2)
    #expect(json["diagnostics"]?.arrayValue?.first?["line"]?.intValue == 2)
  }

  private static let endings: [(arguments: [String], status: Int32)] = [
    (["compile"], 2), (["nonsense"], 2), (["compile", "absent.nn"], 1), (["--help"], 0),
    (["run", "m.nn"], 1), (["run", "m.nn", "--data", "nowhere"], 1),
    (["run", "m.nn", "--epochs", "-1"], 2), (["run", "m.nn", "--threads", "0"], 2),
    (["compile", "m.nn", "--batch", "full"], 1), (["predict", "m.nn", "--data", "./data"], 1),
    (["compile", "m.nn", "--input", "0x3"], 2), (["--version"], 0),
    (["compile", "m.nn", "--emit", "ir", "--format", "json"], 2),
    (["compile", "m.nn", "--memory-map", "map.png"], 2), (["compile", "m.nn", "--compare"], 2),
    (["compile", "m.nn", "--memory", "--emit", "ir"], 2),
    (["compile", "m.nn", "--print-after", "all", "--format", "json"], 2),
    (["compile", "m.nn", "--passes", "--print-after", "all"], 2),
    (["compile", "m.nn", "--passes", "--emit", "ir"], 2),
    (["compile", "m.nn", "--print-before", "lower"], 2),
    (["compile", "m.nn", "--disable", "fold-constants", "-o", "m.json"], 2),
    (["compile", "m.json"], 1), (["run", "./data", "--data", "./data", "--epochs", "3"], 2),
  ]

  /// What the system did not take is not done.
  @Test func endsWithAnErrorWhereTheResultIsLost() throws {
    let place = try Workplace()
    try place.write("m.nn", "input 4; softmax 2")
    for arguments in [["compile", "m.nn"], ["compile", "m.nn", "--emit", "ir"], ["--help"]] {
      let outcome = try place.nnc.run(arguments, output: "/dev/full")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("E0707"))
    }
  }

  @Test(arguments: endings)
  func endsWithTheRightCode(arguments: [String], status: Int32) throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", "input 36; dense 3 relu; softmax 3")
    let outcome = try place.nnc.run(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    #expect((outcome.status == 0) == outcome.errors.isEmpty)
  }
}
