import Source
import Testing

@Suite("Diagnostics as text")
struct DiagnosticRendererTests {
  private func shown(
    _ text: String, _ start: Int, _ end: Int, label: String = "", help: [String] = []
  ) -> String {
    DiagnosticRenderer().text(
      Diagnostic(
        code: "E0203", "wrong", at: .text(SourceText(name: "m.nn", text), SourceRange(start, end)),
        label: label, help: help))
  }

  @Test("A spot in a text, with label and help")
  func spot() {
    let text = String(repeating: "\n", count: 9) + "dense 300 rleu\n"
    #expect(
      shown(text, 19, 23, label: "not an activation", help: ["did you mean 'relu'?", "or not"])
        == """
        error[E0203]: wrong
          --> m.nn:10:11
           |
        10 | dense 300 rleu
           |           ^^^^ not an activation
           = help: did you mean 'relu'?
           = help: or not

        """)
  }

  @Test("Carets stand under tabs and wide characters")
  func columns() {
    #expect(shown("\ta\tb c", 3, 4).hasSuffix("1 | \ta\tb c\n  | \t \t^\n"))
    #expect(shown("网é\u{301}\u{1F600} b", 12, 13).hasSuffix("\n  |       ^\n"))
    #expect(shown("a 网络 b", 2, 8).hasSuffix("\n  |   ^^^^\n"))
  }

  @Test("A spot without characters, at the end or over several lines")
  func edges() {
    #expect(shown("", 0, 0) == "error[E0203]: wrong\n --> m.nn:1:1\n  |\n1 |\n  | ^\n")
    #expect(shown("a b", 3, 3).hasSuffix("1 | a b\n  |    ^\n"))
    #expect(shown("a b\n", 4, 4).hasSuffix("2 |\n  | ^\n"))
    #expect(shown("a bc\nd", 2, 6).hasSuffix("1 | a bc\n  |   ^^\n"))
    #expect(shown("a\r\nb", 1, 2).hasSuffix("1 | a\n  |  ^\n"))
    #expect(shown("abc", 2, 1).hasSuffix("1 | abc\n  |   ^\n"))
    #expect(shown("abc", -7, 99).hasSuffix("1 | abc\n  | ^^^\n"))
  }

  @Test("A long line is cut around the spot")
  func longLine() throws {
    let filler = String(repeating: "a ", count: 50_000)
    let lines = shown(filler + "网@" + filler, 100_003, 100_004).split(separator: "\n").map(
      Array.init)
    #expect(String(lines[1]) == " --> m.nn:1:100002")
    #expect(lines[3].count < 240)
    #expect(lines[3].starts(with: "1 | …") && lines[3].last == "…")
    // The wide character takes one column more than it has characters.
    let place = try #require(lines[3].firstIndex(of: "@"))
    #expect(lines[4].firstIndex(of: "^") == place + 1)
    let token = shown(String(repeating: "9", count: 100_000), 0, 100_000)
    #expect(token.utf8.count < 400)
  }

  @Test("Nothing from a file reaches the terminal as a command")
  func hostileText() {
    let source = SourceText(name: "\u{1B}[2Jm.nn", "a \u{1B}[31m\u{202E} b\u{7F}")
    let text = DiagnosticRenderer().text(
      Diagnostic(
        code: "E0103", "found '\u{1B}'\n", at: .text(source, SourceRange(2, 3)), label: "\u{9B}",
        help: ["\u{8}"]))
    #expect(
      text == """
        error[E0103]: found '\\u{1B}'\\u{A}
         --> \\u{1B}[2Jm.nn:1:3
          |
        1 | a \\u{1B}[31m\\u{202E} b\\u{7F}
          |   ^^^^^^ \\u{9B}
          = help: \\u{8}

        """)
    #expect(quoted("a\u{1B}'") == "'a\\u{1B}''")
    #expect(quoted(String(repeating: "x", count: 41)) == "'\(String(repeating: "x", count: 40))…'")
  }

  @Test("A file as a whole, and nowhere")
  func otherPlaces() {
    let file = Diagnostic(
      .warning, code: "E0301", "cut", at: .file("a.gz"), label: "12 bytes", help: ["again"])
    #expect(
      DiagnosticRenderer().text(file)
        == "warning[E0301]: cut\n --> a.gz\n = note: 12 bytes\n = help: again\n")
    let nowhere = Diagnostic(code: "E0701", "no file")
    #expect(DiagnosticRenderer().text(nowhere) == "error[E0701]: no file\n")
  }

  @Test("What an option says is shown without a line of its own")
  func option() {
    let source = SourceText(name: "--set width=0", "width=0")
    let diagnostic = Diagnostic(
      code: "E0207", "too small", at: .option(source, SourceRange(6, 7)), label: "here",
      help: ["more"])
    #expect(
      DiagnosticRenderer().text(diagnostic) == """
        error[E0207]: too small
         --> --set width=0
          |
          | width=0
          |       ^ here
          = help: more

        """)
  }

  @Test("Only the first errors and the first warnings are written out")
  func limit() {
    let errors = (1...4).map { Diagnostic(code: "E0001", "e\($0)") }
    let warnings = (1...3).map { Diagnostic(.warning, code: "E0002", "w\($0)") }
    let renderer = DiagnosticRenderer(limit: 2)
    #expect(
      renderer.text(warnings + errors) == """
        warning[E0002]: w1

        warning[E0002]: w2

        error[E0001]: e1

        error[E0001]: e2

        and 2 more errors

        and 1 more warning

        """)
    #expect(renderer.text([]) == "")
    #expect(!renderer.text(Array(errors.prefix(2))).contains("more"))
  }

  @Test("Colours surround the parts and nothing else")
  func color() {
    let diagnostic = Diagnostic(
      code: "E0203", "wrong", at: .text(SourceText(name: "m.nn", "a b"), SourceRange(2, 3)),
      label: "here", help: ["h"])
    let colored = DiagnosticRenderer(hasColor: true).text(diagnostic)
    #expect(colored.hasPrefix("\u{1B}[1;31merror[E0203]\u{1B}[0m\u{1B}[1m: wrong\u{1B}[0m\n"))
    #expect(colored.contains("\u{1B}[1;31m^ here\u{1B}[0m"))
    let plain = colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    #expect(plain == DiagnosticRenderer().text(diagnostic))
  }
}
