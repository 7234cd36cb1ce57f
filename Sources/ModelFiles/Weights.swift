import Execution
import IR
import Kernels
import Source

/// The parameters and statistics of a network, by name.
struct Weights: Sendable {
  /// The tensors, in single precision.
  let tensors: Safetensors

  init(_ tensors: Safetensors) { self.tensors = tensors }

  private var byName: [String: Safetensors.Tensor] {
    Dictionary(tensors.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Copies the parameters and statistics of a network.
  init(of states: StateStore) {
    tensors = Safetensors(
      tensors: states.savedEntries.map {
        Safetensors.Tensor(
          name: $0.name, dataType: .f32, shape: $0.type.shape, bytes: $0.matrix.bytes())
      })
  }

  /// Gives a network these values; `check` has passed them.
  func write(into states: StateStore) {
    let byName = byName
    for entry in states.savedEntries {
      if let tensor = byName[entry.name] { entry.matrix.write(bytes: tensor.bytes) }
    }
  }

  /// Checks that these are the parameters and statistics of a network, all of them and nothing
  /// else, and that they are finite; messages call the network `owner`.
  ///
  /// - Throws: E0420 and E0421 for every tensor that is missing, of another shape or type, unknown,
  ///   or not finite.
  func check(
    against expected: [(name: String, shape: [Int])], of owner: String = "the model",
    at place: Diagnostic.Place
  ) throws(InputError) {
    var found: [Diagnostic] = []
    func report(_ code: String, _ message: String) {
      found.append(Diagnostic(code: code, message, at: place))
    }
    let byName = byName
    for (name, shape) in expected {
      guard let tensor = byName[name] else {
        report("E0420", "the weights lack tensor \(quoted(name)) of \(owner)")
        continue
      }
      if tensor.dataType != .f32 || tensor.shape != shape {
        report(
          "E0420",
          "tensor \(quoted(name)) is \(tensor.dataType.rawValue) \(tensor.shape), but \(owner)'s "
            + "is F32 \(shape)")
      } else if let index = tensor.firstNonfiniteFloat {
        report(
          "E0421", "tensor \(quoted(name)) holds a number that is not finite, at index \(index)")
      }
    }
    let names = Set(expected.map(\.name))
    for tensor in tensors.tensors where !names.contains(tensor.name) {
      report("E0420", "\(owner) has no tensor \(quoted(tensor.name))")
    }
    if !found.isEmpty { throw InputError(found) }
  }
}

extension StateStore {
  /// What a model file keeps: all but the optimizer's states.
  var savedEntries: [Entry] { entries.filter { $0.role != .optimizer } }
}

extension Safetensors.Tensor {
  /// The index of the first single-precision number that is infinite or not a number: of those all
  /// bits of the exponent are set.
  fileprivate var firstNonfiniteFloat: Int? {
    (0..<bytes.count / 4).first {
      bytes[4 * $0 + 3] & 0x7F == 0x7F && bytes[4 * $0 + 2] & 0x80 == 0x80
    }
  }
}
