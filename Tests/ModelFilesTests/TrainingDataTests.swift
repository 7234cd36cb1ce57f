@testable import Datasets
import JSON
import Source
import Testing

@testable import ModelFiles

/// What a model keeps of the choice of its rows.
@Suite struct TrainingDataTests {
  private func parts(_ count: Int, _ last: Float = 0) -> Parts {
    var floats = [Float](repeating: 1, count: count)
    floats[count - 1] = last
    let rows = Rows(
      shape: [1], storage: .floats(floats), labels: [Int32](repeating: 0, count: count),
      origin: "t.csv")
    return Parts(train: rows, validation: rows[0..<2], test: nil)
  }

  private func data(areRemembered: Bool = true) -> TrainingData {
    TrainingData(
      options: ["valid": "0.2", "label": "ß"], parts(5), areRemembered: areRemembered)
  }

  @Test func roundTripIsExact() throws {
    for data in [data(), data(areRemembered: false), nil] {
      var saved = try TrainedNetwork().saved()
      saved.data = data
      let folder = try ModelFolder(saved)
      #expect(folder.problems() == [])
      #expect(try SavedModel.load(folder.path).model.data == data)
    }
  }

  /// Models that were compiled or saved before this was recorded lack the members.
  @Test func modelsOfBefore() throws {
    let folder = try ModelFolder()
    try TrainedNetwork().saved().saveWithoutWeights(to: folder.document)
    try folder.replace("\"data\": null,", by: "")
    try folder.replace("\"from\": null,", by: "")
    #expect(folder.problems() == [])
  }

  @Test func otherRowsAreRefused() throws {
    let data = data()
    try data.check(parts(5))
    for (other, message) in [
      (parts(6), "there are 6 training, 2 validation and 0 test rows, and there were 5 training"),
      (parts(5, 7), "they are as many, but hold something else"),
    ] {
      let error = #expect(throws: InputError.self) { try data.check(other) }
      #expect(error?.diagnostics.map(\.code) == ["E0514"])
      #expect(error?.diagnostics.first?.message.contains(message) == true)
    }
    // Without a fingerprint only the numbers are known.
    try self.data(areRemembered: false).check(parts(5, 7))
  }

  @Test func everyMemberIsChecked() throws {
    func read(_ json: JSON) throws -> TrainingData {
      let text = SourceText(name: "model.json", json.serialized(pretty: true))
      return try TrainingData(reading: JSONCursor(parsing: text))
    }
    let whole = data().json
    #expect(try read(whole) == data())
    let cases: [(key: String, value: JSON?)] = [
      ("options", nil), ("options", []), ("options", ["valid": 1]), ("train_rows", 0),
      ("options", ["limit": "x"]), ("options", ["limit": "0"]),
      ("train_rows", nil), ("validation_rows", -1), ("validation_rows", nil), ("test_rows", "1"),
      ("test_rows", nil), ("fingerprint", "xyz"), ("fingerprint", 1),
      ("fingerprint", Optional.none),
    ]
    for (key, value) in cases {
      var members = try #require(whole.objectValue)
      members[key] = value
      let error = #expect(throws: InputError.self, "\(key)") { try read(.object(members)) }
      #expect(error?.diagnostics.map(\.code) == ["E0414"])
    }
  }
}
