import JSON
import Source
import Testing

@testable import ModelFiles

@Suite struct JSONPlaceTests {
  private let text = SourceText(
    name: "test",
    #"""
    { "a": [1, {"b" : "}\"]", "c": -2e3}, []],
      "b": {"a": {"b": null}}, "d":true }
    """#)

  @Test func findsValues() {
    func found(_ path: JSONStep...) -> String { text.text(in: text.range(ofJSON: path)) }
    #expect(found(.key("a"), .index(0)) == "1")
    #expect(found(.key("a"), .index(1), .key("b")) == #""}\"]""#)
    #expect(found(.key("a"), .index(1), .key("c")) == "-2e3")
    #expect(found(.key("a"), .index(2)) == "[]")
    #expect(found(.key("b")) == #"{"a": {"b": null}}"#)
    #expect(found(.key("b"), .key("a"), .key("b")) == "null")
    #expect(found(.key("d")) == "true")
    #expect(found() == text.text(in: SourceRange(0, text.bytes.count)))
  }

  @Test func stopsWhereThePathLeadsNowhere() {
    func found(_ path: JSONStep...) -> String { text.text(in: text.range(ofJSON: path)) }
    #expect(found(.key("d"), .key("x")) == "true")
    #expect(found(.key("d"), .index(0)) == "true")
    #expect(found(.key("a"), .index(2), .index(0)) == "[]")
    #expect(found(.key("b"), .key("c")) == #"{"a": {"b": null}}"#)
    #expect(found(.key("a"), .key("b")).hasPrefix("[1,"))
  }

  @Test func differences() {
    let one: JSON = ["a": [1, 2, ["x": 1]], "b": nil]
    #expect(one.difference(from: one) == nil)
    #expect(
      one.difference(from: ["a": [1, 2, ["x": 2]], "b": nil])
        == [.key("a"), .index(2), .key("x")])
    #expect(one.difference(from: ["a": [1, 2], "b": nil]) == [.key("a")])
    #expect(one.difference(from: ["a": [1, 2, ["x": 1]], "b": 1]) == [.key("b")])
    #expect(one.difference(from: ["b": nil, "a": [1, 2, ["x": 1]]]) == [])
  }
}
