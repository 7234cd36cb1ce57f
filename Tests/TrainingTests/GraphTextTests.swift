import IR
import Lowering
import Operators
import Passes
import Source
import Syntax
import Testing
import Training

/// Graphs given as text: checked and timed.
@Suite struct GraphTextTests {
  private func model(_ text: String) throws -> Model {
    let parsed = parse(SourceText(name: "test.nn", text))
    return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
  }

  private func read(_ text: String) throws -> Graph { try graphText(text).graph }

  private func graphText(_ text: String) throws -> GraphText {
    try GraphText(SourceText(name: "test.ir", text), ops: Catalog.ops)
  }

  /// The code and message of the refusal.
  private func refusal(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let error as InputError {
      return error.diagnostics.first.map { "\($0.code) \($0.message)" }
    } catch {
      return "\(error)"
    }
  }

  private static let models = [
    "input 5; dense 7 relu l1=1e-2; batchnorm; dropout 0.3; softmax 3; batch 6",
    "input 5; l2 1e-2; dense 7 tanh; sigmoid 1; batch 6; optimizer sgd",
    "input 2x3; dense 4 leaky_relu; linear 2; batch 6; optimizer momentum",
    "input 5; l2 1e-2; dense 7 tanh; softmax 3; batch 6; clip norm=0.1; optimizer adamw",
    "input 5; dense 4 tanh; linear 1; loss mean_absolute; batch 6; clip value=0.01",
  ]

  @Test(arguments: models, OptimizationLevel.allCases)
  func theGradientsOfADumpAgree(text: String, level: OptimizationLevel) throws {
    let model = try model(text)
    let dump = try Compiler(model, level: level).trainingStep(rows: 6).text
    let check = try GradientCheck(graphText(dump))
    #expect(check.worst > 0)
    #expect(check.worst <= GradientCheck.tolerance)
    #expect(check.unchecked.isEmpty)
    #expect(check.tensors.map(\.name) == (try GradientCheck(model).tensors.map(\.name)))
  }

  @Test(arguments: models)
  func aForwardGraphIsDifferentiatedForTheCheck(text: String) throws {
    let forward = try model(text).lower(rows: 6, mode: .training).text
    let check = try GradientCheck(graphText(forward))
    #expect(check.worst > 0)
    #expect(check.worst <= GradientCheck.tolerance)
  }

  /// A dump whose gradient was edited is found out, and by its own parameter.
  @Test func aWrongGradientIsFound() throws {
    let dump = try Compiler(model(Self.models[1]), level: .none).trainingStep(rows: 6).text
    let wrong = dump.replacing("{function=tanh}", with: "{function=sigmoid}")
    #expect(wrong != dump)
    let check = try GradientCheck(graphText(wrong))
    let bad = check.tensors.filter { $0.error > GradientCheck.tolerance }.map(\.name)
    #expect(bad == ["dense1.weight", "dense1.bias"])
  }

  @Test func whatNoOptimizerMovesIsNotChecked() throws {
    let dump = try Compiler(model(Self.models[1]), level: .none).trainingStep(rows: 6).text
    let lines = dump.split(separator: "\n").filter { !$0.contains("update %dense1.bias") }
    let check = try GradientCheck(graphText(lines.joined(separator: "\n")))
    #expect(check.unchecked == ["dense1.bias"])
    #expect(check.tensors.map(\.name) == ["dense1.weight", "sigmoid1.weight", "sigmoid1.bias"])
  }

  /// Graphs whose gradients cannot be checked: why, and what of the text is pointed at.
  private static let uncheckable: [(body: String, message: String, place: String?)] = [
    ("", "E0505 the graph has no output 'loss'", nil),
    ("input %x: f32[2,3]\noutput loss = %x", "E0505 the output 'loss' is f32[2,3]", "3: %x"),
    ("input %x: i32[]\noutput loss = %x", "E0505 the output 'loss' is i32[]", "3: %x"),
    ("input %x: f64[]\noutput loss = %x", "E0505 the loss depends on no parameter", "3: %x"),
    (
      "state %w: f32[2,3] parameter constant(1)\n%0: f32[2,3] = softmax(%w)\n"
        + "%1: f64[] = mean(%0)\noutput loss = %1", "E0505 'softmax' has no gradient", "3: softmax"
    ),
    (
      "state %w: f64[] parameter constant(1)\nupdate %w <- %w\noutput loss = %w",
      "E0505 the update of '%w' is a value that nothing computes", "3: %w"
    ),
    (
      "state %w: f64[] parameter constant(1)\n%0: f64[] = scale(%w) {factor=2}\n"
        + "update %w <- %0\noutput loss = %w",
      "E0505 the update of '%w' comes from 'scale', which is no operator of an optimizer", "4: %0"
    ),
    (
      "input %lr: f64[]\nstate %w: f64[2] parameter constant(1)\n%0: f64[] = mean(%w)\n"
        + "%1: f64[2] = sgd_update(%w, %w, %lr)\n%2: f64[2] = sgd_update(%1, %w, %lr)\n"
        + "update %w <- %2\noutput loss = %0",
      "E0505 the update of '%w' is chained: 'sgd_update' moves what 'sgd_update' made, "
        + "not the parameter itself", "7: %2"
    ),
    (
      "input %lr: f64[]\nstate %w: f64[2] parameter constant(1)\n"
        + "state %v: f64[2] parameter constant(1)\n%0: f64[] = mean(%w)\n"
        + "%1: f64[2] = sgd_update(%v, %w, %lr)\nupdate %w <- %1\noutput loss = %0",
      "E0505 the update of '%w' comes from 'sgd_update' of another state or input", "7: %1"
    ),
    (
      "state %w: f32[2] parameter constant(1) l1=0 l2=1\n%0: f64[] = mean(%w)\noutput loss = %0",
      "E0505 the penalty of '%w' needs a matrix, not f32[2]", "2: l1=0 l2=1"
    ),
    (
      "input %x: f32[2,3]\nstate %labels: i32[2] statistic constant(3)\n"
        + "state %w: f32[3,3] parameter constant(1)\n%0: f32[2,3] = matmul(%x, %w)\n"
        + "%1: f32[2] = softmax_cross_entropy(%0, %labels)\n%2: f64[] = mean(%1)\noutput loss = %2",
      "E0503 the loss is not a finite number", "6: softmax_cross_entropy"
    ),
    (
      "input %x: f32[2,3]\nstate %w: f32[3,3] parameter constant(1)\n"
        + "%0: f32[2,3] = matmul(%x, %w)\n%1: f32[2,3] = scale(%0) {factor=1e300}\n"
        + "%2: f32[2,3] = scale(%1) {factor=1e300}\n%3: f64[] = mean(%2)\noutput loss = %3",
      "E0503 the loss is not a finite number", "6: scale"
    ),
  ]

  @Test(arguments: uncheckable)
  func saysWhyGradientsCannotBeChecked(body: String, message: String, place: String?) throws {
    let text = try graphText("graph g seed=1 {\n\(body)\n}\n")
    let error = try #require(throws: InputError.self) { _ = try GradientCheck(text) }
    #expect(error.diagnostics.count == 1)
    let diagnostic = error.diagnostics[0]
    #expect(
      "\(diagnostic.code) \(diagnostic.message)"
        == message.replacing(" ", with: " gradients cannot be checked: ", maxReplacements: 1))
    #expect(!diagnostic.help.isEmpty)
    guard case .text(let source, let range) = diagnostic.place else {
      #expect(place == nil)
      return
    }
    #expect("\(source.position(of: range.start).line): \(source.text(in: range))" == place)
    #expect(!diagnostic.label.isEmpty)
  }

  /// A label that is none of the classes is not blamed on the weights.
  @Test func aStrayLabelIsNamed() throws {
    let text = try graphText(Self.uncheckableText(10))
    let error = try #require(throws: InputError.self) { _ = try GradientCheck(text) }
    #expect(
      error.diagnostics[0].label
        == "softmax_cross_entropy reads the label 3, but its 3 classes are counted from 0")
    #expect(error.diagnostics[0].help == ["labels are from 0 to 2"])
    let large = try graphText(Self.uncheckableText(11))
    let other = try #require(throws: InputError.self) { _ = try GradientCheck(large) }
    let label = other.diagnostics[0].label
    #expect(
      label.hasPrefix("scale is the first that is not finite, of operands beyond 3.4e+38"),
      "\(label)")
  }

  private static func uncheckableText(_ index: Int) -> String {
    "graph g seed=1 {\n\(uncheckable[index].body)\n}\n"
  }

  /// Names of inputs and outputs do not mix, and scalars of any kind are fed.
  @Test func anOutputMayBeNamedAsAnInput() throws {
    let graph = try graphText(
      """
      graph g seed=1 {
        input %loss: f32[]
        input %gradient.w: i32[]
        state %w: f64[] parameter constant(3)
        output loss = %w
      }
      """)
    let check = try GradientCheck(graph)
    #expect(check.tensors.map(\.name) == ["w"])
    #expect(check.worst <= GradientCheck.tolerance)
  }

  private static let graphs = [
    "",
    "input %x: f32[]\noutput y = %x",
    "input %x: f64[2,3,4]\ninput %n: i32[2,2]\ninput %v: f32[3]\noutput x = %x\noutput v = %v",
    "state %a: i32[3] statistic constant(-4)\nstate %b: i32[3] statistic constant(5)\n"
      + "update %a <- %b\nupdate %b <- %a\noutput a = %a",
    "input %labels: i32[2,2]\n%0: i32[4] = reshape(%labels) {shape=[4]}\n"
      + "%1: f32[4,1] = one_hot(%0) {element=f32, columns=1}\noutput y = %1\noutput l = %0",
    "input %x: f32[3,2]\nstate %w: f32[3,2] parameter constant(1)\nupdate %w <- %x",
    "input %rows: f32[]\ninput %labels: f64[3]\nstate %w: f64[3] parameter constant(1)\n"
      + "%0: f64[3] = add(%w, %labels)\nupdate %w <- %0\noutput w = %w\noutput rows = %rows",
    "%0: f32[2,2] = constant() {element=f32, shape=[2,2], value=0.5}\n"
      + "%1: f32[2,2] = matmul(%0, %0)\n%2: f32[4] = reshape(%1) {shape=[4]}\noutput y = %2",
    "input %x: f32[2,2]\n%0: f32[2,2] = matmul(%x, %x)\noutput y = %0",
  ]

  @Test(arguments: graphs, [1, 2])
  func anyGraphCanBeTimed(body: String, threads: Int) throws {
    let graph = try read("graph g seed=1 {\n\(body)\n}\n")
    for level in OptimizationLevel.allCases {
      let figures = try StepBenchmark(graph, threads: threads, level: level, repeats: 1)
      #expect(figures.step.min > 0)
      #expect(figures.subject == nil)
      // What depends on no input is computed once, before the runs.
      #expect((figures.ratio != nil) == body.contains("matmul(%x"))
    }
  }

  @Test func aGraphLargerThanTheMachineIsRefused() throws {
    let states = (0..<2_000).map {
      "state %s\($0): f64[2147483647] statistic constant(0)\nupdate %s\($0) <- %s\($0)"
    }
    let graph = try read("graph g seed=1 {\n\(states.joined(separator: "\n"))\n}\n")
    let benchmark = refusal {
      _ = try StepBenchmark(graph, threads: 1, level: .full, repeats: 1)
    }
    #expect(benchmark?.hasPrefix("E0502") == true, "\(benchmark ?? "")")
  }
}
