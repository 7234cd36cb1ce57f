import Lowering
import Source
import Syntax
import Training

@testable import ModelFiles

/// Checkpoints of a small network behind each of three epochs.
struct TrainedCheckpoints {
  static let source = """
    dense 8 relu; batchnorm; softmax 3
    optimizer adam lr=0.02; batch 16; seed 5
    stop valid_loss patience=9
    schedule plateau valid_loss patience=1
    checkpoint every=1 best=valid_loss

    """

  let network: Network
  let saved: [SavedModel]

  init(source: String = source, runID: String = SavedModel.newRunID()) throws {
    let facts = DataFacts(inputShape: [6], origin: "the test")
    var model = try check(parse(SourceText(name: "tiny.nn", source)).program, data: facts).model
    model.settings.length.epochs = 3
    let rows = try LoadedRows(random: 40, columns: 6, classes: 3, seed: 1)
    let network = try Network(model, threads: 1, trainingRows: 16)
    var saved: [SavedModel] = []
    try Trainer(network, rows: rows, validation: rows).run { event in
      guard case .checkpoint(.epoch, let state) = event else { return }
      var model = SavedModel(from: network, history: state.history, runID: runID)
      model.training = state
      saved.append(model)
    }
    self.network = network
    self.saved = saved
  }

  /// A network of the same model for training, fresh.
  func fresh() throws -> Network {
    try Network(network.model, threads: 1, trainingRows: 16)
  }
}

extension ModelFolder {
  /// The file that training goes on from.
  func training() throws -> String {
    let name = try folder.content.first { $0.hasPrefix("training-") }
    return "\(path)/\(name ?? "training")"
  }

  /// What loading the checkpoint reports.
  func checkpointProblems() -> [Diagnostic] {
    do throws(InputError) {
      return try SavedModel.loadCheckpoint(path).warnings
    } catch {
      return error.diagnostics
    }
  }
}
