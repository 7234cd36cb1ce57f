import Source

/// Every mistake that the lexer and the parser report, with its code and its words.
enum SyntaxError: Error {
  case notText
  case notUTF8(byteCount: Int)
  case unexpectedCharacter(Unicode.Scalar)
  case malformedNumber(String)
  case malformedWord(String)
  case numberTooLarge(String)
  case numberTooSmall(String)
  case wholeNumberTooLarge(String)
  case shapeTooLarge(String)
  case block
  case unopenedBlock
  case expectedStatement(found: String)
  case expectedValue(found: String?)
  case expectedName(found: String)
  case positionalAfterNamed(String)
  case comma
  case equalsAfterStatement(name: String)
  case callAfterStatement(name: String)
  case unexpected(String)
  case unclosedCall(name: String, found: String?)
  case callsTooDeep(limit: Int)

  /// The code, the message, the words beside the caret, and what would help.
  private var words: (code: String, message: String, label: String, help: String?) {
    switch self {
    case .notText:
      ("E0101", "this is not a text file", "", "a model file is plain text, saved as UTF-8")
    case .notUTF8(let count):
      (
        "E0102", count == 1 ? "a byte that is not UTF-8" : "\(count) bytes that are not UTF-8", "",
        "save the file as UTF-8"
      )
    case .unexpectedCharacter(let character):
      (
        "E0103", "unexpected character \(description(of: character))", "",
        replacement(of: character)
      )
    case .malformedNumber(let text):
      (
        "E0104", "\(quoted(text)) is neither a number nor a shape", "",
        "numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28, with sizes from 1"
      )
    case .malformedWord(let text):
      (
        "E0105", "\(quoted(text)) is not a name", "", "a name is made of letters, digits and '_'"
      )
    case .numberTooLarge(let text):
      ("E0106", "\(quoted(text)) is too large", "", "numbers go up to about 1.8e308")
    case .numberTooSmall(let text):
      ("E0106", "\(quoted(text)) is too close to zero", "", "the smallest number is about 5e-324")
    case .wholeNumberTooLarge(let text):
      ("E0106", "\(quoted(text)) is too large", "", "whole numbers go up to 9007199254740992")
    case .shapeTooLarge(let text):
      ("E0107", "the shape \(quoted(text)) is too large", "has 2^63 elements or more", nil)
    case .block:
      (
        "E0108", "'{' opens a block, and the language has no blocks yet", "",
        "write out each layer as a statement of its own"
      )
    case .unopenedBlock:
      ("E0108", "'}' closes a block that was not opened", "", "remove it")
    case .expectedStatement(let found):
      (
        "E0109", "expected the name of a layer or a setting, found \(quoted(found))", "",
        "a statement is a name and its arguments, such as 'dense 300 relu'"
      )
    case .expectedValue(let found):
      (
        "E0110", "expected a value" + (found.map { ", found \(quoted($0))" } ?? ""), "",
        "a value is a number, a word, a shape such as 28x28, or a call such as normal(0.01)"
      )
    case .expectedName(let found):
      (
        "E0111", "expected a name before '=', found \(quoted(found))", "",
        "named arguments look like 'init=he_normal'"
      )
    case .positionalAfterNamed(let text):
      (
        "E0112", "\(quoted(text)) has no name, but follows a named argument", "",
        "write it before the named arguments, or as name=\(printable(text.prefix(40)))"
      )
    case .comma:
      ("E0113", "unexpected ','", "", "arguments are separated by spaces")
    case .equalsAfterStatement(let name):
      ("E0113", "unexpected '=' behind \(quoted(name))", "", "leave it out")
    case .callAfterStatement(let name):
      (
        "E0113", "unexpected '(' behind \(quoted(name))", "",
        "arguments of a statement stand without parentheses, such as 'dense 300 relu'"
      )
    case .unexpected(let found):
      ("E0113", "unexpected \(quoted(found))", "", nil)
    case .unclosedCall(let name, let found):
      (
        "E0114", "expected ',' or ')'" + (found.map { ", found \(quoted($0))" } ?? ""), "",
        "values in the parentheses of \(quoted(name)) are separated by ','"
      )
    case .callsTooDeep(let limit):
      ("E0115", "calls inside calls go deeper than \(limit)", "", nil)
    }
  }

  /// The diagnostic to show.
  func diagnostic(at range: SourceRange, in source: SourceText) -> Diagnostic {
    let words = words
    return Diagnostic(
      code: words.code, words.message, at: .text(source, range), label: words.label,
      help: words.help.map { [$0] } ?? [])
  }
}

/// The character itself, its number and its name in Unicode.
private func description(of character: Unicode.Scalar) -> String {
  let number = String(character.value, radix: 16, uppercase: true)
  let code = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
  if character.isASCII, character.value > 0x20, character.value < 0x7F { return "'\(character)'" }
  let name = character.properties.name ?? character.properties.nameAlias
  return [quoted(String(character)), ([code] + (name.map { [$0] } ?? [])).joined(separator: " ")]
    .joined(separator: " (") + ")"
}

/// What to write instead of a character that people type, or a word processor puts, by mistake.
private func replacement(of character: Unicode.Scalar) -> String? {
  switch character {
  case "\"", "'", "`", "“", "”", "„", "‘", "’", "«", "»": "words stand without quotes"
  case "×", "✕": "write 'x' between the sizes of a shape, such as 28x28"
  case "−", "–", "—": "write '-'"
  case ":": "named arguments look like 'init=he_normal'"
  case "[", "]": "shapes look like 28x28"
  case "/": "'#' starts a comment"
  default: character.properties.isWhitespace ? "write a plain space" : nil
  }
}
