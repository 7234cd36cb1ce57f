import IR

extension GraphPicture {
  /// The picture as a Mermaid flow chart: a subgraph for a layer's way
  /// forward and one for its way back, and around them one for each of
  /// two graphs. Mermaid as it comes draws at most 500 arrows. Source: Mermaid, Flowcharts - Basic
  /// Syntax.
  public var mermaid: String {
    var lines = ["flowchart TB"]
    let diagrams = diagrams
    for (index, diagram) in diagrams.enumerated() {
      guard diagrams.count > 1 else {
        lines += Self.mermaid(diagram, "", indent: "  ")
        break
      }
      lines.append("  subgraph graph\(index)[\(Self.mermaidQuoted([diagram.title]))]")
      lines += Self.mermaid(diagram, "graph\(index)_", indent: "    ")
      lines.append("  end")
    }
    for kind in GraphDiagram.Kind.all {
      let dashes = kind == .state ? ",stroke-dasharray:4 2" : ""
      lines.append(
        "  classDef \(kind.className) fill:\(kind.color),stroke:#5d6670,color:#10151a\(dashes)")
    }
    lines.append("  classDef changed stroke:#c4006b,stroke-width:3px")
    let changed = diagrams.flatMap(\.boxes).filter { $0.isChanged }.map(\.id)
    if !changed.isEmpty { lines.append("  class \(changed.joined(separator: ",")) changed") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func mermaid(
    _ diagram: GraphDiagram, _ prefix: String, indent: String
  ) -> [String] {
    var lines: [String] = []
    let boxes = Dictionary(grouping: diagram.boxes, by: \.group)
    for (index, group) in diagram.groups.enumerated() {
      lines.append("\(indent)subgraph \(prefix)group\(index)[\(mermaidQuoted([group]))]")
      lines += boxes[group, default: []].map { "\(indent)  \(mermaid($0))" }
      lines.append("\(indent)end")
    }
    lines += boxes[nil, default: []].map { "\(indent)\(mermaid($0))" }
    lines += diagram.arrows.map { arrow in
      let line = arrow.isUpdate ? "-.->" : "-->"
      return "\(indent)\(arrow.from) \(line)|\(mermaidQuoted([arrow.label]))| \(arrow.to)"
    }
    return lines
  }

  private static func mermaid(_ box: GraphDiagram.Box) -> String {
    let label = mermaidQuoted(box.lines)
    let shape =
      switch box.kind {
      case .input, .output: "([\(label)])"
      case .state: "[(\(label))]"
      case .node: "[\(label)]"
      }
    return "\(box.id)\(shape):::\(box.kind.className)"
  }

  /// A label in quotation marks: all but letters, digits and harmless marks are written as entities,
  /// which in Mermaid begin with `#`.
  static func mermaidQuoted(_ lines: [String]) -> String {
    let harmless = Set(" .,:=_+-/()[]{}%".unicodeScalars)
    let escaped = lines.map { line in
      line.unicodeScalars.map { scalar in
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || harmless.contains(scalar)
          ? String(scalar) : "#\(scalar.value);"
      }.joined()
    }
    return "\"\(escaped.joined(separator: "<br/>"))\""
  }
}

extension GraphDiagram.Kind {
  /// The class of its boxes.
  fileprivate var className: String {
    switch self {
    case .input: "inputBox"
    case .state: "stateBox"
    case .output: "outputBox"
    case .node(let part): "\(part.rawValue)Box"
    }
  }
}
