import Datasets
import JSON
import Source

extension InputRange {
  /// What `model.json` calls the types of numbers.
  private static let bytes = "bytes"
  private static let floats = "floats"

  /// The members of the JSON object `input`.
  var members: [(String, JSON)] {
    [
      ("stored", .string(areBytes ? Self.bytes : Self.floats)),
      ("range", .array([low, high].map { .number(Double($0)) })),
    ]
  }

  /// Reads what was saved; nil where models of before lack it.
  ///
  /// - Throws: E0414.
  init?(reading cursor: JSONCursor) throws(InputError) {
    guard cursor.value["range"] != nil else { return nil }
    let stored = try cursor.member("stored")
    let type = try stored.string()
    guard [Self.bytes, Self.floats].contains(type) else {
      throw stored.mismatch("\"\(Self.bytes)\" or \"\(Self.floats)\"")
    }
    let range = try cursor.member("range")
    let limit = Double(Float.greatestFiniteMagnitude)
    var ends: [Float] = []
    for end in try range.elements() { ends.append(Float(try end.number(in: -limit...limit))) }
    guard ends.count == 2, ends[0] <= ends[1] else { throw range.mismatch("two numbers in order") }
    self.init(areBytes: type == Self.bytes, low: ends[0], high: ends[1])
  }
}
