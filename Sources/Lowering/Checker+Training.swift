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
      let (index, checked) = visit(statement, SettingSignatures.optimizer, Catalog.optimizers)
    else { return }
    optimizer = Catalog.optimizers[index].init(checked)
    learningRateArgument = statement.argument("lr")
  }

  mutating func visit(schedule statement: Statement) {
    guard let (index, checked) = visit(statement, SettingSignatures.schedule, Catalog.schedules)
    else { return }
    let type = Catalog.schedules[index]
    guard let contradiction = type.contradiction(in: checked) else {
      schedule = type.init(checked)
      scheduleStatement = statement
      return
    }
    let argument = contradiction.parameter.flatMap { statement.argument($0) }
    arguments.report(
      "E0224", contradiction.message, at: argument?.range ?? statement.range,
      label: "contradicts the rest")
  }

  /// Checks a statement whose first word names one of some kinds, which says what other arguments
  /// there may be; gives the index of that kind.
  mutating func visit(
    _ statement: Statement, _ general: Signature, _ kinds: [any Described.Type]
  ) -> (index: Int, arguments: Arguments)? {
    var statement = statement
    let index = statement.arguments.firstIndex { $0.name == nil || $0.name?.text == "name" }
    guard let index, case .word(let name) = statement.arguments[index].value.kind,
      let kind = kinds.firstIndex(where: { $0.signature.keyword == name })
    else {
      statement.arguments = index.map { [statement.arguments[$0]] } ?? []
      _ = arguments.check(statement, general)
      return nil
    }
    statement.arguments.remove(at: index)
    let special = SettingSignatures.special(general, kinds[kind].signature)
    return arguments.check(statement, special).map { (kind, $0) }
  }

  /// Settings that contradict each other.
  mutating func checkTraining() {
    if let steps = settings.length.steps, settingRanges["epochs"] == nil {
      settings.length = TrainingLength(steps: steps)
    }
    if type(of: schedule).setsRate, let range = learningRateArgument?.range {
      let name = type(of: schedule).signature.keyword
      arguments.report(
        "E0224", "'lr' has no effect: the schedule '\(name)' says itself how high the rate is",
        at: range, label: "contradicts the schedule", help: ["leave it out"])
    }
    if let lowest = schedule.lowestRate, lowest > optimizer.learningRate,
      let argument = scheduleStatement?.argument("min")
    {
      arguments.report(
        "E0224",
        "the lowest rate, \(lowest), is above the optimizer's, \(optimizer.learningRate), so that "
          + "the rate would rise instead of falling", at: argument.range,
        label: "contradicts the optimizer", help: ["lower 'min', or raise the optimizer's 'lr'"])
    }
    guard let output = layers.last?.layer as? any OutputLayer, output.head == .linear else {
      return
    }
    let watched: [(Metric?, SourceRange?)] = [
      (settings.stop?.metric, settingRanges["stop"]),
      (settings.checkpoints.best, settingRanges["checkpoint"]),
      (schedule.plateau?.metric, scheduleStatement?.range),
    ]
    for case (let metric?, let range?) in watched where metric.needsAccuracy {
      arguments.report(
        "E0225", "plain numbers are never right or wrong, so there is no accuracy",
        at: range, label: "watches '\(metric.rawValue)'", help: ["watch a loss instead"])
    }
  }

  mutating func visit(clip checked: Arguments, _ statement: Statement) {
    switch (checked.real("norm"), checked.real("value")) {
    case (let norm?, nil): settings.clipping = .norm(norm)
    case (nil, let value?): settings.clipping = .value(value)
    case (nil, nil):
      arguments.report(
        "E0205", "'clip' needs to know what to clip", at: statement.range, label: "clips nothing",
        help: ["write 'clip norm=1' or 'clip value=0.5'"])
    case (_?, _?):
      arguments.report(
        "E0224", "'norm' and 'value' exclude each other", at: statement.range,
        label: "clips in two ways", help: ["write one of them"])
    }
  }
}

extension Statement {
  /// The argument with a name, if it is given.
  fileprivate func argument(_ name: String) -> Argument? {
    arguments.first { $0.name?.text == name }
  }
}
