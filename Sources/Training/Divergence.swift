import Lowering
import Operators
import Source

/// The end of a training in which something is no longer a finite number.
struct Divergence: Error {
  /// The epoch, from 1.
  let epoch: Int
  /// The step of the epoch, from 1.
  let step: Int
  /// What it is, with its verb.
  let what: String

  /// E0501.
  ///
  /// - Parameter noise: what the model adds to gradients.
  func error(_ noise: GradientNoise?) -> InputError {
    InputError(
      Diagnostic(
        code: "E0501",
        "training stopped: \(what) no longer a finite number in epoch \(epoch), step \(step)",
        help: (noise.map { [$0.advice] } ?? []) + [
          "the weights grew out of bounds; lower the learning rate, as in 'optimizer adam lr=1e-4'",
          "check the data for missing or huge values, and the initialisers",
        ]))
  }

  /// W0510: averages of gradients that an optimizer divides by overflowed, and what is divided by
  /// infinity moves no weight.
  static func ofOptimizer(_ model: Model) -> Diagnostic {
    Diagnostic(
      .warning, code: "W0510",
      "the gradients were too large for '\(model.optimizerName)': what it keeps of them is infinite, so "
        + "that their weights no longer change",
      help: model.settings.gradientNoise.map { [$0.advice] }
        ?? ["clip the gradients, as in 'clip norm=1', or scale the data, as by 'standardize'"])
  }
}

extension GradientNoise {
  /// What to do where gradients are too large.
  fileprivate var advice: String {
    "'gradient_noise \(deviation)' adds noise of this size to every gradient; lower it, or leave it out"
  }
}
