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
  case blockWithoutStatement
  case unopenedBlock
  case unclosedBlock
  case blocksTooDeep(limit: Int)
  case unseparated(String)
  case expectedStatement(found: String)
  case expectedValue(found: String?)
  case expectedName(found: String)
  case positionalAfterNamed(String)
  case comma
  case equalsAfterStatement(name: String)
  case callAfterStatement(name: String)
  case unexpected(String)
  case unclosedCall(name: String, found: String?)
  case unclosedList(found: String?)
  case valuesTooDeep(limit: Int)

  /// The code, the message, the words beside the caret, and what would help.
  private var words: (code: String, message: String, label: String, help: String?) {
    switch self {
    case .notText:
      (
        "E0101", "this is not a text file", "not part of a text",
        "a model file is plain text, saved as UTF-8"
      )
    case .notUTF8(let count):
      (
        "E0102", count == 1 ? "a byte that is not UTF-8" : "\(count) bytes that are not UTF-8",
        "not a character", "save the file as UTF-8"
      )
    case .unexpectedCharacter(let character):
      (
        "E0103", "unexpected character \(description(of: character))", "not part of the language",
        replacement(of: character)
      )
    case .malformedNumber(let text):
      (
        "E0104", "\(quoted(text)) is neither a number nor a shape", "cannot be read",
        advice(onNumber: text)
      )
    case .malformedWord(let text):
      ("E0105", "\(quoted(text)) is not a name", "cannot be read", advice(onWord: text))
    case .numberTooLarge(let text):
      (
        "E0106", "\(quoted(text)) is too large", "would become infinite",
        "numbers go up to about 1.8e308"
      )
    case .numberTooSmall(let text):
      (
        "E0106", "\(quoted(text)) is too close to zero", "would become zero",
        "the smallest number is about 5e-324"
      )
    case .wholeNumberTooLarge(let text):
      (
        "E0106", "\(quoted(text)) is too large", "would be rounded",
        "whole numbers go up to 9007199254740992"
      )
    case .shapeTooLarge(let text):
      ("E0107", "the shape \(quoted(text)) is too large", "has 2^63 elements or more", nil)
    case .blockWithoutStatement:
      (
        "E0108", "'{' opens a block that belongs to no statement", "opened here",
        "a block stands behind 'repeat', as in 'repeat 8 { dense 50 relu }'"
      )
    case .unclosedBlock:
      ("E0108", "'{' opens a block that is not closed", "opened here", "add '}' behind it")
    case .blocksTooDeep(let limit):
      (
        "E0115", "blocks inside blocks go deeper than \(limit)", "the first that is too deep",
        "write the statements without so many braces"
      )
    case .unseparated(let found):
      (
        "E0113", "unexpected \(quoted(found)) behind a block", "does not belong here",
        "start the next statement on a new line, or behind ';'"
      )
    case .unopenedBlock:
      ("E0108", "'}' closes a block that was not opened", "nothing to close", "remove it")
    case .expectedStatement(let found):
      (
        "E0109", "expected the name of a layer or a setting, found \(quoted(found))", "not a name",
        "a statement is a name and its arguments, such as 'dense 300 relu'"
      )
    case .expectedValue(let found):
      (
        "E0110", "expected a value" + phrase(found), "a value belongs here",
        "a value is a number, a word, a shape such as 28x28, a call such as normal(0.01), or a "
          + "list such as [10, 20]"
      )
    case .expectedName(let found):
      (
        "E0111", "expected a name before '=', found \(quoted(found))", "not a name",
        "named arguments look like 'init=he_normal'"
      )
    case .positionalAfterNamed(let text):
      (
        "E0112", "\(quoted(text)) has no name, but follows a named argument", "has no name",
        "write it before the named arguments, or give it a name as in 'init=he_normal'"
      )
    case .comma:
      ("E0113", "unexpected ','", "does not belong here", "arguments are separated by spaces")
    case .equalsAfterStatement(let name):
      ("E0113", "unexpected '=' behind \(quoted(name))", "does not belong here", "leave it out")
    case .callAfterStatement(let name):
      (
        "E0113", "unexpected '(' behind \(quoted(name))", "does not belong here",
        "arguments of a statement stand without parentheses, such as 'dense 300 relu'"
      )
    case .unexpected(let found):
      ("E0113", "unexpected \(quoted(found))", "does not belong here", nil)
    case .unclosedCall(let name, let found):
      (
        "E0114", "expected ',' or ')'" + phrase(found), "the values of \(quoted(name)) go on here",
        "values in parentheses are separated by ','"
      )
    case .unclosedList(let found):
      (
        "E0114", "expected ',' or ']'" + phrase(found), "the values of the list go on here",
        "values in brackets are separated by ','"
      )
    case .valuesTooDeep(let limit):
      (
        "E0115", "values inside values go deeper than \(limit)", "the first that is too deep",
        "write the value without so many parentheses"
      )
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

/// What was found instead, as the end of a message; empty at the end of a statement.
private func phrase(_ found: String?) -> String {
  found.map { ", found \(quoted($0))" } ?? ""
}

/// The character itself and, unless it is plain ASCII, its number and its name in Unicode.
private func description(of character: Unicode.Scalar) -> String {
  let shown = quoted(String(character))
  if character.isASCII, character.value > 0x20, character.value < 0x7F { return shown }
  let digits = String(character.value, radix: 16, uppercase: true)
  let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  let name = character.properties.name ?? character.properties.nameAlias
  return "\(shown) (\([number, name].compactMap(\.self).joined(separator: " ")))"
}

/// What to write instead of a character that people type, or a word processor puts, by mistake.
private func replacement(of character: Unicode.Scalar) -> String? {
  switch character {
  case "×", "✕": "write 'x' between the sizes of a shape, such as 28x28"
  case "−", "–", "—": "write '-'"
  case ":": "named arguments look like 'init=he_normal'"
  case "/": "'#' starts a comment"
  case "`": "words stand without quotes"
  case _ where character.properties.isQuotationMark: "words stand without quotes"
  case _ where character.properties.isWhitespace: "write a plain space"
  default: nil
  }
}

private func advice(onNumber text: String) -> String {
  let parts = text.split(separator: "x", omittingEmptySubsequences: false)
  if text.contains("X") { return "shapes have a small 'x', such as 28x28" }
  if parts.count > 1, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }) {
    return "sizes of a shape start at 1, without zeros in front, and numbers are decimal"
  }
  return "numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28"
}

private func advice(onWord text: String) -> String {
  let word = String(text.map { "-.+".contains($0) ? "_" : $0 })
  let isName = word.utf8.first.map(\.isLetter) == true && word != text && word.utf8.count <= 40
  return isName
    ? "did you mean \(quoted(word))?"
    : "a name is made of letters, digits and '_', and starts with a letter"
}
