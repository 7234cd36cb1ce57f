import IR
import Kernels
import Lowering
import Operators

/// The batches that graphs are compared on: random ones and, where there is data, real ones.
public struct CheckBatches: Sendable {
  /// The rows of a batch.
  public let rows: Int
  private let count: Int
  /// The number of batches, random and real.
  var total: Int { data == nil ? count : 2 * count }
  private let data: LoadedRows?
  private let learningRate: Double
  /// The largest number of rows in a batch.
  public static let rowLimit = 256

  /// Makes batches.
  ///
  /// - Parameters:
  ///   - count: how many random batches, and how many real ones where there is data.
  ///   - rows: the rows of a batch for graphs that are lowered for it, at most `rowLimit` and what
  ///     the data has.
  ///   - learningRate: what a floating-point scalar is.
  ///   - data: real rows.
  public init(
    _ count: Int, rows: Int = rowLimit, learningRate: Double = 1e-3, data: LoadedRows? = nil
  ) {
    self.count = count
    self.rows = min(rows, Self.rowLimit, data?.count ?? .max)
    self.learningRate = learningRate
    self.data = data
  }

  /// The inputs of a graph for each batch, by name: the random batches, then the real ones. Each is
  /// made when the sequence comes to it.
  ///
  /// Tensors are normal; what a real batch needs besides the data's rows is as in the random batch of
  /// its number.
  func inputs(of graph: Graph) -> some Sequence<(name: String, values: [String: [Double]])> {
    (0..<total).lazy.map { index in
      let number = index % count + 1
      let made = MadeUpInputs(graph, step: number, .normal, learningRate: learningRate)
      var values: [String: [Double]] = [:]
      for input in made.inputs { values[input.name] = input.values }
      guard index >= count, let data else { return ("random \(number)", values) }
      let start = ((number - 1) * rows) % max(1, data.count - rows + 1)
      for (name, real) in gather(data, from: start) where values[name]?.count == real.count {
        values[name] = real
      }
      return ("real \(number)", values)
    }
  }

  /// The memory that one batch takes for a graph while it is made, in bytes.
  func byteCount(for graph: Graph) -> Int {
    let elements = graph.inputs.reduce(0) { $0 + graph.type(of: $1).count }
    // Drawn numbers, and those of the data, which are gathered and then copied.
    return MemoryLayout<Double>.size * elements * (data == nil ? 1 : 3)
  }

  /// Rows of the data as the training step reads them.
  private func gather(_ data: LoadedRows, from start: Int) -> [String: [Double]] {
    var values = [BatchInputs.rows: gather(data.table, from: start)]
    switch data.labels {
    case .classes(let classes): values[BatchInputs.labels] = (0..<rows).map { classes[start + $0] }
    case .values(let numbers): values[BatchInputs.labels] = gather(numbers, from: start)
    case .unknown: break
    }
    return values
  }

  private func gather(_ table: Table, from start: Int) -> [Double] {
    let memory = Memory(byteCount: rows * max(table.columns, 8) * 8)
    let indices = Memory(byteCount: rows * 8).matrix(at: 0, .i32, rows: 1, columns: rows)
    for index in 0..<rows { indices[index] = Double(start + index) }
    let batch = memory.matrix(at: 0, .f64, rows: rows, columns: table.columns)
    let step = Step.gatherRows(
      table, indices: indices, scale: table.isBytes ? 1 / 255 : 1, into: batch, rows: 0..<rows)
    StepList([step]).run()
    return batch.values(as: Double.self)
  }
}
