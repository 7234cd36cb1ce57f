public import IR
public import Kernels

/// The memory of states, which the graphs of a model share: the training step writes what the
/// evaluation reads.
public struct StateStore: Sendable {
  private let matrices: [String: Matrix]
  /// The states' names and types, in the order of the graphs they come from.
  public let entries: [Entry]

  /// One state.
  public struct Entry: Sendable {
    /// The name.
    public var name: String
    /// The type.
    public var type: TensorType
    /// What it is for.
    public var role: State.Role
    /// The memory.
    public var matrix: Matrix
  }

  /// Makes room for the states of graphs, each name once, and gives them their first values.
  public init(_ graphs: [Graph]) {
    var seen: Set<String> = []
    var found: [(graph: Graph, state: State)] = []
    for graph in graphs {
      for state in graph.states where seen.insert(state.name).inserted {
        found.append((graph, state))
      }
    }
    let sizes = found.map { Buffer.aligned($0.graph.type(of: $0.state.value).byteCount) }
    let memory = Memory(byteCount: max(sizes.reduce(0, +), Buffer.alignment))
    var offset = 0
    entries = zip(found, sizes).map { item, size in
      let type = item.graph.type(of: item.state.value)
      let matrix = memory.matrix(at: offset, type.element, rows: type.rows, columns: type.columns)
      item.state.initializer.fill(matrix, name: item.state.name, seed: item.graph.seed)
      offset += size
      return Entry(name: item.state.name, type: type, role: item.state.role, matrix: matrix)
    }
    matrices = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.matrix) })
  }

  /// The memory of a state.
  public subscript(name: String) -> Matrix? { matrices[name] }
}
