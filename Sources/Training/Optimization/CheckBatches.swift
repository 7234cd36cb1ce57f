import IR
import Kernels
import Operators

/// The batches that graphs are compared on: random ones and, where there is data, real ones.
public struct CheckBatches: Sendable {
  /// The rows of a batch.
  public let rows: Int
  private let count: Int
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

  /// The inputs of a graph for each batch, by name. Random ones are drawn by the graph's seed:
  /// tensors are normal, labels name classes that the graph tells apart, and a whole scalar is the
  /// number of the step.
  func inputs(of graph: Graph) -> [(name: String, values: [String: [Double]])] {
    var random = RandomStream(seed: graph.seed, stream: 0x6F70_7463)
    let limits = graph.labelLimits()
    let made = (1...count).map { number in
      var values: [String: [Double]] = [:]
      for input in graph.inputs {
        guard case .input(let name) = graph[input].definition else { continue }
        values[name] = self.values(graph.type(of: input), number, limits[input] ?? 2, &random)
      }
      return (name: "random \(number)", values: values)
    }
    guard let data else { return made }
    return made
      + made.enumerated().map { index, batch in
        let start = (index * rows) % max(1, data.count - rows + 1)
        let real = gather(data, from: start)
        return (
          name: "real \(index + 1)",
          values: batch.values.merging(real) { drawn, read in
            drawn.count == read.count ? read : drawn
          }.filter { batch.values[$0.key] != nil }
        )
      }
  }

  private func values(
    _ type: TensorType, _ number: Int, _ classes: Int, _ random: inout RandomStream
  ) -> [Double] {
    switch (type.rank, type.element.isFloatingPoint) {
    case (0, true): [learningRate]
    case (0, false): [Double(number)]
    case (_, true): (0..<type.count).map { _ in random.normal() }
    case (_, false): (0..<type.count).map { _ in Double(random.below(classes)) }
    }
  }

  /// Rows of the data as the training step reads them.
  private func gather(_ data: LoadedRows, from start: Int) -> [String: [Double]] {
    var values = ["rows": gather(data.table, from: start)]
    switch data.labels {
    case .classes(let classes): values["labels"] = (0..<rows).map { classes[start + $0] }
    case .values(let numbers): values["labels"] = gather(numbers, from: start)
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
