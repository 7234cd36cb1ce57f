import Foundation
import Source
import Syntax
import Testing
@Test func zzdump() throws {
  let texts = try JSONDecoder().decode(
    [String].self, from: Data(contentsOf: URL(filePath: "/tmp/gen/cases.json")))
  let shown = texts.map {
    DiagnosticRenderer().text(parse(SourceText(name: "m.nn", $0)).diagnostics)
  }
  try JSONEncoder().encode(shown).write(to: URL(filePath: "/tmp/gen/shown.json"))
}
