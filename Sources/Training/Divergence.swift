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
  var error: InputError {
    InputError(
      Diagnostic(
        code: "E0501",
        "training stopped: \(what) no longer a finite number in epoch \(epoch), step \(step)",
        help: [
          "the weights grew out of bounds; lower the learning rate, as in 'optimizer adam lr=1e-4'",
          "check the data for missing or huge values, and the initialisers",
        ]))
  }
}
