import Execution
public import IR
import Kernels

/// A copy of some of a network's states, in memory.
public struct StateSnapshot: Hashable, Sendable {
  /// The states, in the network's order.
  public var tensors: [Tensor]

  /// One state.
  public struct Tensor: Hashable, Sendable {
    /// Its name, such as `dense1.weight` or `dense1.weight.m`.
    public var name: String
    /// The type.
    public var type: TensorType
    /// The elements as they lie in memory.
    public var bytes: [UInt8]

    /// Makes a state's copy.
    public init(name: String, type: TensorType, bytes: [UInt8]) {
      (self.name, self.type, self.bytes) = (name, type, bytes)
    }
  }

  /// Collects states.
  public init(_ tensors: [Tensor]) { self.tensors = tensors }

  /// Copies a network's parameters and statistics.
  static func weights(of network: Network) -> StateSnapshot {
    StateSnapshot(network) { $0 != .optimizer }
  }

  /// Copies the states of a network's optimizer.
  static func optimizer(of network: Network) -> StateSnapshot {
    StateSnapshot(network) { $0 == .optimizer }
  }

  private init(_ network: Network, where isWanted: (State.Role) -> Bool) {
    tensors = network.states.entries.filter { isWanted($0.role) }.map {
      Tensor(name: $0.name, type: $0.type, bytes: $0.matrix.bytes())
    }
  }

  /// Gives the states of the same network these values again.
  func restore(into network: Network) {
    for tensor in tensors { network.states[tensor.name]?.write(bytes: tensor.bytes) }
  }
}
