import Testing

@testable import Datasets

@Suite struct CellTextTests {
  private func number(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return CellText(bytes: bytes).number(Cell(start: 0, end: bytes.count))
  }

  @Test(arguments: [
    "0", "-0", "+1", "17.99", ".5", "5.", "1e3", "1E-3", "-2.5e+2", "0.1", "123456789012345678",
    "12345678901234567890123", "0.000000000000000000000000000123", "1e22", "1e23", "1e-22",
    "9007199254740993", "1.7976931348623157e308", "4.9e-324", "1e-400", "000000000000000000001.5",
    "0.3333333333333333333333", "8.41e21", "2.2250738585072011e-308",
  ])
  func numbersAreRoundedAsTheStandardLibraryRoundsThem(text: String) {
    #expect(number(text)?.bitPattern == Double(text)?.bitPattern)
    #expect(number(text) != nil)
  }

  @Test func randomNumbers() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let digits = (0..<Int.random(in: 1...21, using: &generator)).map { _ in
        "0123456789".randomElement(using: &generator) ?? "0"
      }
      var text = String(digits)
      text.insert(
        ".", at: text.index(text.startIndex, offsetBy: Int.random(in: 0..<digits.count)))
      if Bool.random(using: &generator) {
        text += "e\(Int.random(in: -30...30, using: &generator))"
      }
      #expect(number(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "1,5", "abc", "inf", "nan", "1 2", "--1",
    "1e5x", "½",
  ])
  func otherTextIsNoNumber(text: String) { #expect(number(text) == nil) }

  @Test func hugeExponentsAreInfinite() {
    #expect(number("1e400") == .infinity)
    #expect(number("-1e99999999999999999999") == -.infinity)
    #expect(number("1e-99999999999999999999") == 0)
  }

  @Test func missingCells() {
    func isMissing(_ text: String) -> Bool {
      CellText(bytes: Array(text.utf8)).isMissing(Cell(start: 0, end: text.utf8.count))
    }
    for text in ["", "?", "NA", "na", "N/A", "n/a", "NaN", "nan", "NULL", "null"] {
      #expect(isMissing(text), "\(text)")
    }
    for text in ["0", "-", "none", "N", "nul", "nulls", "??", "\u{1F}"] {
      #expect(!isMissing(text), "\(text)")
    }
  }
}
