import Execution
import IR
import Kernels

/// A copy of a network's parameters and statistics, in memory.
struct StateSnapshot {
  private let values: [String: [UInt8]]

  /// Copies them.
  init(of states: StateStore) {
    values = Dictionary(
      uniqueKeysWithValues: states.entries.filter { $0.role != .optimizer }
        .map { ($0.name, $0.matrix.bytes()) })
  }

  /// Gives the states of the same network these values again.
  func restore(into states: StateStore) {
    for entry in states.entries {
      if let bytes = values[entry.name] { entry.matrix.write(bytes: bytes) }
    }
  }
}
