import IR
import Kernels
import Operators
import Passes
import RandomGraphs
import Testing

@Suite struct RandomGraphTests {
  /// An operator that no random graph has, as it is made or as the passes leave it, would go
  /// untested by all that draws on them.
  @Test func everyOperatorComesUp() throws {
    var missing = Set(Catalog.ops.names)
    func see(_ graph: Graph) { missing.subtract(graph.nodes.map(\.op.name)) }
    for seed in 0..<100 {
      see(try RandomGraph.make(seed))
      let step = try RandomGraph.model(seed)
      for optimizer in Catalog.optimizers {
        let training = Pipeline.training(optimizer.init(Arguments()), .full)
        see(try training.run(on: step))
      }
      see(try Pipeline.inference(.full).run(on: RandomGraph.model(seed, mode: .inference)))
    }
    #expect(missing.isEmpty)
  }

  @Test(arguments: [ElementType.f32, .f64]) func theSameSeedMakesTheSameGraph(
    element: ElementType
  ) throws {
    for seed in 0..<20 {
      let graph = try RandomGraph.make(seed, element: element)
      try graph.verify()
      #expect(try RandomGraph.make(seed, element: element).text == graph.text)
      #expect(try RandomGraph.make(seed + 1, element: element).text != graph.text)
      for mode in [Mode.training, .inference] {
        let model = try RandomGraph.model(seed, element: element, mode: mode)
        try model.verify()
        #expect(model.updates.isEmpty || mode == .training)
        #expect(Set(model.outputs.map(\.name)).isSuperset(of: ["loss", "prediction", "accuracy"]))
      }
    }
  }
}
