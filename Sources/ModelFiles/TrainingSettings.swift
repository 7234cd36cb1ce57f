import JSON
import Lowering
import Operators
import Source

/// The settings of training as `model.json` has them.
struct TrainingSettings {
  private let cursor: JSONCursor

  init(reading cursor: JSONCursor) { self.cursor = cursor }

  /// Gives a model the settings that the command line may have changed, and checks that the others
  /// are those of its source.
  ///
  /// - Throws: E0414 for what is missing or wrong, E0415 for what is at odds with the source.
  func apply(to model: inout Model) throws(InputError) {
    try require("optimizer", try cursor.member("optimizer").string() == model.optimizerName)
    try require("loss", try cursor.member("loss").string() == model.lossName)
    try require("learning_rate", try number("learning_rate") == model.optimizer.learningRate)
    try require("l1", try number("l1") == model.settings.l1)
    try require("l2", try number("l2") == model.settings.l2)
    let batch = try cursor.member("batch")
    model.settings.batch =
      batch.value.stringValue == "full" ? .full : .rows(try batch.integer(in: 1...(1 << 24)))
    let epochs = try cursor.optionalMember("epochs")?.integer(in: 0...Int.max)
    let steps = try cursor.optionalMember("steps")?.integer(in: 1...Int.max)
    guard epochs != nil || steps != nil else {
      throw try cursor.member("epochs").mismatch("a number, unless 'steps' is one")
    }
    model.settings.length = TrainingLength(epochs: epochs, steps: steps)
    let seed = try cursor.member("seed").integer(in: Int.min...Int.max)
    model.settings.seed = UInt64(bitPattern: Int64(seed))
  }

  private func number(_ key: String) throws(InputError) -> Double {
    try cursor.member(key).number(in: 0...Double.greatestFiniteMagnitude)
  }

  private func require(_ key: String, _ isTheSame: Bool) throws(InputError) {
    guard isTheSame else {
      throw try cursor.member(key).error(
        "E0415", "'training.\(key)' is not what the saved source says",
        help: ["the file was altered after it was written"])
    }
  }
}
