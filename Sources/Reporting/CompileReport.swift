public import Execution
import IR
public import JSON
public import Lowering
import Operators

/// What `nnc compile` tells of a model: its layers, its size, its work and its memory.
public struct CompileReport: Sendable {
  /// One row of the table of layers.
  public struct Row: Hashable, Sendable {
    /// The layer's name.
    public var name: String
    /// The shape of a row of its output.
    public var outputShape: [Int]
    /// Its numbers, moving averages included.
    public var parameters: Int
    /// Those of them that training moves by gradients.
    public var trainable: Int
  }

  private let rows: [Row]
  private let model: Model
  private let plan: Plan
  private let purpose: String
  private let batch: Int

  /// Makes a report.
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
    let graph = try model.lower(rows: 1, mode: .inference)
    var counts: [String: (all: Int, trainable: Int)] = [:]
    for state in graph.states {
      let count = graph.type(of: state.value).count
      let layer = graph[state.value].origin?.layer ?? ""
      counts[layer, default: (0, 0)].all += count
      if state.role == .parameter { counts[layer, default: (0, 0)].trainable += count }
    }
    rows = model.layers.map { layer in
      Row(
        name: layer.name, outputShape: layer.outputShape,
        parameters: counts[layer.name]?.all ?? 0, trainable: counts[layer.name]?.trainable ?? 0)
    }
  }

  /// All numbers of the model.
  public var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  /// Those of them that training moves by gradients.
  public var trainableParameters: Int { rows.reduce(0) { $0 + $1.trainable } }

  /// The report for people.
  public var text: String {
    var table = TextTable([("layer", .left), ("output", .left), ("parameters", .right)])
    table.add(["input", Self.shape(model.inputShape), ""])
    for row in rows {
      table.add([row.name, Self.shape(row.outputShape), grouped(row.parameters)])
    }
    let memory = plan.memory
    let ratio = memory.lowerBound > 0 ? Double(memory.planned) / Double(memory.lowerBound) : 1
    let fixedCount = parameters - trainableParameters
    return table.text + """

      \(grouped(parameters)) parameters, \(grouped(trainableParameters)) trainable\
      \(fixedCount > 0 ? ", \(grouped(fixedCount)) moving averages" : "")
      loss \(model.loss.name), optimizer \(model.optimizerName), batch \(model.settings.batch)

      \(purpose) on \(batch) row\(batch == 1 ? "" : "s")
        nodes    \(grouped(plan.graph.nodes.count)), \(plan.barrierCount) barriers for \
      \(plan.workers) worker\(plan.workers == 1 ? "" : "s")
        flops    \(grouped(plan.graph.flops))
        states   \(Self.memory(memory.state))
        naive    \(Self.memory(memory.naive)), every value in its own buffer
        planned  \(Self.memory(memory.planned)), \(fixed(ratio, 2)) x the lower bound
        bound    \(Self.memory(memory.lowerBound)), the most that is alive at one time

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
            "output_shape": .array(row.outputShape.map { .integer(Int64($0)) }),
            "parameters": .integer(Int64(row.parameters)),
            "trainable_parameters": .integer(Int64(row.trainable)),
          ]
        }),
      "input_shape": .array(model.inputShape.map { .integer(Int64($0)) }),
      "parameters": .integer(Int64(parameters)),
      "trainable_parameters": .integer(Int64(trainableParameters)),
      "flops": .integer(Int64(plan.graph.flops)),
      "nodes": .integer(Int64(plan.graph.nodes.count)),
      "barriers": .integer(Int64(plan.barrierCount)),
      "threads": .integer(Int64(plan.workers)),
      "batch": .integer(Int64(batch)),
      "memory": [
        "state_bytes": .integer(Int64(memory.state)),
        "naive_bytes": .integer(Int64(memory.naive)),
        "planned_bytes": .integer(Int64(memory.planned)),
        "lower_bound_bytes": .integer(Int64(memory.lowerBound)),
      ],
    ]
  }

  private static func shape(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: "x")
  }

  private static func memory(_ count: Int) -> String {
    "\(bytes(count)) (\(grouped(count)) bytes)"
  }
}
