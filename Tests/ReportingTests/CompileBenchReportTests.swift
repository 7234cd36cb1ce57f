import JSON
import Passes
import Reporting
import Source
import Testing
import Training

@Suite struct CompileBenchReportTests {
  private let source = SourceText(
    name: "m.nn", "input 6\ndense 8 relu\nsoftmax 3\nbatch 4\n")

  @Test func everyStageIsTimedAndNoLongerThanTheWhole() throws {
    let figures = try CompileBenchmark(
      model: source, data: nil, subject: .trainingStep, threads: 2, level: .full, repeats: 3
    ) { _ in 4 }
    let names = figures.phases.map(\.name)
    #expect(names.prefix(4) == ["parse", "check", "lower", "differentiate"])
    #expect(names.suffix(3) == ["verify graph", "plan", "verify plan"])
    #expect(names.count == Set(names).count)
    let sum = figures.phases.reduce(0) { $0 + $1.milliseconds }
    #expect(sum > 0 && sum <= figures.total * 1.000_001)
    #expect(figures.nodeCount > 5)
    #expect(figures.peakMemory > 1 << 20)
  }

  @Test func aGraphsTextIsReadAndPlanned() throws {
    let figures = try CompileBenchmark(
      graph: SourceText(
        name: "g.ir",
        "graph g seed=1 {\n  input %x: f32[2,3]\n  %0: f32[2,3] = relu(%x)\n  output y = %0\n}\n"),
      threads: 1, level: .none, repeats: 1)
    #expect(figures.nodeCount == 1)
    let report = CompileBenchReport(figures)
    #expect(report.json["stages_ms"]?.objectValue?.map(\.key).last == "verify plan")
    #expect(report.text.contains("1 nodes, 1 repeats"))
  }
}
