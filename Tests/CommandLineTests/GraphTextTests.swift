import Foundation
import JSON
import Testing

/// `compile`, `bench` and `check` on a graph's text.
@Suite struct GraphTextTests {
  private let model =
    "input 6; dense 5 relu; batchnorm; dropout 0.2; softmax 3; l2 1e-3; batch 4"

  /// Writes a dump of the model and returns it.
  @discardableResult
  private func dump(_ place: Workplace, _ name: String, _ options: String...) throws -> String {
    try place.write("m.nn", model)
    let text = try place.nnc.run(["compile", "m.nn", "--emit", "ir"] + options).output
    try place.write(name, text)
    return text
  }

  @Test(arguments: ["training", "inference"], ["-O0", "-O1", "-O2"])
  func aDumpCompilesToItself(pipeline: String, level: String) throws {
    let place = try Workplace()
    let text = try dump(place, "g.ir", "--pipeline", pipeline, level)
    #expect(text.hasPrefix("graph \(pipeline)"))
    #expect(try place.nnc("compile", "g.ir", "--emit", "ir", "-O0").output == text)
    let optimized = try dump(place, "best.ir", "--pipeline", pipeline)
    #expect(try place.nnc("compile", "g.ir", "--emit", "ir").output == optimized)
  }

  @Test func compileReportsOnAGraph() throws {
    let place = try Workplace()
    try dump(place, "g.ir")
    let report = try place.nnc("compile", "g.ir")
    #expect(report.status == 0, "\(report.errors)")
    #expect(report.output.contains("graph 'training'"))
    #expect(report.output.contains("73 parameters, 63 trainable, 10 not trainable"))
    let json = try place.nnc("compile", "g.ir", "--format", "json").json()
    // 6 x 5 + 5, four vectors of 5, 5 x 3 + 3.
    #expect(json["parameters"]?.intValue == 73)
    #expect(
      json["layers"]?.arrayValue?.map { $0["name"]?.stringValue }
        == ["dense1", "batchnorm1", "softmax1"])
    let model = try place.nnc("compile", "m.nn", "--format", "json").json()
    for key in ["memory", "flops", "nodes", "barriers"] {
      #expect(json[key] == model[key], "\(key)")
    }
    let stages = try place.nnc("compile", "g.ir", "--print-after", "all").output
    #expect(stages.hasPrefix("# after read\ngraph training"))
    #expect(stages.contains("# after eliminate-dead-nodes"))
    #expect(!stages.contains("# after differentiate"))
    #expect(try place.nnc("compile", "g.ir", "--emit", "plan").output.contains("adam_update"))
  }

  @Test func benchTimesAGraph() throws {
    let place = try Workplace()
    try dump(place, "g.ir")
    let outcome = try place.nnc("bench", "g.ir", "--repeats", "2", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try outcome.json()
    #expect((json["step_ms"]?["min"]?.doubleValue ?? 0) > 0)
    #expect((json["ratio"]?.doubleValue ?? 0) > 0)
    #expect(json["batch"] == .null)
    let text = try place.nnc("bench", "g.ir", "--repeats", "1", "--threads", "2").output
    #expect(text.contains("\ngraph "))
    #expect(text.contains("\n2 threads, 1 repeats"))
  }

  @Test(arguments: ["-O0", "-O2"]) func checkComparesAGraphsGradients(level: String) throws {
    let place = try Workplace()
    let text = try dump(place, "g.ir", level)
    let sound = try place.nnc("check", "g.ir", "--format", "json")
    #expect(sound.status == 0, "\(sound.output)")
    #expect(try sound.json()["tensors"]?.arrayValue?.count == 6)
    try place.write("wrong.ir", text.replacing("function=relu", with: "function=tanh"))
    let wrong = try place.nnc("check", "wrong.ir")
    // At -O2 the forward pass names its function too, and both change.
    #expect(wrong.status == (level == "-O0" ? 1 : 0), "\(wrong.output)")
    #expect(wrong.output.contains(level == "-O0" ? "BEYOND" : "within"))
    #expect(wrong.errors.isEmpty)
  }

  @Test func whatNothingNeedsIsWarnedOf() throws {
    let place = try Workplace()
    try place.write(
      "g.ir",
      """
      graph g seed=1 {
        input %x: f32[2,2]
        input %idle: f32[2]
        state %w: f32[2,2] parameter constant(1)
        state %spare: f32[2] parameter constant(1)
        %0: f32[2,2] = matmul(%x, %w)
        %1: f64[] = mean(%0)
        output loss = %1
      }

      """)
    for arguments in [
      ["compile", "g.ir"], ["compile", "g.ir", "-O0"], ["check", "g.ir"],
      ["check", "g.ir", "--optimised"], ["bench", "g.ir", "--repeats", "1"],
    ] {
      let outcome = try place.nnc.run(arguments)
      #expect(outcome.status == 0)
      #expect(
        outcome.errors.contains("warning[W0650]: nothing needs the input '%idle'\n --> g.ir:3:9\n"))
      #expect(
        outcome.errors.contains("warning[W0651]: nothing needs the state '%spare'\n --> g.ir:5:9\n")
      )
      #expect(outcome.errors.split(separator: "\n").count == 10, "\(outcome.errors)")
    }
    // What the program prints itself needs all it has, and progress is for terminals.
    try dump(place, "own.ir")
    #expect(try place.nnc("check", "own.ir", "--optimised").errors.isEmpty)
  }

  @Test func mistakesAreToldWithTheirLine() throws {
    let place = try Workplace()
    func errors(_ lines: String) throws -> String {
      try place.write("g.ir", "graph g seed=1 {\n\(lines)\n}\n")
      let outcome = try place.nnc("check", "g.ir")
      #expect(outcome.status == 1)
      return outcome.errors
    }
    let reshape = try errors("  input %x: f32[2,3]\n  %0: f32[7] = reshape(%x) {shape=[7]}")
    #expect(
      reshape == """
        error[E0628]: 'reshape' has the shape [7] of 7 elements, but reads f32[2,3] of 6
         --> g.ir:3:35
          |
        3 |   %0: f32[7] = reshape(%x) {shape=[7]}
          |                                   ^^^ must be of 6 elements

        """)
    for op in ["constant() {element=f64, shape=[0], value=1}"] {
      let text = try errors("  %0: f64[2] = \(op)")
      #expect(text.contains("^^^ every extent must be at least 1\n"), "\(text)")
    }
    let spread = try errors(
      "  %0: f64[] = constant() {element=f64, shape=[], value=1}\n"
        + "  %1: f32[2] = broadcast(%0) {element=f32, shape=[-2], factor=1}")
    #expect(spread.contains("^^^^ every extent must be at least 1\n"), "\(spread)")
    let penalty = try errors(
      "  state %w: f32[2] parameter constant(1) l2=1\n  %0: f64[] = mean(%w)\n  output loss = %0")
    #expect(penalty.contains(" --> g.ir:2:42\n"), "\(penalty)")
  }

  /// What is said of passes that cannot be left out is true of what is compiled.
  @Test func passesThatCannotBeLeftOut() throws {
    let place = try Workplace()
    try dump(place, "g.ir")
    func refusal(_ arguments: String...) throws -> String {
      let outcome = try place.nnc.run(arguments)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      return outcome.errors
    }
    for command in ["compile", "bench"] {
      for file in ["g.ir", "m.nn"] {
        #expect(
          try refusal(command, file, "--disable", "recompute")
            .contains("'recompute' runs only where --max-memory asks for it"))
      }
      #expect(
        try refusal(command, "g.ir", "--disable", "differentiate")
          .contains("a graph's text is never differentiated"))
      #expect(
        try refusal(command, "m.nn", "--disable", "differentiate")
          .contains("there is no training step without it"))
    }
    #expect(
      try refusal("check", "g.ir", "--optimised", "--disable", "differentiate")
        .contains("never differentiated"))
    // Usage is that of the command.
    let idle = try refusal("compile", "m.nn", "-O1", "--print-after", "fuse-bias-activation")
    #expect(idle.contains("does not run on a training step"))
    #expect(idle.contains("Usage: nnc compile "), "\(idle)")
  }

  @Test func whatHasNoStepIsNotToldOfIt() throws {
    let place = try Workplace()
    try dump(place, "g.ir", "--pipeline", "inference")
    for arguments in [["g.ir"], ["m.nn", "--pipeline", "inference"]] {
      let outcome = try place.nnc.run(["compile"] + arguments + ["--max-memory", "64"])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("a run does not fit 64 bytes"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("optimizer") && !outcome.errors.contains("step"))
    }
  }

  private static let misplaced: [([String], Int32)] = [
    (["compile", "g.ir", "--pipeline", "training"], 2),
    (["compile", "g.ir", "--output", "m.json"], 2),
    (["compile", "g.ir", "--print-after", "differentiate"], 2),
    (["compile", "g.ir", "--print-after", "lower"], 2),
    (["compile", "g.ir", "--batch", "3"], 2), (["compile", "g.ir", "--data", "./data"], 2),
    (["bench", "g.ir", "--inference"], 2), (["bench", "g.ir", "--input", "6"], 2),
    (["check", "g.ir", "--seed", "3"], 2), (["check", "g.ir", "--limit", "3"], 2),
    (["run", "g.ir", "--data", "./data"], 1), (["compile", "absent.ir"], 1),
  ]

  @Test(arguments: misplaced)
  func whatAGraphsTextSaysItselfIsNoOption(arguments: [String], status: Int32) throws {
    let place = try Workplace()
    try place.writeData()
    try dump(place, "g.ir")
    let outcome = try place.nnc.run(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }

  /// Damage that no editor makes by itself; each is told with its line and column.
  private static let damage: [(text: String, place: String)] = [
    ("", "g.ir:1:1"), ("\0", "g.ir:1:1"),
    ("graph g seed=1 {\r\n  output y = %x\r\n}\r\n", "g.ir:2:14"),
    ("graph g seed=1 {\n  input %x: f32[0]\n}\n", "g.ir:2:17"),
    (String(repeating: "[", count: 1_000_000), "g.ir:1:1"),
    ("graph g seed=1 {\n  output y = " + String(repeating: "a", count: 10_000_000), "g.ir:2:14"),
    ("graph g seed=1 {\n  state %s: i32[2] statistic uniform(0, 1)\n}\n", "g.ir:2:30"),
    ("graph g seed=1 {\n  %0: f32[2] = add(%0, %0)\n}\n", "g.ir:2:20"),
    (
      "graph g seed=1 {\n  %0: f32[2] = scale(%1) {factor=1}\n  %1: f32[2] = sign(%0)\n}\n",
      "g.ir:2:22"
    ),
  ]

  @Test(arguments: damage)
  func damageIsToldWithItsPlace(text: String, place: String) throws {
    let folder = try Workplace()
    try folder.write("g.ir", text)
    for command in ["compile", "bench", "check"] {
      let outcome = try folder.nnc.run([command, "g.ir"])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("--> \(place)\n"), "\(outcome.errors.prefix(500))")
      #expect(outcome.errors.utf8.count < 10_000)
    }
  }
}
