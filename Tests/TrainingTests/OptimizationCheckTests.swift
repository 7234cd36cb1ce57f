import Datasets
import IR
import Kernels
import Lowering
import Operators
import Passes
import Source
import Syntax
import Testing

@testable import Training

@Suite struct OptimizationCheckTests {
  private func model(_ text: String) throws -> Model {
    let parsed = parse(SourceText(name: "test.nn", text))
    return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
  }

  private func batches(_ count: Int = 2, rows: Int = 6, data: LoadedRows? = nil) -> CheckBatches {
    CheckBatches(count, rows: rows, learningRate: 0.05, data: data)
  }

  @Test(arguments: [
    "input 5; dense 7 relu; softmax 3",
    "input 5; dense 7 tanh l1=1e-2; batchnorm; dropout 0.3; dense 4 leaky_relu; softmax 3",
    "input 2x3; l2 1e-2; batchnorm; dense 4 sigmoid; linear 3; optimizer momentum",
    "input 5; dense 6; batchnorm; relu; sigmoid 3; optimizer sgd",
  ])
  func optimizationsAreSound(text: String) throws {
    let data = try LoadedRows(
      random: 20, columns: text.contains("2x3") ? 6 : 5, classes: 3, seed: 1)
    let check = try OptimizationCheck(
      model(text), level: .full, batches: batches(data: data), threads: 2)
    #expect(check.isSound)
    #expect(check.comparisons.map(\.graph) == ["training", "inference", "training", "inference"])
    #expect(check.comparisons.map(\.element) == [.f64, .f64, .f32, .f32])
    for comparison in check.comparisons {
      #expect(comparison.batches == 4)
      #expect(comparison.values > 5)
      #expect(comparison.ends > 4)
      // Every model has something to fold or to fuse, in training and in inference.
      #expect(comparison.passes.contains { $0.hasPrefix("fold") || $0.hasPrefix("fuse") })
      #expect(comparison.nodesAfter != comparison.nodesBefore)
      #expect(comparison.worstEnd.ratio < 0.5)
      #expect(comparison.worstValue.place.isEmpty == (comparison.worstValue.ratio == 0))
    }
  }

  /// A pass that is wrong on purpose.
  private struct Planted: Pass {
    let name = "planted"
    let isRepeated = false
    let rewrite: @Sendable (Node, inout Rewriter) throws(ShapeError) -> Bool
    func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
      var rewriter = Rewriter(graph)
      for node in graph.nodes where try !rewrite(node, &rewriter) { try rewriter.copy(node) }
      return Rewrite(rewriter)
    }
  }

  /// Checks a model's training step with a wrong pass among right ones.
  private func comparison(
    _ text: String, element: ElementType = .f64, with pass: any Pass
  ) throws -> OptimizationCheck.Comparison {
    let model = try model(text)
    let optimized: [any Pass] = [
      Differentiate(model.optimizer), FoldConstants(), pass, ShareEqualNodes(),
      EliminateDeadNodes(),
    ]
    let check = try OptimizationCheck(
      [
        .init(
          "training", model.lower(rows: 6, element: element, mode: .training),
          unoptimized: .training(model.optimizer, .none), optimized: Pipeline(optimized))
      ], batches: batches(), threads: 2)
    #expect(!check.isSound)
    return check.comparisons[0]
  }

  private func plant(
    _ text: String, element: ElementType = .f64,
    _ rewrite: @escaping @Sendable (Node, inout Rewriter) throws(ShapeError) -> Bool
  ) throws -> OptimizationCheck.Difference {
    try #require(comparison(text, element: element, with: Planted(rewrite: rewrite)).difference)
  }

  @Test(arguments: [ElementType.f64, .f32]) func aWrongActivationIsNamed(
    element: ElementType
  ) throws {
    let text = "input 5\ndense 7 relu\ndense 4 tanh\nsoftmax 3"
    let found = try plant(text, element: element) { (node, rewriter) throws(ShapeError) in
      guard node.op is Tanh else { return false }
      let operand = rewriter(node.operands[0])
      let result = try rewriter.add(Sigmoid(), [operand], origin: node.origin)[0]
      rewriter.substitute(node.results[0], by: result)
      return true
    }
    #expect(found.place == "tanh @dense2:3")
    #expect(found.pass == "planted")
    #expect(found.batch == "random 1")
    #expect(found.difference > 1e-3)
    #expect(found.before.definition.contains("= tanh(%4) @dense2:3"))
    #expect(found.before.operands.count == 1)
    #expect(found.before.operands[0].contains("= add_bias("))
    #expect(found.before.users.contains { $0.contains("= matmul(") })
    #expect(found.after?.definition.contains("= sigmoid(") == true)
  }

  /// A wrong rewrite behind relu's gradient, which steps, and one of what counts as right.
  @Test(arguments: [ElementType.f64, .f32]) func wrongStepsAreNamed(element: ElementType) throws {
    let text = "input 5\ndense 7 relu\nsoftmax 3"
    let gradient = try plant(text, element: element) { (node, rewriter) throws(ShapeError) in
      guard let op = node.op as? ActivationGradient else { return false }
      let operands = node.operands.map { rewriter($0) }
      #expect(op.activation is ReLU)
      let leaky = ActivationGradient(of: LeakyReLU(slope: 0.01))
      let result = try rewriter.add(leaky, operands, origin: node.origin)[0]
      rewriter.substitute(node.results[0], by: result)
      return true
    }
    #expect(gradient.place == "activation_gradient @dense1:2")
    #expect(gradient.pass == "planted")
    let count = try plant(text, element: element) { (node, rewriter) throws(ShapeError) in
      guard node.op is ArgmaxEquals else { return false }
      let operands = node.operands.map { rewriter($0) }
      let result = try rewriter.add(SignEquals(), operands, origin: node.origin)[0]
      rewriter.substitute(node.results[0], by: result)
      return true
    }
    #expect(count.place == "argmax_equals @softmax1:3")
    #expect(count.pass == "planted")
  }

  /// Whole numbers are not moved: half a step is none.
  @Test func wholeStatesAreChecked() throws {
    let text = """
      graph g seed=1 {
        input %rows: f32[4,5]
        state %labels: i32[4] statistic constant(2.0)
        state %next: i32[4] parameter constant(1.0)
        state %w: f32[5,3] parameter uniform(-1.0, 1.0)

        %0: f32[4,3] = matmul(%rows, %w)
        %1: f32[4] = softmax_cross_entropy(%0, %labels)
        %2: f32[4] = softmax_cross_entropy(%0, %labels)
        %3: f64[] = mean(%1)
        %4: f64[] = mean(%2)

        update %labels <- %next
        output loss = %3
        output again = %4
      }

      """
    let graph = try Graph(reading: SourceText(name: "g.ir", text), ops: Catalog.ops)
    let check = try OptimizationCheck(graph, level: .full, batches: batches(3), threads: 1)
    #expect(check.isSound)
    #expect(check.comparisons.map(\.element) == [.f64, .f32])
    for comparison in check.comparisons {
      #expect(comparison.passes == ["share-equal-nodes"])
      #expect(comparison.batches == 3)
      // Two outputs and three states.
      #expect(comparison.ends == 5)
    }
  }

  @Test func aDroppedTranspositionIsNamed() throws {
    let found = try plant("input 6; dense 6 tanh; softmax 3") {
      (node, rewriter) throws(ShapeError) in
      guard let product = node.op as? Matmul, product.transposeA,
        rewriter.source.type(of: node.operands[0]).shape == [6, 6],
        rewriter.source.type(of: node.operands[1]).shape == [6, 6]
      else { return false }
      let operands = node.operands.map { rewriter($0) }
      let result = try rewriter.add(Matmul(), operands, origin: node.origin)[0]
      rewriter.substitute(node.results[0], by: result)
      return true
    }
    #expect(found.place == "matmul @dense1:1")
    #expect(found.pass == "planted")
    #expect(found.before.definition.contains("transpose_a=true"))
    #expect(found.after?.definition.contains("transpose_a=true") == false)
  }

  @Test func sharedDropoutSitesAreNamed() throws {
    let text = "input 5; dropout 0.4; dropout 0.4; softmax 3; optimizer sgd"
    let found = try plant(text) { (node, rewriter) throws(ShapeError) in
      guard let dropout = node.op as? Dropout, dropout.site == 2,
        let first = rewriter.source.nodes.first(where: { $0.op is Dropout })
      else { return false }
      rewriter.substitute(node.results[0], by: rewriter(first.results[0]))
      return true
    }
    #expect(found.place == "dropout @dropout2:1")
    #expect(found.pass == "planted")
    #expect(found.after?.definition.contains("site=1") == true)
  }

  /// An error far below what training would show, in the middle of a chain: it is named where it is.
  @Test func aSmallErrorIsNamedWhereItArises() throws {
    let text = "input 5; dense 7 tanh; dense 7 tanh; dense 7 tanh; softmax 3; optimizer sgd"
    let found = try plant(text) { (node, rewriter) throws(ShapeError) in
      guard node.op is AddBias, node.origin?.layer == "dense2" else { return false }
      try rewriter.copy(node)
      let sum = rewriter(node.results[0])
      let wrong = try rewriter.add(Scale(factor: 1 + 1e-9), [sum], origin: node.origin)[0]
      rewriter.substitute(node.results[0], by: wrong)
      return true
    }
    #expect(found.place == "add_bias @dense2:1")
    #expect(found.pass == "planted")
    #expect(found.difference < 1e-7)
  }

  @Test func aNumberThatIsNoneIsADifference() throws {
    let text = "input 5; dense 7 tanh; softmax 3"
    let found = try plant(text) { (node, rewriter) throws(ShapeError) in
      guard node.op is Tanh else { return false }
      let huge = try rewriter.add(
        Scale(factor: 1e308), [rewriter(node.operands[0])], origin: node.origin)
      let infinite = try rewriter.add(Scale(factor: 1e308), huge, origin: node.origin)
      rewriter.substitute(node.results[0], by: infinite[0])
      return true
    }
    #expect(found.place == "tanh @dense1:1")
    #expect(found.difference == .infinity)
  }

  /// NaN equals NaN, so what is computed from it tells nothing, and that is counted.
  @Test func whatIsNotFiniteIsCounted() throws {
    let text = """
      graph g seed=1 {
        input %x: f32[2,3]
        state %w: f32[3,2] parameter constant(1.0)
        %0: f32[2,2] = matmul(%x, %w)
        %1: f32[2,2] = scale(%0) {factor=1e300}
        %2: f32[2,2] = tanh(%0)
        %3: f32[2,2] = tanh(%0)
        %4: f32[2,2] = multiply(%2, %3)
        output y = %4
        output z = %1
      }

      """
    let graph = try Graph(reading: SourceText(name: "g.ir", text), ops: Catalog.ops)
    let check = try OptimizationCheck(graph, level: .full, batches: batches(3), threads: 1)
    #expect(check.isSound)
    #expect(!check.isWhole)
    // The factor is beyond the range of f32 alone.
    let (double, single) = (check.comparisons[0], check.comparisons[1])
    #expect(double.valuesNotFinite.count == 0 && double.endsNotFinite.count == 0)
    #expect(single.valuesNotFinite.count == 1)
    #expect(single.valuesNotFinite.place == "scale")
    #expect(single.valuesNotFinite.batch == "random 1")
    #expect(single.endsNotFinite.count == 1)
    #expect(single.endsNotFinite.place == "output z")
  }

  /// A pass that forgets updates.
  private struct Forgetful: Pass {
    let name = "forgetful"
    let isRepeated = false
    func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
      var rewriter = Rewriter(graph)
      for node in graph.nodes { try rewriter.copy(node) }
      for output in graph.outputs { rewriter.addOutput(output.name, rewriter(output.value)) }
      return Rewrite(
        graph: rewriter.graph, touched: rewriter.touched, standIns: rewriter.standIns)
    }
  }

  @Test func aForgottenUpdateIsNamed() throws {
    let found = try #require(
      comparison("input 5; dense 7 tanh; softmax 3", with: Forgetful()).difference)
    #expect(found.place == "state dense1.weight")
    #expect(found.pass == "forgetful")
  }

  @Test func aPassWithoutStandInsIsComparedByOutputsAndUpdates() throws {
    /// A wrong pass that does not say what stands for what.
    struct Silent: Pass {
      let name = "silent"
      let isRepeated = false
      func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
        var rewriter = Rewriter(graph)
        for node in graph.nodes {
          guard node.op is Tanh else {
            try rewriter.copy(node)
            continue
          }
          let operand = rewriter(node.operands[0])
          let result = try rewriter.add(Scale(factor: 0.5), [operand], origin: nil)[0]
          rewriter.substitute(node.results[0], by: result)
        }
        return Rewrite(graph: rewriter.finish(), touched: rewriter.touched)
      }
    }
    let found = try comparison("input 5; dense 7 tanh; softmax 3", with: Silent())
    #expect(found.difference?.pass == "silent")
  }

  @Test func deviations() {
    func vector(_ values: [Double]) -> Matrix {
      let matrix = Memory(byteCount: 64).matrix(at: 0, .f64, rows: 1, columns: values.count)
      matrix.write(values)
      return matrix
    }
    func deviation(_ found: [Double], _ expected: [Double], moved: [Double]? = nil) -> Deviation {
      Deviation(
        of: vector(found), from: vector(expected), moved: vector(moved ?? expected),
        tolerance: 0.25)
    }
    #expect(deviation([1, -2], [1, -2]).ratio == 0)
    let plain = deviation([1, -3], [1, -2])
    #expect(plain.difference == 1 && plain.bound == 0.5 && plain.ratio == 2 && plain.isExcessive)
    let cancelling = deviation([1, -3], [1, -2], moved: [4, -2])
    #expect(cancelling.bound == 3 && !cancelling.isExcessive)
    let empty = deviation([.nan, .infinity, 1], [.nan, .infinity, 1])
    #expect(empty.difference == 0 && empty.isPartial)
    #expect(!plain.isPartial)
    #expect(deviation([.nan, 3], [.nan, 1]).isPartial)
    #expect(deviation([.nan, 3], [.nan, 1]).isExcessive)
    #expect(deviation([.nan, 1], [2, 1]).isPartial)
    #expect(deviation([2, 1], [-.infinity, 1]).isPartial)
    #expect(deviation([.nan, 1], [2, 1]).difference == .infinity)
    #expect(deviation([2, 1], [.nan, 1]).difference == .infinity)
    #expect(deviation([-.infinity, 1], [.infinity, 1]).isExcessive)
    #expect(deviation([1, 2], [1]).isExcessive)
    #expect(deviation([1e-30], [0]).isExcessive)
  }

  @Test func progressIsTold() throws {
    var told: [CheckProgress] = []
    _ = try OptimizationCheck(
      model("input 2; softmax 3"), level: .full, batches: batches(2), threads: 1
    ) { told.append($0) }
    // Four graphs, each prepared and run on two batches.
    #expect(told.map(\.done) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    #expect(Set(told.map(\.count)) == [12])
    #expect(
      told.map(\.part).filter { $0.hasPrefix("training") }.count == 6
        && told.last?.part == "inference in f32")
  }

  /// So many batches would fill any memory if they were made at once.
  @Test func batchesAreMadeOneByOne() throws {
    let graph = try model("input 2; softmax 3").lower(rows: 2, element: .f64, mode: .training)
    let batches = CheckBatches(1 << 40, rows: 2).inputs(of: graph)
    #expect(Array(batches.prefix(2)).map(\.name) == ["random 1", "random 2"])
  }

  @Test func realBatchesHoldTheDatasRows() throws {
    let graph = try model("input 2; softmax 3").lower(rows: 2, element: .f64, mode: .training)
    let data = LoadedRows(
      Rows(
        shape: [2], storage: .bytes([0, 51, 102, 153, 204, 255, 255, 0, 51, 102]),
        labels: [0, 1, 2, 0, 1], origin: "here"))
    let batches = Array(batches(3, rows: 2, data: data).inputs(of: graph))
    #expect(
      batches.map(\.name) == ["random 1", "random 2", "random 3", "real 1", "real 2", "real 3"])
    #expect(batches[3].values["rows"] == [0, 0.2, 0.4, 0.6])
    #expect(batches[3].values["labels"] == [0, 1])
    #expect(batches[4].values["rows"] == [0.8, 1, 1, 0])
    #expect(batches[0].values["rows"] != batches[1].values["rows"])
    #expect(batches.map { $0.values["step"] ?? [] } == [[], [], [], [], [], []])
    #expect(CheckBatches(1, rows: 9, data: data).rows == 5)
    #expect(self.batches(rows: 2).byteCount(for: graph) == 8 * 6)
    #expect(self.batches(rows: 2, data: data).byteCount(for: graph) == 3 * 8 * 6)
  }
}
