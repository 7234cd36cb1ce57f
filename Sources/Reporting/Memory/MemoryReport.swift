public import Execution
import IR

/// Where the memory of one run of a graph goes, layer by layer, before anything runs.
///
/// States are counted apart from transient values. The columns of transient bytes tell the most
/// that a layer holds at any one time for a purpose: layers and purposes reach theirs at different
/// times, so these do not add up. `peak` tells what each layer holds in the step in which the most
/// is alive: this column adds up to the lower bound.
public struct MemoryReport: Sendable {
  /// What the report tells of a layer, or of the whole graph, in bytes.
  public struct Row: Hashable, Sendable {
    /// The layer; nil for inputs and for what belongs to no layer.
    public var layer: String?
    /// Parameters.
    public var parameters = 0
    /// The states of the optimizer.
    public var optimizer = 0
    /// Statistics, such as moving averages.
    public var statistics = 0
    /// Inputs, the most at any one time.
    public var inputs = 0
    /// What is made forward and read backward, the most at any one time.
    public var saved = 0
    /// Gradients of parameters, the most at any one time.
    public var gradients = 0
    /// All other transient values, the most at any one time.
    public var workspace = 0
    /// All transient values, at the peak of the whole graph.
    public var peak = 0

    /// What to call the row: the layer, or what there is outside of layers.
    public var name: String {
      layer ?? (states + saved + gradients + workspace == 0 ? "inputs" : "no layer")
    }
    /// All states.
    public var states: Int { parameters + optimizer + statistics }
  }

  /// The layers in the order of their lines; inputs and the like are first.
  public let rows: [Row]
  /// The whole graph, by the same rules.
  public let total: Row
  let plan: Plan
  let timeline: MemoryTimeline
  let parts: StepParts
  let kinds: ValueKinds

  /// Looks at a plan.
  public init(_ plan: Plan) {
    let graph = plan.graph
    self.plan = plan
    timeline = MemoryTimeline(plan)
    parts = StepParts(graph)
    kinds = ValueKinds(graph, parts)

    var layers: [String?] = []
    var known: Set<String?> = []
    var lines: [String: Int] = [:]
    func note(_ origin: Origin?) {
      if let origin { lines[origin.layer] = min(lines[origin.layer] ?? .max, origin.line) }
      if known.insert(origin?.layer).inserted { layers.append(origin?.layer) }
    }
    for input in graph.inputs { note(graph[input].origin) }
    for node in graph.nodes { note(node.origin) }
    for state in graph.states { note(graph[state.value].origin) }
    // Fused and reordered nodes come in another order than the layers that they are of.
    layers = layers.enumerated().sorted {
      (lines[$0.element ?? ""] ?? 0, $0.offset) < (lines[$1.element ?? ""] ?? 0, $1.offset)
    }.map(\.element)
    let states = Dictionary(grouping: graph.states) { graph[$0.value].origin?.layer }
    let tenancies = Dictionary(grouping: timeline.tenancies) { graph[$0.value].origin?.layer }
    let (timeline, kinds) = (timeline, kinds)
    func row(_ layer: String?, _ states: [State], _ tenancies: [MemoryTimeline.Tenancy]) -> Row {
      func bytes(_ role: State.Role) -> Int {
        states.reduce(0) { $0 + ($1.role == role ? graph.type(of: $1.value).byteCount : 0) }
      }
      func largest(_ some: ValueKind...) -> Int {
        MemoryTimeline.largest(of: tenancies.filter { some.contains(kinds[$0.value]) })
      }
      return Row(
        layer: layer, parameters: bytes(.parameter), optimizer: bytes(.optimizer),
        statistics: bytes(.statistic), inputs: largest(.input), saved: largest(.saved),
        gradients: largest(.gradient), workspace: largest(.forward, .backward),
        peak: tenancies.reduce(0) {
          $0 + ($1.steps.contains(timeline.peakStep) ? $1.byteCount : 0)
        })
    }
    rows = layers.map { row($0, states[$0] ?? [], tenancies[$0] ?? []) }
    total = row(nil, graph.states, timeline.tenancies)
  }

  /// The task that runs at the peak; nil where the inputs alone are the most.
  var peakTask: NodeID? {
    let index = timeline.peakStep - 1
    return plan.tasks.indices.contains(index) ? plan.tasks[index].node : nil
  }

  /// What there is less of than with every alias class in a buffer of its own.
  var savedByPlanning: Int { plan.memory.naive - plan.memory.planned }
}
