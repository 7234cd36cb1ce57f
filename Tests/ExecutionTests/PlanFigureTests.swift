import Execution
import Testing

/// What plans need of memory.
@Suite struct PlanFigureTests {
  @Test(arguments: madeUpModels.indices, [1, 2, 3, 4])
  func plannedIsBetweenTheLowerBoundAndNaive(index: Int, workers: Int) throws {
    for graph in [try trainingStep(madeUpModels[index].text), try inference(madeUpModels[index].text)]
    {
      let plan = Plan(graph, workers: workers, gathered: ["rows", "labels"])
      print(madeUpModels[index].name, graph.name, workers, plan.memory, plan.barrierCount)
      #expect(plan.memory.lowerBound <= plan.memory.planned)
      #expect(plan.memory.planned <= plan.memory.naive)
      #expect(plan.memory.planned * 10 <= plan.memory.lowerBound * 11)
      try plan.verify()
    }
  }
}
