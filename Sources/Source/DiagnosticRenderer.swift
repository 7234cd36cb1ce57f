/// Writes diagnostics as text for a terminal or a log:
///
/// ```
/// error[E0203]: unknown activation 'rleu'
///  --> models/fashion-b.nn:3:11
///   |
/// 3 | dense 300 rleu
///   |           ^^^^ not an activation
///   = help: did you mean 'relu'?
/// ```
///
/// Whatever came from the user's files is shown without control characters.
public struct DiagnosticRenderer: Sendable {
  /// Whether to write colours, as ANSI escape sequences.
  public var hasColor: Bool
  /// How many errors, and how many warnings, to write out; the others are counted.
  public var limit: Int

  /// Makes a renderer.
  public init(hasColor: Bool = false, limit: Int = 20) {
    self.hasColor = hasColor
    self.limit = limit
  }

  /// The diagnostics in the order given, with an empty line between them and a line break at the
  /// end, and how many more there are. Empty if there are none.
  public func text(_ diagnostics: [Diagnostic]) -> String {
    var counts: [Diagnostic.Severity: Int] = [:]
    var parts: [String] = []
    for diagnostic in diagnostics {
      counts[diagnostic.severity, default: 0] += 1
      if counts[diagnostic.severity, default: 0] <= limit { parts.append(text(diagnostic)) }
    }
    for severity in [Diagnostic.Severity.error, .warning] {
      let rest = counts[severity, default: 0] - limit
      if rest > 0 { parts.append("and \(rest) more \(severity)\(rest == 1 ? "" : "s")\n") }
    }
    return parts.joined(separator: "\n")
  }

  /// One diagnostic, with a line break at the end.
  public func text(_ diagnostic: Diagnostic) -> String {
    let severity = Style(of: diagnostic.severity)
    let title = styled("\(diagnostic.severity)[\(printable(diagnostic.code))]", severity)
    var lines = [title + styled(": \(printable(diagnostic.message))", .title)]
    var margin = ""
    var notes: [String] = []
    switch diagnostic.place {
    case .nowhere:
      if !diagnostic.label.isEmpty { notes.append("note: \(diagnostic.label)") }
    case .file(let name):
      lines.append(styled(" -->", .frame) + " \(printable(name))")
      if !diagnostic.label.isEmpty { notes.append("note: \(diagnostic.label)") }
    case .text(let source, let range):
      let excerpt = Excerpt(of: source, at: range)
      margin = String(repeating: " ", count: String(excerpt.line).count)
      let spot = "\(printable(source.name)):\(excerpt.line):\(excerpt.column)"
      lines += self.lines(
        of: excerpt, at: spot, number: "\(excerpt.line)", margin, diagnostic.label, severity)
    case .option(let source, let range):
      margin = " "
      lines += self.lines(
        of: Excerpt(of: source, at: range), at: printable(source.name), number: margin, margin,
        diagnostic.label, severity)
    }
    notes += diagnostic.help.map { "help: \($0)" }
    lines += notes.map { styled("\(margin) =", .frame) + " \(printable($0))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The place, the line there, and what marks the spot below it.
  private func lines(
    of excerpt: Excerpt, at spot: String, number: String, _ margin: String, _ label: String,
    _ severity: Style
  ) -> [String] {
    let marks = [excerpt.carets, printable(label)].filter { !$0.isEmpty }
    return [
      styled("\(margin)-->", .frame) + " \(spot)",
      styled("\(margin) |", .frame),
      styled("\(number) |", .frame) + (excerpt.text.isEmpty ? "" : " \(excerpt.text)"),
      styled("\(margin) |", .frame)
        + " \(excerpt.indentation)\(styled(marks.joined(separator: " "), severity))",
    ]
  }

  /// The colours, as parameters of the ANSI sequence "select graphic rendition".
  private enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case title = "1"
    case frame = "1;34"

    init(of severity: Diagnostic.Severity) {
      self =
        switch severity {
        case .error: .error
        case .warning: .warning
        }
    }
  }

  private func styled(_ text: String, _ style: Style) -> String {
    hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
