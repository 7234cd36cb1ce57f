import Operators
public import Source
import Syntax

/// A value that replaces one of a model's, as `--set width=400` gives it.
public struct Override: Hashable, Sendable {
  /// What is set: a name that the model defines by `let`; a setting such as `l2` or `batch`; a
  /// parameter of its optimizer such as `lr`; or a setting's parameter such as `loss.smoothing`.
  public var name: String
  /// The value, as the language writes it.
  public var value: String

  /// Makes an override.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// Reads `name=value`.
  ///
  /// - Throws: E0707 for another form, or where the value is none of the language's.
  public init(parsing text: String) throws(InputError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw InputError(
        Diagnostic(
          code: "E0707", "\(quoted(text)) does not set a value",
          at: .option(
            SourceText(name: Self.option(text), text), SourceRange(0, text.utf8.count)),
          label: "is not of the form name=value", help: ["write --set width=400"]))
    }
    self.init(name: String(parts[0]), value: String(parts[1]))
    guard isValue else {
      throw InputError(
        Diagnostic(
          code: "E0707", "\(quoted(value)) is not a value that \(quoted(name)) can be set to",
          at: place(ofName: false, value: 0..<value.utf8.count), label: "is not a value",
          help: ["a value is a number, a word, a shape, a call or a list, as in a model file"]))
    }
  }

  /// E0752: another option sets the same.
  public func repeating(_ option: String) -> Diagnostic {
    Diagnostic(
      code: "E0752",
      "\(quoted(name)) is set twice: by \(printable("--set \(name) and by \(option)"))",
      help: ["leave one of them out"])
  }

  /// Whether the value is one by the language's grammar.
  private var isValue: Bool {
    let result = parse(SourceText(name: "", "x \(value)"))
    let statement = result.program.statements.first
    return result.diagnostics.isEmpty && result.program.statements.count == 1
      && statement?.block == nil && statement?.arguments.count == 1
      && statement?.arguments.first?.name == nil
      && !value.contains { $0 == "#" || $0.isNewline }
  }
}

extension SourceText {
  /// The model's text with values replaced, one override after the other. What the text does not
  /// say yet is added to it, so that a saved model says all that it was made with. A text with
  /// syntax errors stays as it is. Names that the model does not have are E0708 among the mistakes, and
  /// what two of them set E0752; `check` throws them with what it finds.
  ///
  /// - Parameter mistakes: those of options that are no overrides.
  public func setting(_ overrides: [Override], mistakes: [Diagnostic] = []) -> OverriddenText {
    var overridden = OverriddenText(self, mistakes: mistakes)
    for override in overrides {
      let result = parse(overridden.text)
      guard result.diagnostics.isEmpty else {
        return OverriddenText(self, mistakes: overridden.mistakes)
      }
      let places = Places(result.program)
      if let edit = places.edit(for: override) {
        if edit.range.start < edit.range.end, let other = overridden.value(at: edit.range) {
          overridden.mistakes.append(override.repeating("--set \(other.name)"))
        } else {
          overridden.apply(edit, of: override)
        }
      } else {
        overridden.mistakes.append(
          Diagnostic(
            code: "E0708", "the model has nothing named \(quoted(override.name)) to set",
            at: override.place(ofName: true, value: nil), label: "is not in \(printable(name))",
            help: ArgumentChecker.suggestion(override.name, among: places.names)))
      }
    }
    return overridden
  }
}

/// Where a model's text says what can be set.
private struct Places {
  private let program: Program

  init(_ program: Program) { self.program = program }

  /// The names that can be set.
  var names: [String] {
    let definitions = program.statements.filter { $0.name.text == "let" }
      .compactMap { $0.arguments.first?.name?.text }
    return definitions + SettingSignatures.all.map(\.keyword)
      + optimizerParameters.map(\.name)
  }

  /// How an override changes the text; nil where the name is not known.
  func edit(for override: Override) -> OverriddenText.Edit? {
    if let definition = definition(of: override.name) {
      return OverriddenText.Edit(definition.range)
    }
    let parts = override.name.split(separator: ".").map(String.init)
    if parts.count == 2, let signature = signature(of: parts[0]),
      signature.parameters.contains(where: { $0.name == parts[1] })
    {
      return edit(statement: parts[0], parameter: parts[1])
    }
    if SettingSignatures.all.contains(where: { $0.keyword == override.name }) {
      guard let statement = statement(override.name) else {
        return addition(override.name + " ")
      }
      return statement.arguments.first.map { OverriddenText.Edit($0.value.range) }
        ?? OverriddenText.Edit(end(of: statement), before: " ")
    }
    guard optimizerParameters.contains(where: { $0.name == override.name }) else { return nil }
    return edit(statement: "optimizer", parameter: override.name)
  }

  private func edit(statement keyword: String, parameter: String) -> OverriddenText.Edit? {
    guard let statement = statement(keyword) else {
      guard keyword == "optimizer" else { return nil }
      return addition("optimizer \(Adam.signature.keyword) \(parameter)=")
    }
    let argument = statement.arguments.first { $0.name?.text == parameter }
    return argument.map { OverriddenText.Edit($0.value.range) }
      ?? OverriddenText.Edit(end(of: statement), before: " \(parameter)=")
  }

  private func definition(of name: String) -> Value? {
    program.statements.lazy.filter { $0.name.text == "let" }.compactMap(\.arguments.first)
      .first { $0.name?.text == name }?.value
  }

  private func statement(_ keyword: String) -> Statement? {
    program.statements.first { $0.name.text == keyword }
  }

  /// The signature of a setting, or of what its first word names.
  private func signature(of keyword: String) -> Signature? {
    switch keyword {
    case "optimizer": Signature(keyword, "", optimizerParameters)
    case "schedule": named(keyword, among: Catalog.schedules.map { $0.signature })
    case "loss": named(keyword, among: Catalog.losses.map { $0.signature })
    default: SettingSignatures.all.first { $0.keyword == keyword }
    }
  }

  private var optimizerParameters: [Parameter] {
    let named = named("optimizer", among: Catalog.optimizers.map { $0.signature })
    return (named ?? Adam.signature).parameters
  }

  /// Of some signatures the one whose keyword a setting gives; nil where it gives none.
  private func named(_ setting: String, among signatures: [Signature]) -> Signature? {
    let words = statement(setting)?.arguments.map { program.source.text(in: $0.value.range) } ?? []
    return signatures.first { words.contains($0.keyword) }
  }

  private func end(of statement: Statement) -> SourceRange {
    SourceRange(statement.range.end, statement.range.end)
  }

  /// A line of its own at the end of the text, which the value ends.
  private func addition(_ start: String) -> OverriddenText.Edit {
    let end = program.source.bytes.count
    return OverriddenText.Edit(SourceRange(end, end), before: "\n\(start)", behind: "\n")
  }
}
