import IR
import Lowering
import Operators
import Passes
import Testing

@testable import Execution

/// Networks far deeper than anybody trains: nothing from the text to the plan may take time or
/// memory that grows faster than the network.
@Suite struct LargeModelTests {
  @Test(arguments: [1, 2]) func aHundredThousandLayers(workers: Int) throws {
    let text = "input 4\n" + String(repeating: "dense 4 relu\n", count: 100_000) + "softmax 2"
    let graph = try trainingStep(text, rows: 8)
    #expect(graph.states.count > 600_000)
    let plan = Plan(graph, workers: workers, gathered: ["rows", "labels"])
    #expect(plan.tasks.count > 800_000)
    #expect(plan.copies.isEmpty)
    #expect(plan.memory.planned * 10 <= plan.memory.lowerBound * 11)
  }
}
