import JSON
import Source
import Testing

@Suite("Diagnostics as JSON")
struct DiagnosticJSONTests {
  @Test("A spot in a text")
  func spot() {
    let source = SourceText(name: "m.nn", "a\néb cd\ne")
    let diagnostic = Diagnostic(
      code: "E0203", "wrong", at: .text(source, SourceRange(6, 10)), label: "here", help: ["h"])
    let expected: JSON = [
      "severity": "error", "code": "E0203", "message": "wrong", "file": "m.nn", "line": 2,
      "column": 4, "end_line": 3, "end_column": 2, "label": "here", "help": ["h"],
    ]
    #expect(diagnostic.json == expected)
  }

  @Test("Elsewhere, what has no meaning is null")
  func elsewhere() {
    let file = Diagnostic(.warning, code: "E0301", "cut", at: .file("a.gz")).json
    #expect(file["file"] == "a.gz")
    #expect(file["severity"] == "warning")
    #expect(file["line"] == JSON.null)
    #expect(file["help"] == [])
    #expect(Diagnostic(code: "E0701", "no").json["file"] == JSON.null)
    let source = SourceText(name: "--set width=0", "width=0")
    let option = Diagnostic(code: "E0207", "few", at: .option(source, SourceRange(6, 7))).json
    #expect(option["file"] == "--set width=0")
    #expect(option["column"] == 7 && option["end_column"] == 8)
  }
}
