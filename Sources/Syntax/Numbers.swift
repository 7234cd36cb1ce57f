/// The value of text that is a NUMBER.
///
/// A number that a `Double` would turn into infinity, or into zero, is refused, and so is a whole
/// number that it would round: none of them would be what the user wrote.
func number(_ text: String) throws(SyntaxError) -> Double {
  guard let value = Double(text), value.isFinite else { throw .numberTooLarge(text) }
  let mantissa = text.prefix { $0 != "e" && $0 != "E" }
  if value == 0, mantissa.contains(where: { $0 != "0" && $0.isNumber }) {
    throw .numberTooSmall(text)
  }
  let isWhole = mantissa.count == text.count && !text.contains(".")
  let limit = 0x1p53
  // 2^53 + 1 rounds to 2^53, so that the value alone does not tell them apart.
  if isWhole, value.magnitude > limit || value.magnitude == limit && Int(text) != Int(value) {
    throw .wholeNumberTooLarge(text)
  }
  return value
}

/// The sizes of text that is a SHAPE.
func sizes(_ text: String) throws(SyntaxError) -> [Int] {
  var sizes: [Int] = []
  var product = 1
  for part in text.split(separator: "x") {
    guard let size = Int(part) else { throw .shapeTooLarge(text) }
    let (next, overflows) = product.multipliedReportingOverflow(by: size)
    if overflows { throw .shapeTooLarge(text) }
    sizes.append(size)
    product = next
  }
  return sizes
}
