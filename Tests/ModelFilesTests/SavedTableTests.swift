import Datasets
import Source
import Testing

@testable import ModelFiles

/// What a model keeps of the table it was trained on.
@Suite struct SavedTableTests {
  private func table() -> TrainedTable {
    var table = TrainedTable(
      schema: TableSchema(
        features: (0..<12).map { "column \($0), ß" }, labels: ["y"], hasNames: true,
        fill: (0..<12).map { Float($0) / 3 }),
      classNames: ["a", "b", "ß"], classNumbers: [-1, 0.5, 7])
    table.split = TableSplit(
      test: .fraction(0.1), method: .stratified, seed: 1 << 53, rows: 48,
      fingerprint: 0x00FF_EEDD_CCBB_AA99)
    return table
  }

  private func saved(_ table: TrainedTable?) throws -> SavedModel {
    var saved = try TrainedNetwork().saved()
    saved.table = table
    return saved
  }

  @Test func roundTripIsExact() throws {
    let whole = table()
    var bare = table()
    bare.schema.fill = nil
    bare.schema.hasNames = false
    bare.classNumbers = nil
    bare.split = nil
    for expected in [whole, bare, nil] {
      let folder = try ModelFolder(saved(expected))
      #expect(folder.problems() == [])
      #expect(try SavedModel.load(folder.path).model.table == expected)
    }
  }

  @Test(arguments: [
    ("\"has_names\": true", "\"has_names\": 1"), ("\"column 3, ß\",", ""),
    ("\"method\": \"stratified\"", "\"method\": \"sorted\""),
    ("\"test\": \"0.1\"", "\"test\": \"1.1\""), ("\"00ffeeddccbbaa99\"", "\"ffeeddccbbaa99\""),
    ("\"rows\": 48", "\"rows\": 0"), ("      0.5,\n", ""), ("\"labels\"", "\"lables\""),
  ])
  func damageIsFound(old: String, new: String) throws {
    let folder = try ModelFolder(saved(table()))
    try folder.replace(old, by: new)
    #expect(!folder.problems().isEmpty)
    // What was altered is read alone, too.
    let text = SourceText(name: "model.json", bytes: try folder.read(folder.document))
    #expect(throws: InputError.self) {
      let table = try JSONCursor(parsing: text).member("table")
      _ = try TrainedTable(reading: table, classNames: ["a", "b", "ß"], columns: 12)
    }
  }
}
