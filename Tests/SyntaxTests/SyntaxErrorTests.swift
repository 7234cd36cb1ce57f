import JSON
import Source
import Syntax
import Testing

@Suite("Messages about syntax")
struct SyntaxErrorTests {
  /// A text with a mistake, and what the user sees of it.
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var shown: String
    var testDescription: String { text.debugDescription }
  }

  private func shown(_ source: SourceText) -> String {
    DiagnosticRenderer().text(parse(source).diagnostics)
  }

  @Test("Each mistake gives one message, at its place", arguments: tokenCases + statementCases)
  func message(example: Case) {
    #expect(shown(SourceText(name: "m.nn", example.text)) == example.shown + "\n")
  }

  @Test("Bytes that are not UTF-8 give one message per run, in comments too")
  func notUTF8() {
    let bytes =
      Array("a 1 # \u{E9}".utf8) + [0xFF, 0xFE] + Array(" ok ".utf8) + [0xC3, 0x0A]
      + Array("b ".utf8) + [0x80] + Array("1\nc 2".utf8)
    let source = SourceText(name: "m.nn", bytes: bytes)
    #expect(parse(source).program.statements.map(\.name.text) == ["a", "c"])
    #expect(
      shown(source) == """
        error[E0102]: 2 bytes that are not UTF-8
         --> m.nn:1:8
          |
        1 | a 1 # é\u{FFFD}\u{FFFD} ok \u{FFFD}
          |        ^^ not a character
          = help: save the file as UTF-8

        error[E0102]: a byte that is not UTF-8
         --> m.nn:1:14
          |
        1 | a 1 # é\u{FFFD}\u{FFFD} ok \u{FFFD}
          |              ^ not a character
          = help: save the file as UTF-8

        error[E0102]: a byte that is not UTF-8
         --> m.nn:2:3
          |
        2 | b \u{FFFD}1
          |   ^ not a character
          = help: save the file as UTF-8

        """)
  }

  @Test(
    "UTF-16 and binary files are refused as a whole",
    arguments: [
      [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x50, 0x4B, 0x03, 0x00, 0xFF, 0xFF],
    ] as [[UInt8]])
  func notText(bytes: [UInt8]) {
    let result = parse(SourceText(name: "m.nn", bytes: bytes))
    #expect(result.diagnostics.map(\.message) == ["this is not a text file"])
    #expect(result.program.statements.isEmpty)
  }

  @Test("Several mistakes are shown in the order of the text")
  func several() {
    let text = """
      dense 300x relu
      @dense 12
      repeat 8 {
        dense 50 = 3; batchnorm
      }
      lr = 0.1
      """
    let result = parse(SourceText(name: "m.nn", text))
    let lines = result.diagnostics.map { "\($0.code) \($0.json["line"]?.intValue ?? 0)" }
    #expect(lines == ["E0104 1", "E0103 2", "E0111 4", "E0113 6"])
    #expect(result.program.statements.map(\.name.text) == ["repeat"])
    #expect(result.program.statements[0].block?.statements.map(\.name.text) == ["batchnorm"])
  }

  @Test("A very long token is cut in the message")
  func longToken() {
    let text = "dense " + String(repeating: "9", count: 100_000) + "y"
    let shown = shown(SourceText(name: "m.nn", text))
    #expect(shown.contains("error[E0104]: '\(String(repeating: "9", count: 40))…' is neither"))
    #expect(shown.utf8.count < 1000)
  }
}
