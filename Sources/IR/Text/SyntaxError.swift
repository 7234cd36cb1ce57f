import Source

/// The first mistake of a line; the parser goes on with the next line.
struct SyntaxError: Error {
  /// What to tell the user.
  var diagnostic: Diagnostic

  /// A mistake in `source` at `range`.
  init(
    code: String, _ message: String, in source: SourceText, at range: SourceRange, label: String,
    help: [String] = []
  ) {
    diagnostic = Diagnostic(
      code: code, message, at: .text(source, range), label: label, help: help)
  }
}

extension SourceText {
  /// A mistake about a token that is not what `expected` says.
  func unexpected(_ token: Token, expected: String) -> SyntaxError {
    let spelling = text(in: token.range)
    switch token.kind {
    case .foreign:
      return SyntaxError(
        code: "E0603", "unexpected character \(quoted(spelling))", in: self, at: token.range,
        label: "not part of a graph's text")
    case .malformed where spelling.hasPrefix("%"):
      return SyntaxError(
        code: "E0604", "\(quoted(spelling)) is not a value", in: self, at: token.range,
        label: "not a name or a number",
        help: ["values are written like %rows, %dense1.weight or %12"])
    case .malformed:
      return SyntaxError(
        code: "E0604", "\(quoted(spelling)) is not a number", in: self, at: token.range,
        label: "not a number", help: ["numbers are written like 64, -1, 0.5 or 1e-05"])
    default:
      return SyntaxError(
        code: "E0605", "expected \(expected), found \(describe(token))", in: self,
        at: token.range, label: "expected \(expected)")
    }
  }

  /// The runs of bytes that are not UTF-8, as mistakes.
  func invalidUTF8() -> [Diagnostic] {
    guard String(validating: bytes, as: UTF8.self) == nil else { return [] }
    var mistakes: [Diagnostic] = []
    var position = 0
    while position < bytes.count, mistakes.count < GraphParser.limit {
      let start = position
      while position < bytes.count {
        let (scalar, length) = character(at: position)
        guard scalar == nil else { break }
        position += length
      }
      if position > start {
        mistakes.append(
          SyntaxError(
            code: "E0601",
            position - start == 1
              ? "a byte that is not UTF-8" : "\(position - start) bytes that are not UTF-8",
            in: self,
            at: SourceRange(start, position), label: "not text"
          ).diagnostic)
      } else {
        position += character(at: position).length
      }
    }
    return mistakes
  }

  private func describe(_ token: Token) -> String {
    switch token.kind {
    case .newline: "the end of the line"
    case .end: "the end of the text"
    default: quoted(text(in: token.range))
    }
  }
}
