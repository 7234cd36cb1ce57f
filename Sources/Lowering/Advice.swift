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
  /// Warns of a learning rate that is far above what the optimizer is used with.
  mutating func adviseOnRate() {
    let kind = type(of: optimizer)
    guard let limit = kind.highRate else { return }
    let range = type(of: schedule).setsRate ? scheduleStatement?.range : learningRateRange
    let highest = schedule.highestRate ?? optimizer.learningRate
    guard let range, highest >= limit else { return }
    arguments.report(
      "W0210",
      "a learning rate of \(highest) is very high for '\(kind.signature.keyword)', which moves "
        + "every weight by about as much in a step", severity: .warning, at: range,
      label: "very high", help: ["rates of 0.0001 to 0.01 are usual"])
  }
}
