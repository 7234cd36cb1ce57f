import IR
import Lowering
import Source
import Syntax
import Testing
import Training

@Suite struct TrainerTests {
  private func model(_ text: String) throws -> Model {
    let parsed = parse(SourceText(name: "test.nn", text))
    return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
  }

  /// Graphs count steps in 32 bits; more are refused before the first.
  @Test func moreStepsThanCanBeCounted() throws {
    let model = try model("input 3; softmax 2; batch 1")
    let rows = try LoadedRows(random: 3000, columns: 3, classes: 2, seed: 1)
    let network = try Network(model, threads: 1, trainingRows: 1)
    #expect(throws: InputError.self) {
      try Trainer(network, rows: rows, validation: nil, length: TrainingLength(epochs: 1_000_000))
    }
    let limited = try Trainer(
      network, rows: rows, validation: nil, length: TrainingLength(epochs: 1_000_000, steps: 2))
    #expect(try limited.run().history.count == 1)
  }

  /// BLAS counts in 32 bits; a batch beyond that is refused before there is a graph of it.
  @Test func batchesThatCannotBeCounted() throws {
    let compiler = Compiler(try model("input 784; softmax 3"))
    #expect(try compiler.inference(rows: 1 << 20).input("rows") != nil)
    for make in [
      { try compiler.trainingStep(rows: 1 << 24) }, { try compiler.inference(rows: 1 << 24) },
      { try compiler.gradients(rows: 1 << 24) },
    ] {
      let error = #expect(throws: InputError.self) { try make() }
      #expect(error?.diagnostics.map(\.code) == ["E0508"])
    }
  }

  @Test func rowsThatDoNotFitTheMachine() {
    #expect(throws: InputError.self) {
      try LoadedRows(random: 1280, columns: 1 << 50, classes: 2, seed: 1)
    }
  }

  /// The last step's update is in no loss, so the weights themselves are looked at.
  @Test func weightsThatTheLastStepMadeInfinite() throws {
    let rows = try LoadedRows(random: 10, columns: 3, classes: 2, seed: 1)
    func train(rate: String) throws -> [EpochRecord] {
      let model = try model("input 3; softmax 2; optimizer sgd lr=\(rate)")
      let network = try Network(model, threads: 1, trainingRows: 10)
      return try Trainer(
        network, rows: rows, validation: nil, length: TrainingLength(epochs: 1)
      ).run().history
    }
    #expect(try train(rate: "0.1").count == 1)
    let error = #expect(throws: InputError.self) { try train(rate: "1e39") }
    #expect(error?.diagnostics.first?.code == "E0501")
    #expect(error?.diagnostics.first?.message.contains("epoch 1, step 1") == true)
  }

  /// Adam divides by a mean of squares, which overflows long before the gradient itself does.
  @Test func noiseBeyondWhatTheOptimizerCanHold() throws {
    let rows = try LoadedRows(random: 10, columns: 3, classes: 2, seed: 1)
    func train(_ settings: String) throws -> TrainingResult {
      let network = try Network(
        model("input 3; dense 4; softmax 2; \(settings)"), threads: 1, trainingRows: 10)
      return try Trainer(
        network, rows: rows, validation: nil, length: TrainingLength(epochs: 2)
      ).run()
    }
    #expect(try train("gradient_noise 1").warnings.isEmpty)
    let warnings = try train("gradient_noise 1e30").warnings
    #expect(warnings.map(\.code) == ["W0510"])
    #expect(warnings.first?.help.first?.contains("'gradient_noise 1e+30'") == true)
    let error = #expect(throws: InputError.self) {
      try train("optimizer sgd; gradient_noise 1e30")
    }
    #expect(error?.diagnostics.map(\.code) == ["E0501"])
    #expect(error?.diagnostics.first?.help.first?.contains("'gradient_noise 1e+30'") == true)
  }

  @Test func noEpochs() throws {
    let model = try model("input 3; softmax 2")
    let rows = try LoadedRows(random: 10, columns: 3, classes: 2, seed: 1)
    let network = try Network(model, threads: 1, trainingRows: 10)
    #expect(
      try Trainer(
        network, rows: rows, validation: nil, length: TrainingLength(epochs: 0)
      ).run().history.isEmpty)
  }

  /// Evaluation in batches weights them by their rows, whatever the size of a batch.
  @Test func evaluationWeightsRows() throws {
    let model = try model("input 3; dense 5 tanh; batchnorm; softmax 2")
    let rows = try LoadedRows(random: 47, columns: 3, classes: 2, seed: 1)
    let whole = try Network(model, threads: 1, trainingRows: nil).evaluate(rows)
    let parts = try Network(model, threads: 2, trainingRows: nil, evaluationRows: 10)
    let score = try parts.evaluate(rows)
    #expect(abs(score.loss - whole.loss) < 1e-6)
    let accuracy = try #require(whole.accuracy)
    #expect(abs((score.accuracy ?? 0) - accuracy) < 1e-9)
    #expect(try parts.predict(rows).count == 47)
  }
}
