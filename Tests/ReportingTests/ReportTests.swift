import Execution
import IR
import JSON
import Lowering
import Operators
import Passes
import Source
import Syntax
import Testing
import Training

@testable import Reporting

@Suite struct ReportTests {
  @Test func tablesAlignTheirColumns() {
    var table = TextTable([("name", .left), ("count", .right)])
    table.add(["a", "1,000"])
    table.add(["longer", "7"])
    table.add(["bare"])
    #expect(
      table.text == """
        name    count
        ─────────────
        a       1,000
        longer      7
        bare

        """)
  }

  @Test func aBarIsAsLongAsWhatIsDone() {
    let half = ProgressBar.line("epoch 1/2", 5, of: 10, "loss 0.5")
    #expect(
      half == "epoch 1/2  " + String(repeating: "█", count: 12) + String(repeating: "░", count: 12)
        + "  5/10  loss 0.5")
    #expect(ProgressBar.line("w", 0, of: 0, "").hasSuffix("░  0/0"))
    #expect(!ProgressBar.line("w", 12, of: 10, "").contains("░"))
  }

  /// Where a graph has no product, nothing is said to be compared.
  @Test func aGraphWithoutProductsHasNoRatio() throws {
    func text(_ op: String) throws -> String {
      let graph = try Graph(
        reading: SourceText(
          name: "g.ir",
          "graph g seed=1 {\n  input %x: f32[2,2]\n  %0: f32[2,2] = \(op)\n  output y = %0\n}\n"),
        ops: Catalog.ops)
      return BenchReport(
        try StepBenchmark(graph, threads: 1, level: .none, repeats: 1)
      ).text
    }
    let none = try text("relu(%x)")
    #expect(none.contains("\nno matrix product to compare with, "))
    #expect(!none.contains("ratio") && !none.contains("sgemm"))
    let some = try text("matmul(%x, %x)")
    #expect(some.contains("\nratio ") && some.contains("sgemm alone"))
  }

  @Test func anEpochsLineHasWhatThereIs() {
    var record = EpochRecord(
      epoch: 3, trainLoss: 0.49996, trainDataLoss: 0.4, trainAccuracy: 0.8231, validLoss: 0.3645,
      validAccuracy: 0.8734, learningRate: 0.001, seconds: 0.467)
    #expect(
      TrainingProgress.line(record, of: 10) == "epoch  3/10  loss 0.5000  accuracy 0.8231  "
        + "valid loss 0.3645  valid accuracy 0.8734  0.47 s")
    record.trainAccuracy = nil
    record.validLoss = nil
    record.validAccuracy = nil
    #expect(TrainingProgress.line(record, of: 5) == "epoch 3/5  loss 0.5000  0.47 s")
  }

  @Test func aRunInBothForms() {
    let record = EpochRecord(
      epoch: 1, trainLoss: 0.5, trainDataLoss: 0.4, trainAccuracy: nil, validLoss: nil,
      validAccuracy: nil, learningRate: 0.001, seconds: 2)
    var report = RunReport(
      training: TrainingResult(history: [record]), test: Score(loss: 0.25, accuracy: 0.75),
      parameters: 1234, seed: 7, threads: 2, files: ["o/model.json"])
    #expect(
      report.text == """
        test  loss 0.2500  accuracy 0.7500
        trained 1,234 parameters in 2.0 s
        saved o/model.json

        """)
    #expect(report.json["test_loss"] == .number(0.25))
    #expect(report.json["test_rows"] == .null)
    report.testRows = 10_000
    #expect(report.text.hasPrefix("test  loss 0.2500  accuracy 0.7500  (10,000 rows)\n"))
    #expect(report.json["test_rows"]?.intValue == 10_000)
    report.testRows = 1
    #expect(report.text.contains("  (1 row)\n"))
    report.testRows = nil
    #expect(report.json["epochs"]?.arrayValue?.first?["valid_loss"] == .null)
    #expect(report.json["epochs"]?.arrayValue?.first?["train_data_loss"] == .number(0.4))
    #expect(report.json["seed"]?.intValue == 7)
    report.files = ["o/a/model.json", "o/a/history.csv"]
    #expect(report.text.hasSuffix("saved o/a: model.json, history.csv\n"))
    report.files = ["o/model.json", "history.csv"]
    #expect(report.text.hasSuffix("saved o/model.json, history.csv\n"))
  }

  @Test func aPredictionsClass() {
    func classOf(_ outputs: [Double], isProbability: Bool = true) -> (Int?, String?) {
      let prediction = PredictReport.Prediction(
        outputs: outputs, isProbability: isProbability, classNames: ["no", "yes"], label: nil)
      return (prediction.classIndex, prediction.className)
    }
    #expect(classOf([0.2, 0.7, 0.1]) == (1, "yes"))
    // Of equal outputs the first counts, as it does for the accuracy.
    #expect(classOf([0.5, 0.5]) == (0, "no"))
    #expect(classOf([0.1, 0.1, 0.8]) == (2, nil))
    #expect(classOf([0.51]) == (1, "yes"))
    #expect(classOf([0.5]) == (0, "no"))
    #expect(classOf([17.5], isProbability: false) == (nil, nil))
  }

  @Test func aCompiledModel() throws {
    let model = try model("input 2x3; dense 4 relu; batchnorm; softmax 2; batch 8")
    let graph = try Compiler(model).trainingStep(rows: 8)
    let plan = Plan(graph, workers: 1)
    let report = try CompileReport(model, plan: plan, purpose: "training step", batch: 8)
    // 6 x 4 + 4, four vectors of 4, 4 x 2 + 2.
    #expect(report.parameters == 54)
    #expect(report.trainableParameters == 46)
    #expect(
      report.text.hasPrefix(
        """
        layer       output  parameters
        ──────────────────────────────
        input       2x3
        dense1      4               28
        batchnorm1  4               16
        softmax1    2               10

        54 parameters, 46 trainable, 8 not trainable
        loss cross_entropy, optimizer adam, batch 8

        training step on 8 rows
        """), "\(report.text)")
    #expect(report.json["memory"]?["state_bytes"]?.intValue == 4 * (46 * 3 + 8))
    #expect(report.json["layers"]?.arrayValue?.count == 3)
    #expect(report.json["flops"]?.intValue == graph.flops)
  }

  @Test func passesAndWhatTheyChanged() throws {
    func graph(_ nodes: String) throws -> Graph {
      let text =
        "graph g seed=1 {\n  input %r: f32[4,3]\n  state %w: f32[9] parameter constant(0.0)\n"
      return try Graph(
        reading: SourceText(name: "g.ir", "\(text)\(nodes)}\n"), ops: Catalog.ops)
    }
    let sum = "  %0: f32[4,3] = add(%r, %r)\n"
    let before = try graph(sum + "  %1: f32[4,3] = scale(%0) {factor=2.0}\n")
    let after = try graph(sum)

    var report = PassesReport("training step")
    report.end("lower", changed: true, with: before)
    #expect(report.text == "no pass runs on the training step\n")
    report.begin("grow", round: nil, on: before)
    report.end("grow", changed: false, with: before)
    report.begin("shrink", round: 1, on: before)
    report.end("shrink", changed: true, with: after)
    #expect(
      report.text.hasSuffix(
        """
        round  pass    nodes  operands    transient bytes    flops
        ──────────────────────────────────────────────────────────
         once  grow                     nothing to change
            1  shrink  2 → 1     3 → 2           144 → 96  24 → 12
               all     2 → 1     3 → 2           144 → 96  24 → 12

        """), "\(report.text)")
    let shrink = report.json["passes"]?.arrayValue?.last
    #expect(shrink?["round"]?.intValue == 1)
    #expect(shrink?["before"]?["transient_bytes"]?.intValue == 144)
    #expect(shrink?["after"]?["transient_bytes"]?.intValue == 96)
    #expect(report.json["rounds"]?.intValue == 1)
  }

  @Test func aPlanListsItsTasks() throws {
    let model = try model("input 6; softmax 2; batch 4")
    let graph = try Compiler(model).inference(rows: 4, outputs: ["prediction"])
    let listing = PlanListing(Plan(graph, workers: 2, gathered: ["rows"])).text
    #expect(
      listing == """
        gather      f32[4,6] at 0  [0..<2, 0..<6] | [2..<4, 0..<6]
        matmul -> f32[4,2] at 128 @softmax1:1  [0..<2, 0..<2] | [2..<4, 0..<2]
        add_bias -> f32[4,2] at 128 @softmax1:1  [0..<2, 0..<2] | [2..<4, 0..<2]
        softmax -> f32[4,2] at 128 @softmax1:1  [0..<2, 0..<2] | [2..<4, 0..<2]

        """, "\(listing)")
  }
}
