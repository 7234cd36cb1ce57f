import Foundation
import Testing

/// The experiments that `tools/reproduce` runs.
@Suite("Experiments")
struct ExperimentTests {
  private static let folder = Program.root + "/models/experiments"

  private static let models: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".nn") }.sorted()

  @Test(arguments: models) func everyModelCompilesAndIsLaidOut(_ name: String) throws {
    let path = Self.folder + "/" + name
    let place = try Workplace()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // The size of a row of the data that the model is for.
    let size =
      text.contains("Data: cifar10") ? "32x32x3" : text.contains("table") ? "30" : "28x28"
    let input = text.contains("\ninput ") ? [] : ["--input", size]
    let batch = text.contains("batch full") ? ["--batch", "100"] : []
    let compiled = try place.nnc.run(["compile", path, "--format", "json"] + input + batch)
    #expect(compiled.status == 0, "\(compiled.errors)")
    #expect(compiled.errors.isEmpty, "\(compiled.errors)")
    #expect(try place.nnc("fmt", path).output == text)
  }

  @Test func everyRowHasItsModel() throws {
    let table = try String(contentsOfFile: Self.folder + "/published.csv", encoding: .utf8)
    let rows = table.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.allSatisfy { $0.count == 13 })
    #expect(Set(rows.map { $0[0] }).count == rows.count)
    for row in rows.dropFirst() { #expect(Self.models.contains(row[1] + ".nn"), "\(row[0])") }
    #expect(rows.count > 40)
  }
}
