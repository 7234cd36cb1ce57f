import Operators
import Source
import Syntax

/// Checks the arguments of statements against signatures and collects what is wrong.
struct ArgumentChecker {
  let source: SourceText
  /// Which of the source `--set` says, if any.
  private let overridden: OverriddenText?
  private(set) var diagnostics: [Diagnostic] = []
  /// The places and codes of what was noted: a statement in a repeated block is checked many times.
  private var noted: Set<Spot> = []

  private struct Spot: Hashable {
    var code: String
    var range: SourceRange
  }

  init(source: SourceText, overridden: OverriddenText? = nil) {
    self.source = source
    self.overridden = overridden
  }

  /// Takes over what another one noted.
  mutating func add(_ others: [Diagnostic]) { diagnostics += others }

  /// Notes an error at a place of the source.
  mutating func report(
    _ code: String, _ message: String, severity: Diagnostic.Severity = .error,
    at range: SourceRange, label: String = "", help: [String] = []
  ) {
    guard noted.insert(Spot(code: code, range: range)).inserted else { return }
    diagnostics.append(
      Diagnostic(
        severity, code: code, message, at: .text(source, range), label: label, help: help))
  }

  /// The checked arguments of a statement; nil when something is wrong, which is then noted.
  mutating func check(_ statement: Statement, _ signature: Signature) -> Arguments? {
    var arguments = Arguments()
    var isSound = true
    var given: [String: SourceRange] = [:]
    var positional = signature.positional[...]
    for argument in statement.arguments {
      guard let parameter = parameter(for: argument, signature, &positional) else {
        isSound = false
        if argument.name == nil { break }
        continue
      }
      guard given.updateValue(argument.range, forKey: parameter.name) == nil else {
        report(
          "E0209", "'\(parameter.name)' is given twice", at: argument.range,
          label: "already given before")
        isSound = false
        continue
      }
      let count = diagnostics.count
      if let value = value(of: argument.value, for: parameter, signature) {
        arguments[parameter.name] = value
      } else {
        isSound = false
        if diagnostics.count > count { explain(argument.value) }
      }
    }
    for parameter in signature.parameters
    where parameter.isRequired && given[parameter.name] == nil && isSound {
      report(
        "E0205", "'\(signature.keyword)' needs the argument '\(parameter.name)'",
        at: statement.range, label: "'\(parameter.name)' is missing",
        help: ["write \(Self.usage(signature))"])
      isSound = false
    }
    for parameter in signature.parameters where isSound {
      guard let range = given[parameter.name], let requirement = parameter.requirement,
        !arguments.meets(requirement)
      else { continue }
      let missing = requirement.words.isEmpty ? [requirement.parameter] : requirement.words
      let names = missing.map { "'\($0)'" }.joined(separator: " or ")
      report(
        "E0216", "'\(parameter.name)' has no effect without \(names)", at: range,
        label: "needs \(names)", help: ["write \(Self.usage(signature))"])
      isSound = false
    }
    return isSound ? arguments : nil
  }

  /// Says beside the last mistake what a name of the user's own stands for.
  private mutating func explain(_ value: Syntax.Value) {
    guard let definition = value.definition else { return }
    let line = source.position(of: definition.start).line
    let origin = overridden?.override(at: definition).map { "--set \($0.name)" } ?? "line \(line)"
    diagnostics[diagnostics.count - 1].help.append(
      "\(quoted(source.text(in: value.range))) is \(quoted(source.text(in: definition))) by "
        + origin)
  }

  /// The parameter that an argument is for.
  private mutating func parameter(
    for argument: Argument, _ signature: Signature, _ positional: inout ArraySlice<Parameter>
  ) -> Parameter? {
    guard let name = argument.name else {
      if let parameter = positional.popFirst() { return parameter }
      let count = signature.positional.count
      let isNamedOnly = count == 0 && !signature.parameters.isEmpty
      let limit =
        isNamedOnly
        ? "named arguments only"
        : count == 0 ? "no arguments" : "at most \(Self.arguments(count)) without a name"
      report(
        "E0206", "'\(signature.keyword)' takes \(limit)", at: argument.range,
        label: isNamedOnly ? "needs a name" : "one too many",
        help: ["write \(Self.usage(signature))"])
      return nil
    }
    if let parameter = signature.parameters.first(where: { $0.name == name.text }) {
      return parameter
    }
    let names = signature.parameters.map(\.name)
    report(
      "E0204", "'\(signature.keyword)' has no argument named '\(name.text)'", at: name.range,
      label: "not an argument of '\(signature.keyword)'",
      help: Self.suggestion(name.text, among: names))
    return nil
  }

  /// The checked value of an argument; nil when it does not fit, which is then noted.
  private mutating func value(
    of value: Syntax.Value, for parameter: Parameter, _ signature: Signature
  ) -> Arguments.Value? {
    switch (parameter.kind, value.kind) {
    case (.integer(let range), .number(let number)),
      (.integerOrWord(let range, _), .number(let number)):
      return integer(number, in: range, at: value.range, parameter, signature).map { .integer($0) }
    case (.integerOrWord(_, let words), .word(let word)) where words.contains(word),
      (.realsOrWord(_, let words), .word(let word)) where words.contains(word):
      return .word(word)
    case (.real(let bounds), .number(let number)):
      return real(number, within: bounds, at: value.range, parameter, signature).map { .real($0) }
    case (.integers(let range), .list(let values)):
      return list(values, parameter, signature) { checker, number, place in
        checker.integer(number, in: range, at: place, parameter, signature)
      }.map { .integers($0) }
    case (.factor, .number(let number)):
      return real(number, within: .atLeast(0), at: value.range, parameter, signature)
        .map { .real($0) }
    case (.factor, .call("half", let values)):
      guard values.count == 1, case .number(let number) = values[0].kind else {
        report(
          "E0206", "'half' takes one number", at: value.range, label: "as in half(1e-4)")
        return nil
      }
      return real(number, within: .atLeast(0), at: value.range, parameter, signature)
        .map { .real($0 / 2) }
    case (.reals(let bounds), .list(let values)),
      (.realsOrWord(let bounds, _), .list(let values)):
      return list(values, parameter, signature) { checker, number, place in
        checker.real(number, within: bounds, at: place, parameter, signature)
      }.map { .reals($0) }
    case (.word(let noun, let choices), .word(let word)):
      guard choices.contains(word) else {
        report(
          noun == "activation" ? "E0203" : "E0202", "unknown \(noun) '\(word)'", at: value.range,
          label: "not \(Self.article(noun))", help: Self.suggestion(word, among: choices))
        return nil
      }
      return .word(word)
    case (.shape, .shape(let shape)):
      return .shape(shape)
    case (.shape, .number(let number)):
      return integer(number, in: 1...(1 << 30), at: value.range, parameter, signature)
        .map { .shape([$0]) }
    case (.initializer, .word(let name)):
      return initializer(name, [], value)
    case (.initializer, .call(let name, let arguments)):
      return initializer(name, arguments, value)
    default: return misfit(value, parameter, signature)
    }
  }

  /// The numbers of a list, each checked; nil at the first that does not fit, which is then noted.
  private mutating func list<Number>(
    _ values: [Syntax.Value], _ parameter: Parameter, _ signature: Signature,
    check: (inout ArgumentChecker, Double, SourceRange) -> Number?
  ) -> [Number]? {
    var numbers: [Number] = []
    for value in values {
      guard case .number(let number) = value.kind else {
        _ = misfit(value, parameter, signature)
        return nil
      }
      guard let checked = check(&self, number, value.range) else { return nil }
      numbers.append(checked)
    }
    return numbers
  }

  /// Notes that a value is of another kind than the parameter takes.
  private mutating func misfit(
    _ value: Syntax.Value, _ parameter: Parameter, _ signature: Signature
  ) -> Arguments.Value? {
    report(
      "E0207",
      "the \(parameter.name) of '\(signature.keyword)' must be \(Self.article(parameter.kind))",
      at: value.range, label: "this is \(Self.article(value.kind))",
      help: ["write \(Self.usage(signature))"])
    return nil
  }

  private mutating func real(
    _ number: Double, within bounds: Bounds, at place: SourceRange, _ parameter: Parameter,
    _ signature: Signature
  ) -> Double? {
    guard bounds.contains(number) else {
      report(
        "E0208", "the \(parameter.name) of '\(signature.keyword)' must be \(bounds)", at: place,
        label: "out of range")
      return nil
    }
    return number
  }

  private mutating func integer(
    _ number: Double, in range: ClosedRange<Int>, at place: SourceRange, _ parameter: Parameter,
    _ signature: Signature
  ) -> Int? {
    guard number == number.rounded() else {
      report(
        "E0207", "the \(parameter.name) of '\(signature.keyword)' must be a whole number",
        at: place, label: "not a whole number")
      return nil
    }
    guard let integer = Int(exactly: number), range.contains(integer) else {
      report(
        "E0208",
        "the \(parameter.name) of '\(signature.keyword)' must be from \(range.lowerBound) to "
          + "\(range.upperBound)", at: place, label: "out of range")
      return nil
    }
    return integer
  }
}

extension Arguments {
  /// Whether what a parameter requires is given.
  fileprivate func meets(_ requirement: Parameter.Requirement) -> Bool {
    guard !requirement.words.isEmpty else { return self[requirement.parameter] != nil }
    return word(requirement.parameter).map(requirement.words.contains) ?? false
  }
}
