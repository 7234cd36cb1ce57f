import Source
import Testing

@testable import Datasets

/// Tables of many columns, in which names are found without a search through all of them: searches
/// would take these tests minutes.
@Suite struct WideTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let width = 200_000

  private func read(
    _ names: [String], _ label: String? = nil, for model: TrainedTable? = nil
  ) throws -> Dataset {
    let header = names.joined(separator: ",")
    let rows = ["0", "1"].map { Array(repeating: $0, count: names.count).joined(separator: ",") }
    let path = try folder.write(
      Array(([header] + rows).joined(separator: "\n").utf8), to: "wide.csv")
    var options = TableOptions()
    options.label = label
    return try DatasetSearch(
      dataDirectory: nil, environment: [:], table: options, for: model
    ).open(path)
  }

  private var names: [String] { (0..<width).map { "column\($0)" } }

  @Test func namesThatAreAllDifferent() throws {
    #expect(try read(names).inputShape == [width - 1])
  }

  @Test func namesThatRepeat() throws {
    // An expectation would describe the error, and with it the file a hundred times.
    var faults: [(code: String, message: String)] = []
    do {
      _ = try read(names + names)
    } catch let error as InputError {
      faults = error.diagnostics.map { ($0.code, $0.message) }
    }
    #expect(faults.map(\.code) == Array(repeating: "E0326", count: 100))
    #expect(
      faults.first?.message == "columns 1 and \(width + 1) have the same name, 'column0'")
  }

  @Test func manyLabelColumns() throws {
    let dataset = try read(names, "1-\(width - 1)")
    #expect(dataset.inputShape == [1])
    #expect(dataset.train.labels.count == 2)
  }

  @Test func theColumnsOfAModel() throws {
    let schema = TableSchema(
      features: Array(names.reversed().dropLast()), labels: ["column0"], hasNames: true)
    let model = TrainedTable(schema: schema, classNames: ["0", "1"], classNumbers: [0, 1])
    #expect(try read(names, for: model).train.classes == [0, 1])
    let error = #expect(throws: InputError.self) { try read(["a", "b"], for: model) }
    #expect(error?.diagnostics.count == 20)
  }
}
