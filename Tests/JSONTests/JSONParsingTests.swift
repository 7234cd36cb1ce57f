import JSON
import Testing

@Suite struct JSONParsingTests {
  private func parse(_ text: String) throws(JSONError) -> JSON {
    try JSON.parse(Array(text.utf8))
  }

  private static let validTexts: [(String, JSON)] = [
    ("null", JSON.null), (" true\n", true), ("false", false), ("42", 42), ("-0", 0),
    ("1e3", 1000.0),
    ("-1.25E-2", -0.0125), ("0.0", 0.0), (#""a""#, "a"), ("[]", []), ("{}", [:]),
    ("\t[ 1 , [ ] , { } ]\r\n", [1, [], [:]]),
    (#"{ "a" : { "b" : [ null ] } }"#, ["a": ["b": [nil]]]),
    (#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE42""#, "\"\\/\u{8}\u{c}\n\r\té🙂"),
    ("\"\u{7F}é\"", "\u{7F}é"),
  ]

  @Test(arguments: validTexts)
  func values(text: String, expected: JSON) throws {
    #expect(try parse(text) == expected)
  }

  private static let invalidTexts: [(String, Int)] = [
    ("", 0), (" ", 1), ("nul", 0), ("NaN", 0), ("-NaN", 1), ("Infinity", 0), ("-Infinity", 1),
    ("nan", 0), ("True", 0), ("'a'", 0), ("+1", 0), (".5", 0), ("1.", 2), ("01", 1), ("-", 1),
    ("1e", 2), ("1e+", 3), ("0x10", 1), ("1 2", 2), ("{} x", 3), ("[1,]", 3), ("[,1]", 1),
    ("[1", 2),
    ("[1 2]", 3), ("]", 0), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{\"a\":1,}", 7), ("{a:1}", 1),
    ("{\"a\":1", 6), ("{\"a\" 1}", 5), ("// c\n1", 0), ("/* c */ 1", 0),
    ("\"a", 2), ("\"\\", 2), ("\"\\x\"", 1), ("\"\\u12g4\"", 5), ("\"\\u12", 5), ("\"a\nb\"", 2),
    ("\"a\u{0}\"", 2), ("\"a\\u0000\"", 2), ("\"\\ud800\"", 1), ("\"\\udc00\"", 1),
    ("\"\\ud800\\u0041\"", 1), ("\"\\ud800x\"", 1), ("1\u{0}", 1),
    ("9223372036854775808", 0), ("[-9223372036854775809]", 1), ("1e999", 0), ("[1, -1e400]", 4),
    ("{\"a\":1,\"a\":2}", 7), ("{\"a\":1,\"b\":{\"a\":1},\"\\u0061\":2}", 19), ("\u{FEFF}1", 0),
  ]

  @Test(arguments: invalidTexts)
  func mistakesAreFoundInTheirPlace(text: String, offset: Int) {
    let error = #expect(throws: JSONError.self, "\(text)") { try parse(text) }
    #expect(error?.offset == offset, "\(text): \(error?.message ?? "")")
  }

  private static let invalidBytes: [([UInt8], Int)] = [
    ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC3, 0x22], 1), ([0x22, 0x61, 0xED, 0xA0, 0x80, 0x22], 2),
    ([0x22, 0xC0, 0x80, 0x22], 1), ([0x80], 0),
  ]

  @Test(arguments: invalidBytes)
  func bytesThatAreNotUTF8(bytes: [UInt8], offset: Int) {
    let error = #expect(throws: JSONError.self) { try JSON.parse(bytes) }
    #expect(error?.message == "the text is not UTF-8")
    #expect(error?.offset == offset)
  }

  @Test func nestingHasALimit() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try parse(nested(32))
    let error = #expect(throws: JSONError.self) { try parse(nested(33)) }
    #expect(error?.offset == 32)
    let hostile = String(repeating: "{\"a\":[", count: 100_000)
    #expect(throws: JSONError.self) { try parse(hostile) }
  }

  @Test func everyCutOfADocumentIsRefused() throws {
    let text = Array(#"{"a":[1,-2.5e3,true,null,"é\n\u00e9"],"b":{"c":{}}}"#.utf8)
    _ = try JSON.parse(text)
    for length in 0..<text.count {
      #expect(throws: JSONError.self) { try JSON.parse(Array(text.prefix(length))) }
    }
  }

  @Test func longDocuments() throws {
    let numbers = JSON.array((0..<50_000).map { .number(Double($0) / 7) })
    let members = JSON.object(JSONObject((0..<20_000).map { ("key\($0)", .integer($0)) }))
    for value in [numbers, members] {
      #expect(try parse(value.serialized(pretty: true)) == value)
    }
  }
}
