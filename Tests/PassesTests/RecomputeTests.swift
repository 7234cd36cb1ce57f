import IR
import Kernels
import Lowering
import Operators
import Passes
import Source
import Testing

@Suite struct RecomputeTests {
  private static let layers = 64
  private static let equalLayers = """
    input 32
    \(String(repeating: "dense 32 tanh\n", count: layers))softmax 4
    optimizer sgd lr=0.01
    """
  private static let mixedLayers = """
    input 12
    dense 16 relu l2=1e-3; batchnorm; dropout 0.3
    dense 16; batchnorm; tanh; dropout 0.2
    dense 16 sigmoid; dense 16 relu; batchnorm
    dense 8 relu; dropout 0.1; dense 8 tanh
    softmax 3
    """

  private func trainingStep(_ text: String) throws -> (forward: Graph, step: Graph) {
    let model = try model(text)
    let forward = try model.lower(rows: 8, element: .f32, mode: .training)
    return (forward, try Pipeline.training(model.optimizer, .full).run(on: forward))
  }

  private func savedBytes(_ graph: Graph) -> Int {
    SavedValues(graph, StepParts(graph)).byteCount
  }

  private func recompute(_ graph: Graph, parts: Int) throws -> Graph {
    let rewrite = try #require(
      try Recompute(segmentBytes: savedBytes(graph) / parts).run(on: graph))
    try rewrite.graph.verify()
    return rewrite.graph
  }

  @Test func equalLayersInEightSegmentsSaveAThirdForLessThanAForwardPass() throws {
    let (forward, step) = try trainingStep(Self.equalLayers)
    let less = try recompute(step, parts: 8)
    let before = savedBytes(step)
    let after = savedBytes(less)
    #expect(Double(after) <= 0.3 * Double(before), "\(after) of \(before)")
    #expect(less.flops > step.flops)
    #expect(less.flops - step.flops <= forward.flops)
  }

  @Test(arguments: [equalLayers, mixedLayers])
  func resultsAreTheSameToTheBit(text: String) throws {
    let (_, step) = try trainingStep(text)
    let expected = try results(of: step, steps: 3)
    for parts in [2, 3, 4, 6] {
      let found = try results(of: recompute(step, parts: parts), steps: 3)
      expectEqual(found.losses, expected.losses, tolerance: 0, "losses")
      for (name, numbers) in expected.states {
        expectEqual(try #require(found.states[name]), numbers, tolerance: 0, name)
      }
    }
  }

  @Test func updatesStaySingle() throws {
    let (_, step) = try trainingStep(Self.mixedLayers)
    let less = try recompute(step, parts: 4)
    let copies = less.nodes.filter(\.isRecomputed)
    #expect(copies.contains { $0.op is Batchnorm })
    #expect(copies.contains { $0.op.randomSite != nil })
    #expect(!copies.contains { $0.op is MovingAverage })
    #expect(
      less.nodes.count { $0.op is MovingAverage } == step.nodes.count { $0.op is MovingAverage })
    #expect(less.updates.count == step.updates.count)
  }

  @Test(arguments: [equalLayers, mixedLayers])
  func onlyPureNodesAreComputedTwiceAndNoneMoreOften(text: String) throws {
    let (_, step) = try trainingStep(text)
    for parts in 2...6 {
      let less = try recompute(step, parts: parts)
      #expect(try flaws(of: less, madeFrom: step) == [])
      #expect(less.nodes.contains { $0.isRecomputed })
    }
  }

  /// What is wrong with the second copies in a graph: each must be of a node of the graph it was made
  /// from, which no other is of, and which makes no new value of a state.
  private func flaws(of less: Graph, madeFrom step: Graph) throws -> [String] {
    var flaws: [String] = []
    /// By value, the value of the first graph that it is equal to.
    var sources: [ValueID: ValueID] = [:]
    for (value, source) in zip(less.inputs, step.inputs) { sources[value] = source }
    for (value, source) in zip(less.states, step.states) { sources[value.value] = source.value }
    var firsts = step.nodes.indices.makeIterator()
    var copied: Set<Int> = []
    let updated = Set(step.updates.map(\.value))
    for node in less.nodes {
      let operands = try node.operands.map { try #require(sources[$0]) }
      var source: Int?
      if node.isRecomputed {
        let equals = step.nodes.indices.filter { index in
          let other = step.nodes[index]
          return other.op.name == node.op.name && other.operands == operands
            && other.op.attributes == node.op.attributes
        }
        source = equals.first { !copied.contains($0) } ?? equals.first
        guard let source else {
          flaws.append("'\(node.op.name)' is a copy of nothing")
          continue
        }
        if !copied.insert(source).inserted { flaws.append("node \(source) is copied twice") }
        if step.nodes[source].results.contains(where: updated.contains) {
          flaws.append("node \(source), an update, is copied")
        }
      } else {
        source = firsts.next()
        guard let source, step.nodes[source].operands == operands else {
          flaws.append("'\(node.op.name)' stands where it did not")
          continue
        }
      }
      let results = step.nodes[try #require(source)].results
      for (value, result) in zip(node.results, results) { sources[value] = result }
    }
    if firsts.next() != nil { flaws.append("nodes are missing") }
    return flaws
  }

  /// The test above can fail: a node that is copied twice, one that updates a state, and one that is
  /// marked as a copy but is of nothing.
  @Test func plantedCopiesAreFound() throws {
    let (_, step) = try trainingStep(Self.mixedLayers)
    func planted(_ plant: (inout Rewriter) throws -> Void) throws -> [String] {
      var rewriter = Rewriter(step)
      for node in step.nodes { try rewriter.copy(node) }
      try plant(&rewriter)
      return try flaws(of: rewriter.finish(), madeFrom: step)
    }
    let activation = try #require(step.nodes.first { $0.op is Dropout || $0.op is BiasActivation })
    let average = try #require(step.nodes.first { $0.op is MovingAverage })
    #expect(try planted { try $0.recompute(activation) } == [])
    let twice = try planted { rewriter in
      try rewriter.recompute(activation)
      try rewriter.recompute(activation)
    }
    #expect(twice.count == 1 && twice[0].hasSuffix("is copied twice"), "\(twice)")
    let impure = try planted { try $0.recompute(average) }
    #expect(impure.count == 1 && impure[0].hasSuffix("an update, is copied"), "\(impure)")
  }

  /// What only a figure reads behind the loss is not saved for the backward part.
  @Test func whatAFigureReadsIsNotSaved() throws {
    let graph = try Graph(
      reading: SourceText(
        name: "g",
        """
        graph step seed=1 {
          input %rows: f32[16,8]
          input %labels: f32[16,4]
          input %lr: f32[]
          state %w: f32[8,4] parameter constant(0.5) @line:1

          %0: f32[16,4] = matmul(%rows, %w) @line:1
          %1: f32[2,32] = reshape(%0) {shape=[2,32]} @line:1
          %2: f32[2,32] = tanh(%1) @line:1
          %3: f32[16,4] = reshape(%2) {shape=[16,4]} @line:1
          %4: f32[16] = squared_error(%3, %labels) @loss:2
          %5: f64[] = mean(%4) @loss:2
          %6: f32[16] = row_square_sum(%0) @loss:2
          %7: f64[] = mean(%6) @loss:2
          %8: f32[16] = constant() {element=f32, shape=[16], value=0.0625} @loss:2
          %9: f32[16,4] = squared_error_gradient(%3, %labels, %8) @loss:2
          %10: f32[8,4] = matmul(%rows, %9) {transpose_a=true} @line:1
          %11: f32[8,4] = sgd_update(%w, %10, %lr) @line:1

          update %w <- %11
          output loss = %5
          output size = %7
        }
        """), ops: Catalog.ops)
    let saved = SavedValues(graph, StepParts(graph))
    let names = graph.nodes.flatMap(\.results).filter { saved.isSaved[$0.index] }
    // The view is read, and with it what it shows, which alone takes bytes.
    #expect(names == [graph.nodes[2].results[0], graph.nodes[3].results[0]])
    #expect(saved.byteCount == 16 * 4 * 4)
    #expect(saved.madeBytes[2] == saved.byteCount)
  }

  @Test func equalNodesAreNotSharedAgain() throws {
    let (_, step) = try trainingStep(Self.mixedLayers)
    let less = try recompute(step, parts: 4)
    #expect(try ShareEqualNodes().run(on: less) == nil)
    let plain = less.text.replacing(" recomputed", with: "")
    let unmarked = try? Graph(reading: SourceText(name: "g", plain), ops: Catalog.ops)
    // Without the marks, two nodes would draw from one site.
    #expect(unmarked == nil)
  }

  @Test func theTextReadsBack() throws {
    let (_, step) = try trainingStep(Self.mixedLayers)
    let text = try recompute(step, parts: 3).text
    #expect(text.contains(" recomputed @"))
    #expect(try Graph(reading: SourceText(name: "g", text), ops: Catalog.ops).text == text)
  }

  @Test func thereIsNothingToDropWithoutABackwardPart() throws {
    let model = try model(Self.mixedLayers)
    let graph = try Pipeline.inference(.full).run(
      on: model.lower(rows: 8, element: .f32, mode: .inference))
    #expect(savedBytes(graph) == 0)
    #expect(try Recompute(segmentBytes: 64).run(on: graph) == nil)
  }
}
