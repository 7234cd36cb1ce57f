import Execution
import IR
import JSON
import Operators
import Passes
import Testing
import Training

@testable import Reporting

@Suite struct GraphPictureTests {
  private let small = """
    graph small seed=1 {
      input %x: f32[2,3]
      state %d.weight: f32[3,4] parameter constant(0.5) @d:1

      %0: f32[2,4] = matmul(%x, %d.weight) @d:1
      %1: f32[2,4] = relu(%0) @r:2

      output y = %1
    }

    """

  /// A training step before and after optimisation.
  private func smallStep() throws -> (before: Graph, after: Graph) {
    let model = try model("input 6; dense 5 relu; softmax 3; batch 8")
    return (
      try Compiler(model, level: .none).trainingStep(rows: 8),
      try Compiler(model).trainingStep(rows: 8)
    )
  }

  @Test func dotOfASmallGraph() throws {
    let dot = GraphPicture(Plan(try graph(small), workers: 1)).dot
    #expect(
      dot.split(separator: "\n").dropFirst(4).joined(separator: "\n") == #"""
          subgraph cluster_group0 {
            label="d" labeljust=l color="#b3bac2" style=rounded bgcolor="#f4f6f8"
            s0 [label="d.weight\nf32[3,4]" shape=cylinder fillcolor="#ffffff"]
            n0 [label="%0 matmul" fillcolor="#bfe1f6"]
          }
          subgraph cluster_group1 {
            label="r" labeljust=l color="#b3bac2" style=rounded bgcolor="#f4f6f8"
            n1 [label="%1 relu" fillcolor="#bfe1f6"]
          }
          i0 [label="x\nf32[2,3]" shape=ellipse fillcolor="#e2e5e9"]
          o0 [label="y" shape=ellipse fillcolor="#e2e5e9"]
          i0 -> n0 [headlabel="f32[2,3]"]
          s0 -> n0 [headlabel="f32[3,4]"]
          n0 -> n1 [headlabel="f32[2,4]"]
          n1 -> o0 [headlabel="f32[2,4]"]
        }
        """#, "\(dot)")
  }

  @Test func mermaidOfASmallGraph() throws {
    let text = GraphPicture(Plan(try graph(small), workers: 1)).mermaid
    #expect(
      text.hasPrefix(
        """
        flowchart TB
          subgraph group0["d"]
            s0[("d.weight<br/>f32[3,4]")]:::stateBox
            n0["%0 matmul"]:::forwardBox
          end
          subgraph group1["r"]
            n1["%1 relu"]:::forwardBox
          end
          i0(["x<br/>f32[2,3]"]):::inputBox
          o0(["y"]):::outputBox
          i0 -->|"f32[2,3]"| n0
          s0 -->|"f32[3,4]"| n0
          n0 -->|"f32[2,4]"| n1
          n1 -->|"f32[2,4]"| o0
          classDef
        """), "\(text)")
  }

  @Test func oddNamesAreEscaped() {
    #expect(GraphPicture.quoted("a\"b\\c\nd") == #""a\"b\\c\nd""#)
    #expect(GraphPicture.quoted("<b>%{}") == "\"<b>%{}\"")
    #expect(
      GraphPicture.mermaidQuoted(["a\"#`<end>&", "é;"])
        == "\"a#34;#35;#96;#60;end#62;#38;<br/>é#59;\"")
  }

  /// A name may have dots and hyphens, and be a word of the pictures' languages.
  @Test func idsDoNotDependOnNames() throws {
    let odd = small.replacing("%d.weight", with: "%end").replacing("@d:1", with: "@subgraph:1")
      .replacing("output y", with: "output digraph")
    let picture = GraphPicture(Plan(try graph(odd), workers: 1))
    #expect(picture.dot.contains("s0 [label=\"end\\nf32[3,4]\""))
    #expect(picture.mermaid.contains("subgraph group0[\"subgraph\"]"))
    #expect(picture.mermaid.contains("o0([\"digraph\"])"))
  }

  @Test func comparisonsMarkWhatChanged() throws {
    let (before, after) = try smallStep()
    let picture = GraphPicture(Plan(after, workers: 1), before: before)
    let changed = picture.diagrams.map { $0.boxes.filter { $0.isChanged }.map(\.lines[0]) }
    #expect(changed[0].contains { $0.hasSuffix(" relu") })
    #expect(changed[1].contains { $0.hasSuffix(" bias_activation") })
    #expect(!(changed[0] + changed[1]).contains { $0.contains("adam_update") })
    #expect(picture.dot.contains("subgraph cluster_graph0 {"))
    #expect(picture.dot.contains("subgraph cluster_graph1 {"))
    let ids = picture.diagrams.flatMap { $0.boxes.map(\.id) }
    #expect(Set(ids).count == ids.count)
    // The same graph twice: nothing changed.
    let same = GraphPicture(Plan(after, workers: 1), before: after)
    #expect(same.diagrams.allSatisfy { $0.boxes.allSatisfy { !$0.isChanged } })
    #expect(!same.mermaid.contains("changed\n  class"))
  }

  @Test func updatesPointAtTheirStates() throws {
    let picture = GraphPicture(Plan(try graph(handMadeStep), workers: 1))
    #expect(picture.dot.contains("s0 -> n6 [headlabel=\"f32[8,4]\" style=dashed dir=back]"))
    #expect(picture.mermaid.contains("n6 -.->|\"f32[8,4]\"| s0"))
  }

  @Test func netronFindsItsSignatureAndTheMemory() throws {
    let (before, after) = try smallStep()
    let plan = Plan(after, workers: 1)
    let document = GraphPicture(plan, before: before).netron
    let text = document.serialized(pretty: true)
    // Netron looks for this in the first 64 bytes.
    #expect(text.prefix(64).contains(/^{\s*"signature":\s*"netron:.*"\s*,\s*/))
    let modules = try #require(document["modules"]?.arrayValue)
    #expect(modules.count == 2)
    let nodes = try #require(modules[0]["nodes"]?.arrayValue)
    let values = try #require(modules[0]["values"]?.arrayValue)
    #expect(nodes.count == plan.graph.nodes.count)
    #expect(values.count == plan.graph.values.count)
    for argument in nodes.flatMap({ node in
      (node["inputs"]?.arrayValue ?? []) + (node["outputs"]?.arrayValue ?? [])
    }) {
      let index = try #require(argument["value"]?.arrayValue?.first?.intValue)
      #expect(values.indices.contains(index))
    }
    func attribute(_ node: JSON, _ name: String) -> String? {
      node["attributes"]?.arrayValue?.first { $0["name"]?.stringValue == name }?["value"]?
        .stringValue
    }
    let fused = try #require(
      nodes.first { $0["type"]?["name"]?.stringValue == "bias_activation" })
    #expect(attribute(fused, "in place of") == "add_bias, relu")
    #expect(attribute(fused, "layer") == "dense1")
    let result = try #require(fused["outputs"]?.arrayValue?.first?["value"]?.arrayValue?.first)
    guard case .transient(let offset) = plan.places[try #require(result.intValue)] else {
      Issue.record("the activation has no place in the transient memory")
      return
    }
    #expect(attribute(fused, "memory of %1") == "160 bytes at \(offset)")
  }
}
