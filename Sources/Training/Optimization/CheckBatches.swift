import IR
import Kernels

/// The batches that graphs are compared on: random ones and, where there is data, real ones.
public struct CheckBatches: Sendable {
  /// The rows of a batch.
  public let rows: Int
  private let count: Int
  private let data: LoadedRows?
  private let classes: Int
  private let learningRate: Double
  private let seed: UInt64

  /// Makes batches.
  ///
  /// - Parameters:
  ///   - count: how many random batches, and how many real ones where there is data.
  ///   - rows: the rows of a batch, at most `OptimizationCheck.rowLimit` and what the data has.
  ///   - classes: labels of random rows are below this.
  ///   - learningRate: the value of the input `lr`.
  ///   - seed: what random batches are drawn from.
  ///   - data: real rows.
  public init(
    _ count: Int, rows: Int, classes: Int, learningRate: Double, seed: UInt64,
    data: LoadedRows? = nil
  ) {
    self.count = count
    self.rows = min(rows, OptimizationCheck.rowLimit, data?.count ?? .max)
    self.classes = classes
    self.learningRate = learningRate
    self.seed = seed
    self.data = data
  }

  /// The inputs of a graph for each batch, by name.
  func inputs(of graph: Graph) -> [(name: String, values: [String: [Double]])] {
    let types = graph.inputs.compactMap { input -> (name: String, type: TensorType)? in
      guard case .input(let name) = graph[input].definition else { return nil }
      return (name, graph.type(of: input))
    }
    var random = RandomStream(seed: seed, stream: 0x6F70_7463)
    let made = (1...count).map { number in
      let values = types.map { name, type in (name, self.values(name, type, number, &random)) }
      return (name: "random \(number)", values: Dictionary(uniqueKeysWithValues: values))
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
    _ name: String, _ type: TensorType, _ number: Int, _ random: inout RandomStream
  ) -> [Double] {
    switch name {
    case "lr": [Double](repeating: learningRate, count: type.count)
    case "step": [Double](repeating: Double(number), count: type.count)
    default:
      (0..<type.count).map { _ in
        type.element.isFloatingPoint ? random.normal() : Double(random.below(classes))
      }
    }
  }

  /// Rows of the data as the training step reads them.
  private func gather(_ data: LoadedRows, from start: Int) -> [String: [Double]] {
    let columns = data.table.columns
    let memory = Memory(byteCount: rows * max(columns, 8) * 8)
    let indices = Memory(byteCount: rows * 8).matrix(at: 0, .i32, rows: 1, columns: rows)
    for index in 0..<rows { indices[index] = Double(start + index) }
    let batch = memory.matrix(at: 0, .f64, rows: rows, columns: columns)
    let step = Step.gatherRows(
      data.table, indices: indices, scale: data.table.isBytes ? 1 / 255 : 1, into: batch,
      rows: 0..<rows)
    StepList([step]).run()
    return [
      "rows": batch.values(as: Double.self),
      "labels": (0..<rows).map { data.labels[start + $0] },
    ]
  }
}
