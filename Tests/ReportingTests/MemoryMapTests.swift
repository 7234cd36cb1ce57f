import Execution
import Foundation
import FoundationXML
import IR
import Testing

@testable import Reporting

@Suite struct MemoryMapTests {
  /// What an XML reader makes of a picture.
  private final class Elements: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var rectangles: [(style: String, x: Double, y: Double, width: Double, height: Double)] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      guard name == "rect", let style = attributes["class"] else { return }
      let sizes = ["x", "y", "width", "height"].map { Double(attributes[$0] ?? "") ?? 0 }
      rectangles.append((style, sizes[0], sizes[1], sizes[2], sizes[3]))
    }
  }

  private func elements(of svg: String) throws -> Elements {
    let elements = Elements()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = elements
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    return elements
  }

  private func plan(_ text: String, workers: Int = 2) throws -> Plan {
    Plan(try trainingStep(text, rows: 8), workers: workers, gathered: ["rows", "labels"])
  }

  @Test(arguments: MemoryReportTests.models) func aBlockForEachTimeOfABuffer(
    text: String
  ) throws {
    let plan = try plan(text)
    let map = MemoryMap(plan)
    let elements = try elements(of: map.svg)
    let kinds = Set(ValueKind.allCases.map(\.rawValue))
    let blocks = elements.rectangles.filter {
      kinds.contains(String($0.style.prefix { $0 != " " })) && $0.y >= map.scale.top
    }
    #expect(blocks.count == map.timeline.tenancies.count)
    for block in blocks {
      #expect(block.x >= map.scale.left - 0.01 && block.x + block.width <= map.scale.right + 0.9)
      #expect(block.y + block.height <= map.scale.bottom + 0.01)
    }
    // No two blocks share bytes at one time, but for the hair that small ones are wider than true.
    for (index, a) in blocks.enumerated() {
      for b in blocks.dropFirst(index + 1) where a.width > 1 && b.width > 1 {
        let across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
        let down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
        #expect(across < 0.02 || down < 0.02)
      }
    }
    #expect(elements.rectangles.count { $0.style == "peak" } == 1)
    #expect(map.svg.components(separatedBy: "class=\"turn\"").count == 2)
    #expect(
      map.svg.components(separatedBy: "<line class=\"barrier").count
        == 1 + plan.barrierCount + (plan.barrierCount > 0 ? 1 : 0))
  }

  @Test func thePageHoldsThePictureAndNothingFromOutside() throws {
    let map = MemoryMap(try plan(MemoryReportTests.models[0]))
    #expect(map.html.contains(map.svg))
    let addresses = map.html.components(separatedBy: "http").dropFirst()
    #expect(addresses.allSatisfy { $0.hasPrefix("://www.w3.org/2000/svg") })
  }

  @Test func aGraphWithoutTasksHasAMap() throws {
    let empty = try graph("graph nothing seed=1 {\n}\n")
    _ = try elements(of: MemoryMap(Plan(empty, workers: 1)).svg)
    #expect(MemoryReport(Plan(empty, workers: 1)).total.peak == 0)
    #expect(MemoryReport(Plan(empty, workers: 1)).text.contains("0.0 %"))
  }

  @Test func heightsStayWithinReason() {
    #expect(MapScale(bytes: 1, steps: 10).stepHeight == 20)
    #expect(MapScale(bytes: 1, steps: 1_500).stepHeight == 4)
    #expect(MapScale(bytes: 1, steps: 100_000).height < 12_500)
  }

  @Test func ticksAreRound() {
    #expect(MapScale.ticks(upTo: 1_220_032, count: 10) == (0...6).map { $0 * 200_000 })
    #expect(MapScale.ticks(upTo: 9, count: 10) == Array(0...9))
    #expect(MapScale.ticks(upTo: 49, count: 10) == [0, 5, 10, 15, 20, 25, 30, 35, 40, 45])
    #expect(MapScale.ticks(upTo: 0, count: 10) == [0])
  }

  @Test func escapesXML() {
    #expect(xmlEscaped("<a b=\"c\">&'\u{1}") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;\u{FFFD}")
  }
}
