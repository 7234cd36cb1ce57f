import Execution
import IR
import Kernels
import Lowering
import Operators
import Passes
import Testing

@Suite struct FoldBatchnormTests {
  static let foldable = [
    "input 5; dense 6; batchnorm; relu; softmax 3",
    "input 5; dense 6 relu; batchnorm; dense 4 tanh; batchnorm; softmax 3",
    "input 2x3; batchnorm; dense 6; batchnorm; relu; sigmoid 1",
    "input 5; dense 6; batchnorm; batchnorm; linear 2",
    "input 5; batchnorm; dense 6; batchnorm; dense 4; batchnorm; batchnorm; linear 2",
    "input 5; batchnorm; batchnorm; dropout 0.5; batchnorm; dense 6 relu; batchnorm; linear 2",
    "input 5; batchnorm; dense 7 relu; dropout 0.5; batchnorm; linear 2",
    "input 5; dense 7; dropout 0.5; batchnorm; relu; linear 2",
  ]

  /// Moves every state off its first value, variances staying positive.
  private func perturb(_ states: StateStore) {
    for entry in states.entries {
      var random = RandomStream(seed: 5, stream: UInt64(entry.name.utf8.count))
      for index in 0..<entry.matrix.count {
        entry.matrix[index] =
          entry.name.hasSuffix("variance")
          ? 0.2 + random.uniform() : entry.matrix[index] + 0.3 * random.normal()
      }
    }
  }

  @Test(arguments: foldable, [ElementType.f32, .f64])
  func theResultStays(text: String, element: ElementType) throws {
    let graph = try model(text).lower(rows: 7, element: element, mode: .inference)
    let folded = try Pipeline.inference(.full).run(on: graph)
    #expect(graph.nodes.contains { $0.op is BatchnormInference })
    #expect(!folded.nodes.contains { $0.op is BatchnormInference })
    let before = try results(of: graph, prepare: perturb)
    let after = try results(of: folded, prepare: perturb)
    for name in ["prediction", "loss"] {
      expectEqual(
        try #require(after.outputs[name]), try #require(before.outputs[name]),
        tolerance: element == .f32 ? 1e-5 : 1e-12, name)
    }
  }

  @Test(arguments: foldable) func foldedWeightsRunOnce(text: String) throws {
    let graph = try Pipeline.inference(.full).run(
      on: try model(text).lower(rows: 7, element: .f32, mode: .inference))
    let plan = Plan(graph, workers: 2)
    let once = Set(plan.prologue)
    #expect(!once.isEmpty)
    #expect(plan.tasks.allSatisfy { !once.contains($0.node) })
    for task in plan.tasks {
      let node = graph[task.node]
      #expect(!(node.op is ScaleColumns) && !(node.op is ScaleRows))
      guard node.op is Matmul || node.op is AddBias || node.op is BiasActivation,
        let definer = graph.node(defining: node.operands[1])
      else { continue }
      #expect(once.contains(definer))
    }
  }

  @Test(arguments: [
    "input 5; dense 6 relu; batchnorm; relu; softmax 3",
    "input 5; dense 6 relu; batchnorm; sigmoid",
  ])
  func nothingToFoldInto(text: String) throws {
    let graph = try model(text).lower(rows: 7, element: .f64, mode: .inference)
    #expect(try FoldBatchnorm().run(on: graph) == nil)
  }

  @Test func trainingIsLeftAlone() throws {
    let graph = try model("input 5; dense 6; batchnorm; softmax 3").lower(
      rows: 7, element: .f64, mode: .training)
    #expect(try FoldBatchnorm().run(on: graph) == nil)
  }

  /// The prologue belongs to the states: after they change it has to run again, and does.
  @Test func thePrologueFollowsTheStates() throws {
    let graph = try Pipeline.inference(.full).run(
      on: try model("input 5; dense 6; batchnorm; softmax 3").lower(
        rows: 7, element: .f64, mode: .inference))
    let expected = try results(of: graph, prepare: perturb).outputs["prediction"]
    let states = StateStore([graph])
    let executor = Executor(Plan(graph, workers: 1), states: states, team: Team(workers: 1))
    perturb(states)
    executor.runPrologue()
    writeInputs(of: graph, to: executor, step: 1)
    executor.run()
    #expect(executor["prediction"]?.values(as: Double.self) == expected)
  }
}
