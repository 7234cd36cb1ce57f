/// What the cells of a text hold.
struct CellText {
  /// The bytes of the file.
  let bytes: [UInt8]

  /// The text of a cell; nil where it is not UTF-8.
  func string(_ cell: Cell) -> String? {
    guard cell.hasDoubledQuotes else {
      return String(validating: bytes[cell.start..<cell.end], as: UTF8.self)
    }
    var text: [UInt8] = []
    var index = cell.start
    while index < cell.end {
      text.append(bytes[index])
      index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return String(validating: text, as: UTF8.self)
  }

  /// Whether a cell holds nothing: it is empty, or one of `?`, `NA`, `N/A`, `NaN`, `null` in upper
  /// or lower case.
  func isMissing(_ cell: Cell) -> Bool {
    let count = cell.end - cell.start
    guard count > 0 else { return true }
    guard count <= 4 else { return false }
    let text = bytes[cell.start..<cell.end].map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    return CellText.missing.contains(text)
  }

  private static let missing = ["?", "na", "n/a", "nan", "null"].map { Array($0.utf8) }

  /// The decimal number that a cell holds, rounded to double precision; nil for other text. It is
  /// infinite where the number is too large.
  func number(_ cell: Cell) -> Double? {
    var index = cell.start
    let end = cell.end
    guard index < end else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    var digits: UInt64 = 0
    var count = 0
    var exponent = 0
    var hasPoint = false
    var significant = 0
    while index < end {
      let byte = bytes[index]
      if byte &- 0x30 < 10 {
        count += 1
        if significant > 0 || byte != 0x30 { significant += 1 }
        if significant < 19 {
          digits = digits * 10 + UInt64(byte &- 0x30)
          if hasPoint { exponent -= 1 }
        }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      index += 1
    }
    guard count > 0 else { return nil }
    if index < end {
      guard bytes[index] | 0x20 == UInt8(ascii: "e"), let power = power(from: index + 1, to: end)
      else { return nil }
      exponent += power
    }
    // Both are exact, so that the result is rounded once; the standard library does the rest.
    guard significant < 19, digits <= 1 << 53, abs(exponent) < CellText.powers.count else {
      return Double(String(decoding: bytes[cell.start..<cell.end], as: UTF8.self))
    }
    let size =
      exponent < 0
      ? Double(digits) / CellText.powers[-exponent] : Double(digits) * CellText.powers[exponent]
    return isNegative ? -size : size
  }

  /// The powers of ten that a double holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The exponent of a number; a large one stands for all that are larger.
  private func power(from start: Int, to end: Int) -> Int? {
    var index = start
    guard index < end else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < end else { return nil }
    var power = 0
    while index < end {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      power = min(power * 10 + Int(digit), 100_000)
      index += 1
    }
    return isNegative ? -power : power
  }

  /// Whether a cell is a number but for commas, which some put before the fraction or between
  /// thousands.
  func hasCommas(_ cell: Cell) -> Bool {
    let bytes = bytes[cell.start..<cell.end]
    let rest = bytes.filter { $0 != UInt8(ascii: ",") }
    return rest.count < bytes.count && Double(String(decoding: rest, as: UTF8.self)) != nil
  }

  /// Whether a cell says that it is infinite.
  func isInfinite(_ cell: Cell) -> Bool {
    guard (3...9).contains(cell.end - cell.start), let text = string(cell) else { return false }
    let word = text.lowercased().drop { $0 == "+" || $0 == "-" }
    return word == "inf" || word == "infinity"
  }
}
