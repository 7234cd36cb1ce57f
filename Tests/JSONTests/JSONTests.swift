import JSON
import Testing

@Suite struct JSONValueTests {
  private let document: JSON = [
    "name": "tiny", "rows": 3, "rate": 0.5, "done": true, "none": nil, "shape": [28, 28],
    "nested": ["empty": [:], "list": []],
  ]

  @Test func accessors() {
    #expect(document["name"]?.stringValue == "tiny")
    #expect(document["rows"]?.intValue == 3)
    #expect(document["rows"]?.doubleValue == 3)
    #expect(document["rate"]?.doubleValue == 0.5)
    #expect(document["rate"]?.intValue == nil)
    #expect(document["done"]?.boolValue == true)
    #expect(document["none"] == .null)
    #expect(document["missing"] == nil)
    #expect(document["shape"]?.arrayValue == [28, 28])
    #expect(document["shape"]?["name"] == nil)
    #expect(document["nested"]?["empty"]?.objectValue?.isEmpty == true)
  }

  @Test(arguments: [true, false])
  func documentsReadBackInOrder(pretty: Bool) throws {
    let text = document.serialized(pretty: pretty)
    let read = try JSON.parse(Array(text.utf8))
    #expect(read == document)
    #expect(read.objectValue?.keys == document.objectValue?.keys)
  }

  @Test func layouts() {
    let value: JSON = ["a": [1, nil], "b/c": "d/e"]
    #expect(value.serialized() == #"{"a":[1,null],"b/c":"d/e"}"#)
    #expect(
      value.serialized(pretty: true) == """
        {
          "a": [
            1,
            null
          ],
          "b/c": "d/e"
        }
        """)
  }

  @Test(arguments: [
    0.0, -0.0, 1, -1.5, 0.1, 1.0 / 3, 1e300, -1e-300, .leastNonzeroMagnitude,
    .greatestFiniteMagnitude,
    .leastNormalMagnitude, 123_456_789_012_345_680, 1e16, 1e21, 0.1 + 0.2, .pi,
  ])
  func numbersReadBack(value: Double) throws {
    let text = JSON.number(value).serialized()
    guard case .number(let read) = try JSON.parse(Array(text.utf8)) else {
      Issue.record("\(text) is not read as a number")
      return
    }
    #expect(read.bitPattern == value.bitPattern, "\(text)")
  }

  @Test(arguments: [Int64.min, -1, 0, 1, 1 << 53 + 1, .max])
  func integersReadBack(value: Int64) throws {
    #expect(try JSON.parse(Array(JSON.integer(value).serialized().utf8)) == .integer(value))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func numbersThatAreNotFiniteBecomeNull(value: Double) {
    #expect(JSON.array([.number(value)]).serialized() == "[null]")
  }

  @Test(arguments: [
    "", "a\"b\\c/d", "tab\tline\nreturn\r\u{8}\u{c}\u{1}\u{1F}", "ümläut", "日本語", "🙂", "\u{2028}",
    "\u{7F}",
  ])
  func stringsReadBack(value: String) throws {
    let object: JSON = .object(JSONObject([(value, .string(value))]))
    #expect(try JSON.parse(Array(object.serialized().utf8)) == object)
  }

  @Test func members() {
    var object: JSONObject = ["a": 1, "b": 2, "c": 3]
    object["b"] = .null
    object["d"] = 4
    #expect(object.keys == ["a", "b", "c", "d"])
    #expect(object["b"] == .null)
    object["b"] = nil
    #expect(object.keys == ["a", "c", "d"])
    #expect(object.count == 3)
    #expect(object.map(\.value) == [1, 3, 4])
    #expect(object != ["c": 3, "a": 1, "d": 4])
  }
}
