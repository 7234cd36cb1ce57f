import IR
import Kernels

/// The end of a run, on one worker: updates that were not computed in place are copied.
///
/// New values are saved before any state is overwritten, since one update may be another state's
/// old value. Outputs that are an old value are saved too, and read from where they are saved.
struct Ending {
  /// What to run.
  private(set) var steps: [Step] = []
  /// By name, the outputs that are the old value of a state which is overwritten.
  private(set) var snapshots: [String: Matrix] = [:]

  /// Prepares the end of a plan whose values lie in `matrices`.
  init(_ plan: Plan, _ matrices: [Matrix]) {
    let graph = plan.graph
    let outputs = plan.overwrittenOutputs
    let values = plan.copies.map(\.value) + outputs.map(\.value)
    let sizes = values.map { Buffer.aligned(graph.type(of: $0).byteCount) }
    let memory = Memory(byteCount: plan.memory.copies)
    var offset = 0
    let saved = zip(values, sizes).map { value, size in
      defer { offset += size }
      let source = matrices[value.index]
      return memory.matrix(
        at: offset, source.element, rows: source.rows, columns: source.columns)
    }
    steps = zip(values, saved).map { value, copy in .copy(matrices[value.index], into: copy) }
    for (update, copy) in zip(plan.copies, saved) {
      steps.append(.copy(copy, into: matrices[graph.states[update.state].value.index]))
    }
    for (output, copy) in zip(outputs, saved.dropFirst(plan.copies.count)) {
      snapshots[output.name] = copy
    }
  }
}
