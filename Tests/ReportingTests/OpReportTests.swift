import IR
import JSON
import Lowering
import Passes
import Reporting
import Source
import Syntax
import Testing
import Training

@Suite struct OpReportTests {
  private func benchmark(threads: Int) throws -> OpBenchmark {
    let parsed = parse(
      SourceText(name: "m.nn", "input 20\ndense 32 relu\nbatchnorm\nsoftmax 5\nbatch 16\n"))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: nil).model
    let rows = try LoadedRows(random: 64, columns: 20, classes: 5, seed: 1)
    return try OpBenchmark(
      model, subject: .trainingStep, rows: rows, batch: 16, threads: threads, level: .full,
      repeats: 8)
  }

  @Test(arguments: [1, 2]) func theRowsAddUpToTheStep(threads: Int) throws {
    let figures = try benchmark(threads: threads)
    #expect(figures.rows.map(\.node).count == Set(figures.rows.map(\.node)).count)
    #expect(figures.rows.reduce(0) { $0 + $1.flops } == figures.graph.flops)
    #expect(figures.rows.allSatisfy { $0.longest >= $0.microseconds && $0.bytes > 0 })
    let sum =
      figures.rows.reduce(0) { $0 + $1.microseconds } + figures.gather + figures.wait
      + figures.copy + figures.idle
    #expect(abs(sum - figures.timed) <= 1e-9 * figures.timed)
    #expect((figures.wait > 0) == (threads > 1))
  }

  @Test func theReportNamesEveryNodeWithItsLayer() throws {
    let figures = try benchmark(threads: 1)
    let report = OpReport(figures)
    #expect(report.text.contains("matmul"))
    #expect(report.text.contains("@batchnorm1:3"))
    #expect(report.json["ops"]?.arrayValue?.count == figures.rows.count)
    #expect(report.json["threads"]?.intValue == 1)
  }

  @Test func aTraceHasARowAWorkerWithoutOverlaps() throws {
    let figures = try benchmark(threads: 2)
    let events = try #require(ChromeTrace(figures).json["traceEvents"]?.arrayValue)
    let names = events.filter { $0["name"]?.stringValue == "thread_name" }
    #expect(names.compactMap { $0["args"]?["name"]?.stringValue } == ["worker 0", "worker 1"])
    for worker in 0..<2 {
      let spans = events.filter {
        $0["ph"]?.stringValue == "X" && $0["tid"]?.intValue == worker
      }
      #expect(spans.count >= 5 * figures.rows.count / 2)
      let times = spans.compactMap { span in
        span["ts"]?.doubleValue.flatMap { start in span["dur"]?.doubleValue.map { (start, $0) } }
      }
      #expect(times.count == spans.count)
      for (span, next) in zip(times, times.dropFirst()) {
        #expect(span.1 >= 0 && span.0 + span.1 <= next.0 + 1e-3)
      }
    }
  }
}
