import Operators

/// The statements that are not layers, and what they take.
enum SettingSignatures {
  static let input = Signature(
    "input", "the shape of an input row",
    [Parameter("shape", .shape, positional: true, required: true, "such as 28x28")])
  static let batch = Signature(
    "batch", "how many rows a step trains on",
    [
      Parameter(
        "rows", .integerOrWord(1...(1 << 24), ["full"]), positional: true, required: true,
        "a number, or full")
    ])
  static let epochs = Signature(
    "epochs", "how often training sees all rows",
    [Parameter("count", .integer(0...1_000_000), positional: true, required: true, "a number")])
  static let seed = Signature(
    "seed", "where all random numbers start",
    [Parameter("value", .integer(0...Int(1 << 53)), positional: true, required: true, "a number")])
  static let steps = Signature(
    "steps", "how many steps training takes",
    [Parameter("count", .integer(1...(1 << 31 - 1)), positional: true, required: true, "a number")])
  static let validate = Signature(
    "validate", "how often the validation rows are evaluated",
    [
      Parameter(
        "every", .integer(1...1_000_000), required: true, "epochs from one time to the next")
    ])
  static let stop = Signature(
    "stop", "ends training when a figure stops improving",
    [
      Parameter(
        "metric", Metric.kind,
        positional: true, "the figure to watch, valid_loss by default"),
      Parameter(
        "patience", .integer(1...1_000_000), "evaluations without improvement, 5 by default"),
      Parameter("min_delta", .real(.atLeast(0)), "the least improvement, 0 by default"),
    ])
  static let checkpoint = Signature(
    "checkpoint", "saves the model while it trains",
    [
      Parameter("every", .integer(1...1_000_000), "epochs from one checkpoint to the next"),
      Parameter(
        "best", Metric.kind,
        "the figure whose best epoch is kept"),
    ])
  static let schedule = Signature(
    "schedule", "how the learning rate changes",
    [
      Parameter(
        "name", .word(noun: "schedule", choices: scheduleNames), positional: true, required: true,
        "its name")
    ])
  static let l1 = penalty("l1", "sum of |W|")
  static let l2 = penalty("l2", "sum of W^2")
  static let optimizer = Signature(
    "optimizer", "how gradients become updates",
    [
      Parameter(
        "name", .word(noun: "optimizer", choices: optimizerNames), positional: true, required: true,
        "its name")
    ])
  static let loss = Signature(
    "loss", "what is minimised",
    [
      Parameter(
        "name", .word(noun: "loss", choices: lossNames), positional: true, required: true,
        "its name")
    ])
  static let clip = Signature(
    "clip", "keeps gradients from being too large",
    [
      Parameter("norm", .real(.above(0)), "the largest norm of all gradients together"),
      Parameter("value", .real(.above(0)), "the largest size of an element"),
    ])

  static let gradientNoise = Signature(
    "gradient_noise", "adds normal noise to gradients, behind clipping",
    [
      Parameter(
        "deviation", .real(.atLeast(0)), positional: true, required: true,
        "the noise's standard deviation")
    ])

  static let all = [
    input, batch, epochs, steps, seed, validate, stop, checkpoint, l1, l2, optimizer, schedule,
    loss, clip, gradientNoise,
  ]
  static let scheduleNames = Catalog.schedules.map { $0.signature.keyword }
  static let lossNames = Catalog.losses.map { $0.signature.keyword }
  static let optimizerNames = Catalog.optimizers.map { $0.signature.keyword }

  /// What follows the name in a statement such as `optimizer NAME`.
  static func special(_ general: Signature, _ named: Signature) -> Signature {
    Signature("\(general.keyword) \(named.keyword)", named.summary, named.parameters)
  }

  private static func penalty(_ name: String, _ sum: String) -> Signature {
    Signature(
      name, "penalty on all weights: factor x \(sum)",
      [Parameter("factor", .factor, positional: true, required: true, "the factor")])
  }
}
