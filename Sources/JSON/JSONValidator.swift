/// Walks over a text once and proves that it is JSON that json-c reads without loss.
///
/// json-c in its strict mode still keeps the last of several members with the same key, reads NaN
/// and Infinity, and clamps integers that are too large; and it says little about places. What
/// passes here has none of that.
struct JSONValidator {
  /// Deeper nesting is refused, which bounds the recursion here and in json-c.
  static let depthLimit = 32

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  /// Checks that `bytes` are one JSON value, perhaps with white space around it.
  static func validate(_ bytes: [UInt8]) throws(JSONError) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONError("the text is not UTF-8", at: error.byteOffsets.lowerBound)
    }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
      throw JSONError("the text starts with a byte order mark", at: 0)
    }
    var validator = JSONValidator(bytes: bytes)
    try validator.value()
    guard validator.position == bytes.count else {
      throw JSONError("there is more text behind the value", at: validator.position)
    }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The next byte, or nil at the end.
  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func error(_ message: String, at offset: Int? = nil) -> JSONError {
    JSONError(
      next == nil && offset == nil ? "the text ends early" : message, at: offset ?? position)
  }

  /// Steps over `byte` where it is next.
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// A value with the white space around it.
  private mutating func value() throws(JSONError) {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): try nested(until: UInt8(ascii: "}"), of: .members)
    case UInt8(ascii: "["): try nested(until: UInt8(ascii: "]"), of: .elements)
    case UInt8(ascii: "\""): _ = try string()
    case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): try number()
    default: try word()
    }
    skipSpace()
  }

  private enum Content { case members, elements }

  /// An object or an array.
  private mutating func nested(until end: UInt8, of content: Content) throws(JSONError) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= JSONValidator.depthLimit else {
      throw error("values are nested more than \(JSONValidator.depthLimit) deep")
    }
    position += 1
    skipSpace()
    if skip(end) { return }
    var keys: Set<String> = []
    repeat {
      if content == .members { try key(notIn: &keys) }
      try value()
    } while skip(UInt8(ascii: ","))
    guard skip(end) else { throw error("expected ',' or '\(Unicode.Scalar(end))'") }
  }

  private mutating func key(notIn keys: inout Set<String>) throws(JSONError) {
    skipSpace()
    let start = position
    guard next == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
    let key = try string()
    guard keys.insert(key).inserted else { throw error("the key comes twice", at: start) }
    skipSpace()
    guard skip(UInt8(ascii: ":")) else { throw error("expected ':'") }
  }

  private mutating func word() throws(JSONError) {
    for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return
    }
    throw error("expected a value")
  }

  /// A number: an integer that fits 64 bits, or a number that is finite in double precision.
  private mutating func number() throws(JSONError) {
    let start = position
    _ = skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) { try digits() }
    var isInteger = true
    if skip(UInt8(ascii: ".")) {
      isInteger = false
      try digits()
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      isInteger = false
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger {
      guard Int64(text) != nil else { throw error("the integer exceeds 64 bits", at: start) }
    } else {
      guard Double(text)?.isFinite == true else {
        throw error("the number exceeds double precision", at: start)
      }
    }
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = next, isDigit(byte) { position += 1 }
    guard position > start else { throw error("expected a digit") }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension JSONValidator {
  /// A string, which is returned with its escapes resolved.
  private mutating func string() throws(JSONError) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("a control character needs to be escaped") }
      if byte == UInt8(ascii: "\\") {
        content.append(contentsOf: String(try escape()).utf8)
      } else {
        content.append(byte)
        position += 1
      }
    }
    guard skip(UInt8(ascii: "\"")) else { throw error("expected the closing quote") }
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let letter = next else { throw error("expected an escape") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(from: start)
    default: throw error("there is no such escape", at: start)
    }
  }

  /// One UTF-16 code unit, or the two of a surrogate pair.
  private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let unit = try codeUnit()
    guard unit != 0 else { throw error("strings cannot hold NUL", at: start) }
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard UTF16.isLeadSurrogate(unit), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
      throw error("half of a surrogate pair", at: start)
    }
    let trail = try codeUnit()
    guard UTF16.isTrailSurrogate(trail) else { throw error("half of a surrogate pair", at: start) }
    let pair = UTF16.decode(UTF16.EncodedScalar([unit, trail]))
    return pair
  }

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("expected four hexadecimal digits")
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}
