import Execution
import IR
public import JSON

extension MemoryReport {
  /// The report for programs; all sizes are in bytes.
  public var json: JSON {
    let names = ValueNames(plan.graph)
    let alive = timeline.alive(in: timeline.peakStep).map { tenancy -> JSON in
      let value = plan.graph[tenancy.value]
      return [
        "value": .string("%\(names[tenancy.value])"), "type": .string(value.type.description),
        "kind": .string(kinds[tenancy.value].title),
        "layer": value.origin.map { .string($0.layer) } ?? .null,
        "line": value.origin.map { count($0.line) } ?? .null,
        "bytes": count(tenancy.byteCount),
        "offset": count(plan.buffers[tenancy.buffer].offset),
      ]
    }
    let node = peakTask.map { plan.graph[$0] }
    return [
      "layers": .array(
        rows.map { row in
          var object = columns(row)
          object["layer"] = row.layer.map { .string($0) } ?? .null
          return .object(object)
        }),
      "total": .object(columns(total)),
      "peak": [
        "bytes": count(timeline.peakBytes),
        "task": count(timeline.peakStep), "tasks": count(plan.tasks.count),
        "op": node.map { .string($0.op.name) } ?? .null,
        "layer": node?.origin.map { .string($0.layer) } ?? .null,
        "line": node?.origin.map { count($0.line) } ?? .null,
        "part": peakTask.map { .string(parts[$0].rawValue) } ?? .null,
        "alive": .array(alive),
      ],
      "state_bytes": count(plan.memory.state),
      "persistent_bytes": count(plan.memory.persistent),
      "copy_bytes": count(plan.memory.copies),
      "naive_bytes": count(plan.memory.naive),
      "planned_bytes": count(plan.memory.planned),
      "lower_bound_bytes": count(plan.memory.lowerBound),
      "whole_bytes": count(plan.memory.whole),
      "saved_by_planning_bytes": count(savedByPlanning),
      "live_bytes": .array(timeline.live.map(count)),
    ]
  }

  private func columns(_ row: Row) -> JSONObject {
    [
      "parameter_bytes": count(row.parameters), "optimizer_bytes": count(row.optimizer),
      "statistic_bytes": count(row.statistics), "largest_input_bytes": count(row.inputs),
      "largest_saved_bytes": count(row.saved), "largest_gradient_bytes": count(row.gradients),
      "largest_workspace_bytes": count(row.workspace), "peak_bytes": count(row.peak),
    ]
  }

  private func count(_ value: Int) -> JSON { .integer(Int64(value)) }
}
