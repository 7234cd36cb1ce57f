import Execution
import Foundation
import IR
import Lowering
import Passes
import Reporting
import Source
import Syntax
import Testing
import Training

/// `ARCHITECTURE.md` walks one model through every stage; the texts must be what the program prints.
@Suite struct ArchitectureTests {
  /// What stands between the fences of the walk, in order.
  private static let blocks: [String] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "ARCHITECTURE.md")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    let walk = text.components(separatedBy: "\n## The life of a model\n").last ?? ""
    let parts = walk.components(separatedBy: "\n```\n")
    return parts.indices.filter { $0 % 2 == 1 }.map { parts[$0] }
  }()

  private func nodes(of graph: Graph) -> String {
    graph.text.split(separator: "\n").filter { $0.hasPrefix("  %") }.joined(separator: "\n")
  }

  @Test func theWalkShowsWhatIsPrinted() throws {
    let blocks = Self.blocks
    try #require(blocks.count >= 5)
    let parsed = parse(SourceText(name: "walk.nn", blocks[0] + "\n"))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: nil).model
    var stages: [String: Graph] = [:]
    let graph = try Compiler(model).trainingStep(rows: 64) { stage in
      if stage.moment != .before { stages[stage.name] = stages[stage.name] ?? stage.graph }
    }
    #expect(try #require(stages["lower"]).text == blocks[1] + "\n")
    #expect(nodes(of: try #require(stages["differentiate"])) == blocks[2])
    #expect(nodes(of: graph) == blocks[3])
    let plan = Plan(graph, workers: 2, gathered: ["rows", "labels"])
    #expect(PlanListing(plan).text == blocks[4] + "\n")
  }

  @Test func theTableNamesEveryPass() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "ARCHITECTURE.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
      .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    #expect(Pipeline.passNames.allSatisfy(rows.contains))
  }
}
