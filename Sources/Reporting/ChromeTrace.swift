import Execution
import IR
public import JSON
public import Training

/// Timed steps as a trace file that Chrome's about:tracing and Perfetto open: a row a worker.
///
/// The format is the JSON object format of the Trace Event Format document: complete events (`X`)
/// with times in microseconds, and metadata events (`M`) that name the rows.
public struct ChromeTrace: Sendable {
  private let figures: OpBenchmark

  /// Makes a trace.
  public init(_ figures: OpBenchmark) { self.figures = figures }

  /// The file's content.
  public var json: JSON {
    let start = figures.trace.joined().compactMap { $0.first?.start }.min() ?? 0
    var events: [JSON] = [Self.name("process_name", "nnc", worker: 0)]
    for worker in 0..<figures.threads {
      events.append(Self.name("thread_name", "worker \(worker)", worker: worker))
    }
    for (number, step) in figures.trace.enumerated() {
      for (worker, spans) in step.enumerated() {
        events += spans.map { event($0, since: start, step: number + 1, worker) }
      }
    }
    return ["traceEvents": .array(events), "displayTimeUnit": "ns"]
  }

  private static func name(_ kind: String, _ name: String, worker: Int) -> JSON {
    [
      "ph": "M", "pid": 1, "tid": .integer(Int64(worker)), "name": .string(kind),
      "args": ["name": .string(name)],
    ]
  }

  private func event(_ span: Span, since start: UInt64, step: Int, _ worker: Int) -> JSON {
    let (name, category, arguments) = describe(span.activity)
    return [
      "ph": "X", "pid": 1, "tid": .integer(Int64(worker)), "name": .string(name),
      "cat": .string(category), "ts": .number(Double(span.start - start) / 1e3),
      "dur": .number(Double(span.duration) / 1e3),
      "args": .object(JSONObject([("step", .integer(Int64(step)))] + arguments)),
    ]
  }

  private func describe(
    _ activity: Span.Activity
  ) -> (name: String, category: String, arguments: [(String, JSON)]) {
    switch activity {
    case .gather: return ("gather", "data", [])
    case .wait: return ("wait", "barrier", [])
    case .copy: return ("copy", "update", [])
    case .node(let id):
      let graph = figures.graph
      let node = graph[id]
      return (
        node.op.name, "op",
        [
          ("result", .string(graph.type(of: node.results[0]).description)),
          ("layer", node.origin.map { .string($0.description) } ?? .null),
          ("flops", .integer(Int64(graph.flops(of: node)))),
        ]
      )
    }
  }
}
