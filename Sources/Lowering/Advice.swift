import IR
import Operators
import Source
import Syntax

extension ArgumentChecker {
  /// Warns of a hidden layer whose weights all start at 0.
  mutating func adviseOnZeros(_ statement: Statement, _ checked: Arguments) {
    guard let initializer = checked.initializer("init"),
      let argument = statement.arguments.first(where: { $0.name?.text == "init" }),
      initializer.resolved(fanIn: 1, fanOut: 1).isZero
    else { return }
    report(
      "W0209", "the weights of a hidden layer all start at 0, so that its units start alike",
      severity: .warning, at: argument.range, label: "all 0",
      help: ["units with relu then never learn; leave 'init' out for what suits the activation"])
  }
}

extension Checker {
  /// Warns of a penalty on all weights where each layer has its own, and of batch normalisation of
  /// batches of one row.
  mutating func adviseOnSettings() {
    for name in ["l1", "l2"] {
      guard let range = settingRanges[name] else { continue }
      let weighted = layers.filter { entry in
        type(of: entry.layer).signature.parameters.contains { $0.name == name }
      }
      let own = weighted.filter { entry in
        entry.statement.arguments.contains { $0.name?.text == name }
      }
      guard !weighted.isEmpty, own.count == weighted.count else { continue }
      arguments.report(
        "W0214", "'\(name)' has no effect: every layer with weights has its own",
        severity: .warning, at: range, label: "has no effect",
        help: ["it is for the layers that do not say '\(name)=' themselves"])
    }
    guard settings.batch == .rows(1), let range = settingRanges["batch"],
      layers.contains(where: { $0.layer is BatchnormLayer })
    else { return }
    arguments.report(
      "W0215",
      "the mean of a single row is the row itself, so 'batchnorm' takes everything away in training",
      severity: .warning, at: range, label: "batches of one row",
      help: ["train on more rows at a time, or use 'layernorm'"])
  }

  /// Warns of a learning rate that is far above what the optimizer is used with.
  mutating func adviseOnRate() {
    let kind = type(of: optimizer)
    guard let limit = kind.highRate else { return }
    let range =
      type(of: schedule).setsRate ? scheduleStatement?.range : learningRateArgument?.value.range
    let highest = schedule.highestRate ?? optimizer.learningRate
    guard let range, highest >= limit else { return }
    arguments.report(
      "W0210",
      "a learning rate of \(highest) is very high for '\(kind.signature.keyword)', which moves "
        + "every weight by about as much in a step", severity: .warning, at: range,
      label: "very high", help: ["rates of 0.0001 to 0.01 are usual"])
  }
}
