import Operators
import Source
import Syntax

// The settings of training, and what of them contradicts.
extension Checker {
  mutating func visit(stop checked: Arguments) {
    settings.stop = StopRule(
      metric: checked.word("metric").flatMap(Metric.init) ?? .validLoss,
      patience: checked.integer("patience") ?? 5, minimumDelta: checked.real("min_delta") ?? 0)
  }

  mutating func visit(checkpoint checked: Arguments, _ statement: Statement) {
    settings.checkpoints = CheckpointRule(
      interval: checked.integer("every"), best: checked.word("best").flatMap(Metric.init))
    if settings.checkpoints == CheckpointRule() {
      arguments.report(
        "E0205", "'checkpoint' needs to know what to save", at: statement.range,
        label: "saves nothing",
        help: ["write 'checkpoint every=10' or 'checkpoint best=valid_loss'"]
      )
    }
  }

  mutating func visit(optimizer statement: Statement) {
    guard
      let (type, checked) = visit(
        statement, SettingSignatures.optimizer, Catalog.optimizers,
        signature: { $0.signature.keyword }, SettingSignatures.optimizer)
    else { return }
    optimizer = type.init(checked)
    learningRateRange = statement.arguments.first { $0.name?.text == "lr" }?.range
  }

  mutating func visit(schedule statement: Statement) {
    guard
      let (type, checked) = visit(
        statement, SettingSignatures.schedule, Catalog.schedules,
        signature: { $0.signature.keyword }, SettingSignatures.schedule)
    else { return }
    guard let contradiction = type.contradiction(in: checked) else {
      schedule = type.init(checked)
      scheduleRange = statement.range
      return
    }
    let argument = statement.arguments.first { $0.name?.text == contradiction.parameter }
    arguments.report(
      "E0224", contradiction.message, at: argument?.range ?? statement.range,
      label: "contradicts the rest")
  }

  /// Checks a statement whose first word says which other arguments there may be.
  mutating func visit<Kind>(
    _ statement: Statement, _ general: Signature, _ kinds: [Kind],
    signature keyword: (Kind) -> String,
    _ special: (Kind) -> Signature
  ) -> (Kind, Arguments)? {
    var statement = statement
    let index = statement.arguments.firstIndex { $0.name == nil || $0.name?.text == "name" }
    guard let index, case .word(let name) = statement.arguments[index].value.kind,
      let kind = kinds.first(where: { keyword($0) == name })
    else {
      statement.arguments = index.map { [statement.arguments[$0]] } ?? []
      _ = arguments.check(statement, general)
      return nil
    }
    statement.arguments.remove(at: index)
    return arguments.check(statement, special(kind)).map { (kind, $0) }
  }

  /// Settings that contradict each other.
  mutating func checkTraining() {
    if let steps = settings.length.steps, settingRanges["epochs"] == nil {
      settings.length = TrainingLength(steps: steps)
    }
    if type(of: schedule).setsRate, let range = learningRateRange {
      let name = type(of: schedule).signature.keyword
      arguments.report(
        "E0224", "'lr' has no effect: the schedule '\(name)' says itself how high the rate is",
        at: range, label: "contradicts the schedule", help: ["leave it out"])
    }
    guard let output = layers.last?.layer as? any OutputLayer, output.head == .linear else {
      return
    }
    let watched: [(Metric?, SourceRange?)] = [
      (settings.stop?.metric, settingRanges["stop"]),
      (settings.checkpoints.best, settingRanges["checkpoint"]),
      (schedule.plateau?.metric, scheduleRange),
    ]
    for case (let metric?, let range?) in watched where metric.needsAccuracy {
      arguments.report(
        "E0225", "plain numbers are never right or wrong, so there is no accuracy",
        at: range, label: "watches '\(metric.rawValue)'", help: ["watch a loss instead"])
    }
  }
}
