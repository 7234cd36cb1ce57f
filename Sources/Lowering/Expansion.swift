import Operators
import Source
import Syntax

/// Writes out what `repeat` and `let` stand for: statements without blocks, and values without names
/// of the user's own.
///
/// - `let width = 300` gives a value a name, for the statements below; `dense width` then is
///   `dense 300`. A name is defined once, outside of blocks, and is none of the language's words.
/// - `repeat 8 { dense 50; relu }` stands for its statements, 8 times.
struct Expansion {
  /// The most statements that a program may stand for.
  static let statementLimit = 200_000

  private var definitions: [String: Definition] = [:]
  private var reporter: ArgumentChecker
  /// The statements, each as often as it counts.
  private(set) var statements: [Statement] = []
  /// Whether there were more statements than the limit, and the rest was left out.
  private var isCut = false

  /// A value with a name.
  private struct Definition {
    var value: Value
    var name: Name
    var isUsed = false
  }

  /// What was found wrong.
  var diagnostics: [Diagnostic] { reporter.diagnostics }

  /// Expands a program, of which options may have set values.
  init(_ program: Program, overridden: OverriddenText?) {
    reporter = ArgumentChecker(source: program.source, overridden: overridden)
    for statement in program.statements {
      if statement.name.text == "let" { define(statement) } else { expand(statement) }
    }
    for definition in definitions.values where !definition.isUsed {
      reporter.report(
        "W0202", "'\(definition.name.text)' is defined but never used", severity: .warning,
        at: definition.name.range, label: "has no effect")
    }
  }

  private mutating func define(_ statement: Statement) {
    guard statement.block == nil, statement.arguments.count == 1,
      let name = statement.arguments[0].name
    else {
      return reporter.report(
        "E0219", "'let' gives one value a name", at: statement.range, label: "is not of that form",
        help: ["write 'let width = 300'"])
    }
    if Self.words.contains(name.text) {
      return reporter.report(
        "E0220", "'\(name.text)' is a word of the language and cannot be defined", at: name.range,
        label: "choose another name")
    }
    if let first = definitions[name.text]?.name.range {
      return reporter.report(
        "E0210", "'\(name.text)' is defined twice", at: name.range,
        label: "already defined in line \(reporter.source.position(of: first.start).line)")
    }
    definitions[name.text] = Definition(value: resolved(statement.arguments[0].value), name: name)
  }

  private mutating func expand(_ statement: Statement) {
    var statement = statement
    for index in statement.arguments.indices {
      statement.arguments[index].value = resolved(statement.arguments[index].value)
    }
    switch (statement.name.text, statement.block) {
    case ("repeat", _): write(out: statement)
    case ("let", _):
      reporter.report(
        "E0219", "'let' stands outside of blocks", at: statement.range, label: "is inside a block",
        help: ["move it above the block"])
    case (let keyword, let block?):
      reporter.report(
        "E0222", "'\(keyword)' takes no block",
        at: SourceRange(block.range.start, block.range.start + 1),
        label: "opened here",
        help: ["a block stands behind 'repeat', as in 'repeat 8 { dense 50 relu }'"])
    case (_, nil): append(statement)
    }
  }

  private mutating func append(_ statement: Statement) {
    guard statements.count < Self.statementLimit else { return cut(at: statement) }
    statements.append(statement)
  }

  /// Leaves out what is beyond the limit, from a statement on.
  private mutating func cut(at statement: Statement) {
    if !isCut {
      reporter.report(
        "E0223", "the model has more than \(Self.statementLimit) statements",
        at: statement.name.range,
        label: "too many", help: ["repeat less often"])
    }
    isCut = true
  }

  /// Expands the block of a `repeat` statement as often as it says.
  private mutating func write(out statement: Statement) {
    guard let checked = reporter.check(statement, Self.repetition) else { return }
    guard let block = statement.block else {
      return reporter.report(
        "E0222", "'repeat' needs a block", at: statement.range, label: "has no block",
        help: ["write 'repeat 8 { dense 50 relu }'"])
    }
    // Mistakes are the same in each turn, and what a turn stands for does not change.
    let start = statements.count
    for inner in block.statements { expand(inner) }
    let turn = Array(statements[start...])
    statements.removeSubrange(start...)
    let times = turn.isEmpty || isCut ? 0 : checked.integer("times") ?? 0
    guard times <= (Self.statementLimit - start) / max(turn.count, 1) else {
      return cut(at: statement)
    }
    for _ in 0..<times { statements += turn }
  }

  /// A value with the names in it replaced by what they were defined as, at the place where they are
  /// used.
  private mutating func resolved(_ value: Value) -> Value {
    var value = value
    switch value.kind {
    case .word(let word):
      guard let definition = definitions[word] else { break }
      definitions[word]?.isUsed = true
      value.kind = definition.value.kind
      value.definition = definition.value.definition ?? definition.value.range
    case .call(let name, let values): value.kind = .call(name, values.map { resolved($0) })
    case .list(let values): value.kind = .list(values.map { resolved($0) })
    case .number, .shape: break
    }
    return value
  }

  private static let repetition = Signature(
    "repeat", "the statements of a block, so many times",
    [
      Parameter(
        "times", .integer(0...statementLimit), positional: true, required: true, "how many times")
    ])

  /// Every word that means something by itself.
  private static let words: Set<String> = {
    let layers: [Signature] = Catalog.layers.map { $0.signature }
    let optimizers: [Signature] = Catalog.optimizers.map { $0.signature }
    let schedules: [Signature] = Catalog.schedules.map { $0.signature }
    let losses: [Signature] = Catalog.losses.map { $0.signature }
    let signatures = layers + optimizers + schedules + losses + SettingSignatures.all
    let choices = signatures.flatMap(\.parameters).flatMap { parameter -> [String] in
      switch parameter.kind {
      case .word(_, let choices), .integerOrWord(_, let choices), .realsOrWord(_, let choices):
        choices
      case .integer, .integers, .real, .reals, .factor, .shape, .initializer: []
      }
    }
    return Set(
      ["let", "repeat"] + signatures.map(\.keyword) + NamedInitializer.names + choices)
  }()
}
