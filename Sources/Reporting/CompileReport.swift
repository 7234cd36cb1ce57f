public import Execution
import IR
public import JSON
public import Lowering
import Operators

/// What `nnc compile` tells of a model or of a graph's text: its layers, its size, its work and its
/// memory.
public struct CompileReport: Sendable {
  /// One row of the table of layers.
  public struct Row: Hashable, Sendable {
    /// The layer's name.
    public var name: String
    /// The shape of a row of its output; nil in a graph's text, which says nothing of layers' ends.
    public var outputShape: [Int]?
    /// Its numbers, statistics such as moving averages included.
    public var parameters: Int
    /// Those of them that training moves by gradients.
    public var trainable: Int
  }

  private let rows: [Row]
  private let model: Model?
  private let plan: Plan
  private let purpose: String
  private let batch: Int?

  /// Makes a report on a model.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - plan: the plan of the graph that was compiled.
  ///   - purpose: `training step` or `inference`.
  ///   - batch: the rows of a batch.
  public init(_ model: Model, plan: Plan, purpose: String, batch: Int) throws {
    self.model = model
    self.plan = plan
    self.purpose = purpose
    self.batch = batch
    let states = Dictionary(
      Self.rows(of: try model.lower(rows: 1, mode: .inference)).map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    rows = model.layers.map { layer in
      var row =
        states[layer.name] ?? Row(name: layer.name, parameters: 0, trainable: 0)
      row.outputShape = layer.outputShape
      return row
    }
  }

  /// Makes a report on a graph that was given as text, whose layers are those that its states came
  /// from.
  public init(_ plan: Plan) {
    model = nil
    self.plan = plan
    purpose = "graph '\(plan.graph.name)'"
    batch = nil
    rows = Self.rows(of: plan.graph)
  }

  /// The layers that a graph's states came from, in the order of the states.
  private static func rows(of graph: Graph) -> [Row] {
    var rows: [Row] = []
    var places: [String: Int] = [:]
    for state in graph.states where state.role != .optimizer {
      let layer = graph[state.value].origin?.layer ?? state.name
      let place = places[layer, default: rows.count]
      if place == rows.count { rows.append(Row(name: layer, parameters: 0, trainable: 0)) }
      places[layer] = place
      let count = graph.type(of: state.value).count
      rows[place].parameters += count
      if state.role == .parameter { rows[place].trainable += count }
    }
    return rows
  }

  /// All numbers of the model.
  public var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  /// Those of them that training moves by gradients.
  public var trainableParameters: Int { rows.reduce(0) { $0 + $1.trainable } }

  /// The names and shapes of what is fed: a row of a model, or each input of a graph as a whole.
  private var inputs: [(name: String, shape: [Int])] {
    if let model { return [("input", model.inputShape)] }
    return plan.graph.inputs.compactMap { id in
      guard case .input(let name) = plan.graph[id].definition else { return nil }
      return (name, plan.graph.type(of: id).shape)
    }
  }

  /// How a model is trained, as a line.
  private var settings: String {
    model.map {
      "loss \($0.lossName), optimizer \($0.optimizerName), batch \($0.settings.batch)\n"
    } ?? ""
  }

  /// The report for people.
  public var text: String {
    var table = TextTable([("layer", .left), ("output", .left), ("parameters", .right)])
    for input in inputs { table.add([input.name, Self.shape(input.shape), ""]) }
    for row in rows {
      table.add([row.name, row.outputShape.map(Self.shape) ?? "", grouped(row.parameters)])
    }
    let memory = plan.memory
    let fixedCount = parameters - trainableParameters
    return table.text + """

      \(grouped(parameters)) parameters, \(grouped(trainableParameters)) trainable\
      \(fixedCount > 0 ? ", \(grouped(fixedCount)) not trainable" : "")
      \(settings)
      \(purpose)\(batch.map { " on \($0) row\($0 == 1 ? "" : "s")" } ?? "")
        nodes    \(grouped(plan.graph.nodes.count)), \(plan.barrierCount) barriers for \
      \(plan.workers) worker\(plan.workers == 1 ? "" : "s")
        flops    \(grouped(plan.graph.flops))
        states   \(exactBytes(memory.state))
        naive    \(exactBytes(memory.naive)), no buffer shares memory with another
        planned  \(exactBytes(memory.planned)), \(fixed(memory.ratio, 2)) x the lower bound
        bound    \(exactBytes(memory.lowerBound)), the most that is alive at one time

      """
  }

  /// The report for programs.
  public var json: JSON {
    let memory = plan.memory
    return [
      "layers": .array(
        rows.map { row in
          [
            "name": .string(row.name),
            "output_shape": row.outputShape.map(Self.json) ?? .null,
            "parameters": .integer(Int64(row.parameters)),
            "trainable_parameters": .integer(Int64(row.trainable)),
          ]
        }),
      "input_shape": (model?.inputShape).map(Self.json) ?? .null,
      "parameters": .integer(Int64(parameters)),
      "trainable_parameters": .integer(Int64(trainableParameters)),
      "flops": .integer(Int64(plan.graph.flops)),
      "nodes": .integer(Int64(plan.graph.nodes.count)),
      "barriers": .integer(Int64(plan.barrierCount)),
      "threads": .integer(Int64(plan.workers)),
      "batch": batch.map { .integer(Int64($0)) } ?? .null,
      "memory": [
        "state_bytes": .integer(Int64(memory.state)),
        "persistent_bytes": .integer(Int64(memory.persistent)),
        "copy_bytes": .integer(Int64(memory.copies)),
        "naive_bytes": .integer(Int64(memory.naive)),
        "planned_bytes": .integer(Int64(memory.planned)),
        "lower_bound_bytes": .integer(Int64(memory.lowerBound)),
        "whole_bytes": .integer(Int64(memory.whole)),
      ],
    ]
  }

  private static func shape(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: "x")
  }

  private static func json(_ shape: [Int]) -> JSON { .array(shape.map { .integer(Int64($0)) }) }
}
