import Execution
import IR
import JSON
import Testing
import Training

@testable import Reporting

@Suite struct MemoryReportTests {
  static let models = [
    "input 6; dense 5 relu; softmax 3; batch 8",
    "input 12; dense 9 tanh; batchnorm; dropout 0.3; dense 8 relu l2=1e-3; softmax 4; batch 7",
    "input 5; dense 20 sigmoid; dense 20 relu; linear 1; optimizer momentum; batch 16",
    "input 2x3; sigmoid 1; optimizer sgd; batch 1",
  ]

  /// What the values of a step take together is what the planner counted in its own positions.
  @Test(arguments: models, 1...3) func thePeakIsThePlannersLowerBound(
    text: String, workers: Int
  ) throws {
    let compiler = Compiler(try model(text))
    for graph in [
      try compiler.trainingStep(rows: 8), try compiler.inference(rows: 8),
      try compiler.gradients(rows: 8),
    ] {
      let plan = Plan(graph, workers: workers, gathered: ["rows", "labels"])
      let report = MemoryReport(plan)
      #expect(report.timeline.peakBytes == plan.memory.lowerBound)
      #expect(report.rows.reduce(0) { $0 + $1.peak } == plan.memory.lowerBound)
      #expect(report.total.peak == plan.memory.lowerBound)
      #expect(report.rows.reduce(0) { $0 + $1.states } == plan.memory.state)
      for (step, live) in report.timeline.live.enumerated() {
        #expect(live == report.timeline.alive(in: step).reduce(0) { $0 + $1.byteCount })
      }
    }
  }

  @Test func partsAndKindsOfAStepWrittenByHand() throws {
    let graph = try graph(handMadeStep)
    let parts = StepParts(graph)
    #expect(
      graph.nodes.indices.map { parts[NodeID($0)] } == [
        .forward, .forward, .forward, .backward, .backward, .backward, .update,
      ])
    let kinds = ValueKinds(graph, parts)
    let results = graph.nodes.flatMap { $0.results.map { kinds[$0] } }
    #expect(
      results == [.saved, .forward, .forward, .backward, .backward, .gradient, .backward])
    #expect(graph.inputs.allSatisfy { kinds[$0] == .input })
  }

  @Test(arguments: models) func whatIsSavedIsWhatRecomputingCounts(text: String) throws {
    let graph = try trainingStep(text, rows: 8)
    let parts = StepParts(graph)
    let (kinds, saved) = (ValueKinds(graph, parts), SavedValues(graph, parts))
    for index in graph.values.indices {
      #expect((kinds[ValueID(index)] == .saved) == saved.isSaved[index])
    }
    #expect(saved.byteCount > 0)
  }

  @Test func copiesAtTheEndAreTold() throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[20]
        state %a: f32[20] parameter constant(1.0)
        state %b: f32[20] parameter constant(2.0)

        %0: f32[20] = add(%a, %x)

        update %a <- %b
        update %b <- %0
        output old = %a
      }
      """)
    let report = MemoryReport(Plan(graph, workers: 1))
    #expect(report.text.contains("with states and 384 B saved at the end"), "\(report.text)")
    #expect(report.json["copy_bytes"]?.intValue == 384)
    #expect(report.json["whole_bytes"]?.intValue == 160 + 384 + report.plan.memory.planned)
  }

  @Test func aGraphWithoutGradientsIsAllForward() throws {
    let graph = try Compiler(try model(Self.models[1])).inference(rows: 4)
    let parts = StepParts(graph)
    #expect(graph.nodes.indices.allSatisfy { parts[NodeID($0)] == .forward })
    let report = MemoryReport(Plan(graph, workers: 1))
    #expect(report.total.gradients == 0)
    #expect(report.total.saved == 0)
    #expect(report.total.optimizer == 0)
    #expect(report.total.workspace > 0)
    #expect(!report.text.contains("optimizer  "))
    #expect(report.text.contains("forward:"))
  }

  @Test func shownGradientsCountAsSuch() throws {
    let graph = try Compiler(try model(Self.models[0])).gradients(rows: 4)
    let kinds = ValueKinds(graph, StepParts(graph))
    let shown = graph.outputs.filter { $0.name.hasPrefix("gradient.") }
    #expect(shown.count == 4)
    #expect(shown.allSatisfy { kinds[$0.value] == .gradient })
    #expect(try kinds[#require(graph.output("loss"))] == .forward)
  }

  /// Sizes worked out on paper: buffers are multiples of 64 bytes.
  @Test func aStepWrittenByHandInFigures() throws {
    let report = MemoryReport(Plan(try graph(handMadeStep), workers: 1))
    let rows = Dictionary(uniqueKeysWithValues: report.rows.map { ($0.name, $0) })
    let line = try #require(rows["line"])
    #expect(line.parameters == 8 * 4 * 4)
    #expect(line.optimizer == 0)
    #expect(line.saved == 16 * 4 * 4)
    #expect(line.gradients == 8 * 4 * 4)
    #expect(try #require(rows["inputs"]).inputs == 16 * 8 * 4 + 16 * 4 * 4)
    #expect(report.total.gradients == 8 * 4 * 4)
    #expect(report.json["peak"]?["bytes"]?.intValue == report.plan.memory.lowerBound)
    #expect(report.json["layers"]?.arrayValue?.count == 3)
  }

  @Test func theTextNamesThePeakAndIsHonest() throws {
    let plan = Plan(
      try trainingStep("input 784; dense 300 relu; softmax 10; batch 64", rows: 64), workers: 2,
      gathered: ["rows", "labels"])
    let text = MemoryReport(plan).text
    #expect(text.contains("is at matmul of dense1, line 1, task"), "\(text)")
    #expect(text.contains("  940.80 kB  %"), "\(text)")
    #expect(text.contains("parameter gradient  @dense1:1"), "\(text)")
    #expect(text.contains("no plan makes them smaller"), "\(text)")
  }

  /// Each value computed over another ends the time of the one before.
  @Test(arguments: models) func tenanciesOfABufferFollowEachOther(text: String) throws {
    let plan = Plan(try trainingStep(text, rows: 8), workers: 2, gathered: ["rows", "labels"])
    let timeline = MemoryTimeline(plan)
    for (earlier, later) in zip(timeline.tenancies, timeline.tenancies.dropFirst())
    where earlier.buffer == later.buffer {
      #expect(earlier.steps.upperBound + 1 == later.steps.lowerBound)
    }
    #expect(Set(timeline.tenancies.map(\.buffer)) == Set(plan.buffers.indices))
  }
}
