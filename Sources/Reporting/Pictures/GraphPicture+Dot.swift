import Execution
import IR

extension GraphPicture {
  /// The picture in Graphviz' language: a cluster for a layer's way forward and
  /// one for its way back, and around them one for each of
  /// two graphs. Source: Graphviz, The DOT Language.
  public var dot: String {
    var lines = [
      "digraph \(Self.quoted(plan.graph.name)) {",
      "  graph [fontname=\"Helvetica\", rankdir=TB, nodesep=0.25, ranksep=0.4]",
      "  node [fontname=\"Helvetica\", fontsize=11, style=filled, shape=box, margin=\"0.1,0.05\"]",
      "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#5d6670\", fontcolor=\"#5d6670\"]",
    ]
    let diagrams = diagrams
    for (index, diagram) in diagrams.enumerated() {
      guard diagrams.count > 1 else {
        lines += Self.dot(diagram, "", indent: "  ")
        break
      }
      lines.append("  subgraph cluster_graph\(index) {")
      lines.append(
        "    label=\(Self.quoted(diagram.title)) fontsize=16 color=\"#5d6670\" margin=20")
      lines += Self.dot(diagram, "graph\(index)_", indent: "    ")
      lines.append("  }")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private static func dot(
    _ diagram: GraphDiagram, _ prefix: String, indent: String
  ) -> [String] {
    var lines: [String] = []
    let boxes = Dictionary(grouping: diagram.boxes, by: \.group)
    for (index, group) in diagram.groups.enumerated() {
      lines.append("\(indent)subgraph cluster_\(prefix)group\(index) {")
      lines.append(
        "\(indent)  label=\(quoted(group)) labeljust=l color=\"#b3bac2\" style=rounded "
          + "bgcolor=\"#f4f6f8\"")
      lines += boxes[group, default: []].map { "\(indent)  \(dot($0))" }
      lines.append("\(indent)}")
    }
    lines += boxes[nil, default: []].map { "\(indent)\(dot($0))" }
    // An update's arrow is laid out from the state, so that the picture has no cycles to break up.
    lines += diagram.arrows.map { arrow in
      arrow.isUpdate
        ? "\(indent)\(arrow.to) -> \(arrow.from) [headlabel=\(quoted(arrow.label)) style=dashed dir=back]"
        : "\(indent)\(arrow.from) -> \(arrow.to) [headlabel=\(quoted(arrow.label))]"
    }
    return lines
  }

  private static func dot(_ box: GraphDiagram.Box) -> String {
    let shape =
      switch box.kind {
      case .input, .output: " shape=ellipse"
      case .state: " shape=cylinder"
      case .node: ""
      }
    let mark = box.isChanged ? " color=\"#c4006b\" penwidth=2.5" : ""
    return "\(box.id) [label=\(quoted(box.lines.joined(separator: "\n")))\(shape) "
      + "fillcolor=\"\(box.kind.color)\"\(mark)]"
  }

  /// A string of DOT: a backslash and a quotation mark are marked by a backslash.
  static func quoted(_ text: String) -> String {
    var quoted = ""
    for character in text {
      switch character {
      case "\\": quoted += "\\\\"
      case "\"": quoted += "\\\""
      case "\n": quoted += "\\n"
      default: quoted.append(character)
      }
    }
    return "\"\(quoted)\""
  }
}

extension GraphDiagram.Kind {
  /// The colour of its boxes, light enough for dark letters.
  var color: String {
    switch self {
    case .input: "#e2e5e9"
    case .state: "#ffffff"
    case .node(.forward): "#bfe1f6"
    case .node(.backward): "#fbdc9b"
    case .node(.update): "#b5e3d3"
    case .output: "#e2e5e9"
    }
  }
}
