import Testing

@testable import Datasets

@Suite struct RecordReaderTests {
  /// The texts of all cells, row by row; the message where the text cannot be read.
  private func read(_ text: String, _ delimiter: Delimiter = .comma) -> [[String]] {
    let bytes = Array(text.utf8)
    var reader = RecordReader(bytes, delimiter, from: 0)
    var cells: [Cell] = []
    var rows: [[String]] = []
    do {
      while try reader.next(into: &cells) {
        rows.append(cells.map { CellText(bytes: bytes).string($0) ?? "not UTF-8" })
      }
    } catch {
      rows.append(["\(error.message) at \(error.offset)"])
    }
    return rows
  }

  @Test func quotedCellsHoldDelimitersLineEndsAndQuotes() {
    #expect(
      read("a,\"b,c\",\"d\r\ne\"\r\n\"say \"\"hi\"\"\",,\"\"\n")
        == [["a", "b,c", "d\r\ne"], ["say \"hi\"", "", ""]])
    #expect(read("\"\"\"\",\"a\"") == [["\"", "a"]])
    #expect(read("5\" disk,x") == [["5\" disk", "x"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"])
  func everyLineEnd(end: String) {
    for last in ["", end] {
      #expect(read("a,b\(end)c,d\(last)") == [["a", "b"], ["c", "d"]])
    }
  }

  @Test func blanksAroundCellsDoNotBelongToThem() {
    #expect(read(" a , \"b \" ,\tc \n") == [["a", "b ", "c"]])
    #expect(read("a\t\t b\n", .tab) == [["a", "", "b"]])
    #expect(read("  1  2\t3 \n\n 4 5 6", .space) == [["1", "2\t3"], ["4", "5", "6"]])
  }

  @Test func damagedQuotesAreFaults() {
    #expect(read("a,b\nc,\"d\n") == [["a", "b"], ["this quote is never closed at 6"]])
    #expect(read("\"a\"b,c").last?.first?.hasSuffix("at 3") == true)
  }

  @Test func emptyTexts() {
    for text in ["", "\n", "\r\n\r\n"] { #expect(read(text) == []) }
    #expect(read(",") == [["", ""]])
    #expect(read("   \n a\n", .space) == [["a"]])
  }

  /// As many as a stack that grew with each of them could not hold.
  @Test func anyNumberOfBlankLines() {
    let blank = String(repeating: " \n", count: 1_000_000)
    #expect(read(blank, .space) == [])
    #expect(read("1 2\n\(blank)  3 4 \n\(blank)", .space) == [["1", "2"], ["3", "4"]])
  }

  @Test func delimitersAreFound() {
    func found(_ text: String, _ path: String = "a.csv") -> Delimiter {
      Delimiter(sniffing: Array(text.utf8), path: path)
    }
    #expect(found("a,b,c;d\n") == .comma)
    #expect(found("a;b;c,d\n") == .semicolon)
    #expect(found("\"x,y,z,w\";b;c\n1,5;2;3\n") == .semicolon)
    #expect(found("a\tb\n") == .tab)
    #expect(found("a\n1\n") == .comma)
    #expect(found("a,b\n", "a.tsv") == .tab)
    #expect(found("a,b\n", "a.tsv.gz") == .tab)
  }
}
