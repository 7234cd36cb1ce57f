import Source
import Testing

@Suite("Source text")
struct SourceTextTests {
  @Test("Lines end at LF, CR LF and CR")
  func lines() {
    let source = SourceText(name: "", "ab\ncd\r\n\rx\n")
    #expect(source.lineCount == 5)
    let lines = (1...5).map { source.text(in: source.range(ofLine: $0)) }
    #expect(lines == ["ab", "cd", "", "x", ""])
    #expect(source.position(of: 4) == SourcePosition(line: 2, column: 2))
    #expect(source.position(of: 6) == SourcePosition(line: 2, column: 4))
    #expect(source.position(of: 10) == SourcePosition(line: 5, column: 1))
    #expect(SourceText(name: "", "").lineCount == 1)
  }

  @Test("Columns count characters, and a byte order mark takes none")
  func columns() {
    let source = SourceText(name: "", "\u{FEFF}é网\u{1F600}x")
    #expect([0, 3, 5, 8, 12, 13].map { source.position(of: $0).column } == [1, 1, 2, 3, 4, 5])
    let broken = SourceText(name: "", bytes: [0xE7, 0xBD, 0x61, 0xFF, 0xFF, 0x62])
    #expect([2, 3, 4, 5].map { broken.position(of: $0).column } == [2, 3, 4, 5])
  }

  @Test("Offsets outside the text count as its ends")
  func outside() {
    let source = SourceText(name: "", "ab\nc")
    #expect(source.position(of: -5) == SourcePosition(line: 1, column: 1))
    #expect(source.position(of: 99) == SourcePosition(line: 2, column: 2))
    #expect(source.text(in: SourceRange(-3, 1)) == "a")
    #expect(source.text(in: SourceRange(3, 99)) == "c")
    #expect(source.text(in: SourceRange(9, 2)) == "")
  }

  @Test("Locations agree with counting, in lines longer than the index's stride")
  func longLines() {
    let characters = ["a", "é", "网", "\u{1F600}"]
    let text = (0..<1200).map { $0 % 300 == 299 ? "\r\n" : characters[$0 % 4] }.joined()
    let source = SourceText(name: "", text)
    var offset = 0
    var line = 1
    var column = 1
    for scalar in text.unicodeScalars {
      #expect(source.position(of: offset) == SourcePosition(line: line, column: column))
      offset += String(scalar).utf8.count
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    #expect(line == 5)
  }

  @Test("A million lookups in one long line")
  func manyLookups() {
    let source = SourceText(name: "", String(repeating: "é", count: 500_000))
    var sum = 0
    for offset in 0..<1_000_000 { sum += source.position(of: offset).column }
    // An offset inside a character counts as its start.
    #expect(sum == 2 * (500_000 * 500_001 / 2))
  }

  @Test("Texts are equal if their names and bytes are")
  func equality() {
    let text = SourceText(name: "a", "x")
    #expect(text == SourceText(name: "a", bytes: [0x78]))
    #expect(text != SourceText(name: "b", "x"))
    #expect(text != SourceText(name: "a", "y"))
    #expect(text.hashValue == SourceText(name: "a", "x").hashValue)
  }
}
