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

  private func recompute(_ graph: Graph, parts: Int) throws -> Graph {
    let saved = try #require(SavedValues(graph))
    let rewrite = try #require(
      try Recompute(segmentBytes: saved.byteCount / parts).run(on: graph))
    try rewrite.graph.verify()
    return rewrite.graph
  }

  @Test func equalLayersInEightSegmentsSaveAThirdForLessThanAForwardPass() throws {
    let (forward, step) = try trainingStep(Self.equalLayers)
    let less = try recompute(step, parts: 8)
    let before = try #require(SavedValues(step)).byteCount
    let after = try #require(SavedValues(less)).byteCount
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

  @Test func noNodeIsComputedMoreThanTwice() throws {
    let (_, step) = try trainingStep(Self.mixedLayers)
    for parts in 2...6 {
      let less = try recompute(step, parts: parts)
      #expect(less.nodes.count { $0.isRecomputed } <= step.nodes.count / 2)
      #expect(less.nodes.count { !$0.isRecomputed } == step.nodes.count)
    }
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
    #expect(SavedValues(graph) == nil)
    #expect(try Recompute(segmentBytes: 64).run(on: graph) == nil)
  }
}
