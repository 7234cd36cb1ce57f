import IR
import Kernels
import Source
import Training

/// The content of `training-DIGEST.safetensors`: the tensors that training goes on from, besides the
/// weights, which stay alone in their file for other programs.
///
/// The name tells one content from another, so that a checkpoint over an older one never replaces
/// what the older one needs: it is written first, and what it replaces is removed last.
struct TrainingFile {
  /// The states of the optimizer.
  let optimizer: StateSnapshot
  /// The weights of the best epoch, where training may stop early and there is one.
  let best: StateSnapshot?

  private enum Key {
    static let format = "format"
    static let runID = "run_id"
  }
  private static let format = "nnc-training"
  private static let optimizerPrefix = "optimizer."
  private static let bestPrefix = "best."

  init(of state: TrainingState) {
    optimizer = state.optimizer
    best = state.best
  }

  /// The file's bytes.
  func serialized(runID: String) -> [UInt8] {
    func tensors(_ snapshot: StateSnapshot?, _ prefix: String) -> [Safetensors.Tensor] {
      (snapshot?.tensors ?? []).map {
        Safetensors.Tensor(
          name: prefix + $0.name, dataType: .init($0.type.element), shape: $0.type.shape,
          bytes: $0.bytes)
      }
    }
    return Safetensors(
      metadata: [Key.format: Self.format, Key.runID: runID],
      tensors: tensors(optimizer, Self.optimizerPrefix) + tensors(best, Self.bestPrefix)
    ).serialized()
  }

  /// Reads the file that a checkpoint names.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - runID: the run that the checkpoint is of.
  ///   - digest: the digest that the file must have.
  /// - Throws: E0411 where it cannot be read, E0442 where it is missing, E0401 to E0404 where it is
  ///   not a whole safetensors file, E0444 where it is of another kind, E0443 where it is of another
  ///   run or was altered, E0445 for tensors that can be none of a network's.
  init(reading path: String, runID: String, digest: String) throws(InputError) {
    guard FileKind(path: path) != nil else {
      throw InputError(
        "E0442", "a part of the checkpoint is missing: there is no such file", in: path,
        help: ["it holds what training goes on from; the weights alone can still be used"])
    }
    let bytes = try readFile(path, limit: Machine.memory / 4, code: "E0411")
    let content = try Safetensors(reading: bytes, name: path)
    guard content.metadata[Key.format] == Self.format else {
      throw InputError("E0444", "this is not the state of a training of nnc", in: path)
    }
    guard content.metadata[Key.runID] == runID else {
      throw InputError(
        "E0443", "this is the state of another run than the checkpoint's", in: path,
        help: ["put the file back that was saved with it"])
    }
    guard SHA256.hexDigest(of: bytes) == digest else {
      throw InputError("E0443", "the state of training was altered after it was written", in: path)
    }
    var optimizer: [StateSnapshot.Tensor] = []
    var best: [StateSnapshot.Tensor] = []
    for tensor in content.tensors {
      if let state = StateSnapshot.Tensor(tensor, without: Self.optimizerPrefix) {
        optimizer.append(state)
      } else if let state = StateSnapshot.Tensor(tensor, without: Self.bestPrefix) {
        best.append(state)
      } else {
        throw InputError(
          "E0445", "tensor \(quoted(tensor.name)) is no state of a training", in: path)
      }
    }
    self.optimizer = StateSnapshot(optimizer)
    self.best = best.isEmpty ? nil : StateSnapshot(best)
  }
}

extension StateSnapshot {
  /// Checks that these are certain states of a network, all of them and nothing else.
  ///
  /// - Parameter owner: whose states these are, for messages.
  /// - Throws: E0445 for every state that is missing, of another type, or unknown.
  func check(
    against expected: [(name: String, type: TensorType)], of owner: String,
    at place: Diagnostic.Place
  ) throws(InputError) {
    let found = Dictionary(tensors.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 })
    var mistakes = expected.compactMap { name, type -> String? in
      guard let other = found[name] else { return "\(owner) lack tensor \(quoted(name))" }
      return other == type
        ? nil : "tensor \(quoted(name)) of \(owner) is \(other), but the network's is \(type)"
    }
    let names = Set(expected.map(\.name))
    mistakes += tensors.filter { !names.contains($0.name) }.map {
      "the network has no tensor \(quoted($0.name)), which is among \(owner)"
    }
    guard mistakes.isEmpty else {
      throw InputError(mistakes.map { Diagnostic(code: "E0445", $0, at: place) })
    }
  }
}

extension StateSnapshot.Tensor {
  /// A state of a file where its name begins with `prefix`; nil for any other tensor.
  fileprivate init?(_ tensor: Safetensors.Tensor, without prefix: String) {
    guard tensor.name.hasPrefix(prefix), let element = ElementType(tensor.dataType),
      tensor.shape.allSatisfy({ $0 > 0 })
    else { return nil }
    self.init(
      name: String(tensor.name.dropFirst(prefix.count)), type: TensorType(element, tensor.shape),
      bytes: tensor.bytes)
  }
}

extension Safetensors.DataType {
  fileprivate init(_ element: ElementType) {
    switch element {
    case .f32: self = .f32
    case .f64: self = .f64
    case .i32: self = .i32
    }
  }
}

extension ElementType {
  fileprivate init?(_ type: Safetensors.DataType) {
    switch type {
    case .f32: self = .f32
    case .f64: self = .f64
    case .i32: self = .i32
    default: return nil
    }
  }
}
