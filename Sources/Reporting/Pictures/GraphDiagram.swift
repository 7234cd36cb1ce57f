import IR

/// A graph as boxes and arrows, before it is written in one of the languages of pictures.
struct GraphDiagram: Sendable {
  /// What a box stands for.
  enum Kind: Hashable, Sendable {
    case input, state, output
    case node(StepPart)

    /// Every kind, in the order of a step.
    static let all: [Kind] = [.input, .state] + StepPart.allCases.map(Kind.node) + [.output]
  }

  /// A node, an input, a state or an output.
  struct Box: Sendable {
    /// A name that is unique in the picture: a letter and digits.
    var id: String
    var kind: Kind
    /// What stands in the box, line by line.
    var lines: [String]
    /// What is framed together: a layer's way to the loss, or its way back with its updates.
    var group: String?
    /// Whether it is a node such as the other graph, if there is one, has not.
    var isChanged = false
  }

  /// A value on its way from one box to another, or the update of a state.
  struct Arrow: Sendable {
    var from: String
    var to: String
    /// The value's type.
    var label: String
    var isUpdate = false
  }

  /// What the graph is called in a picture of two.
  let title: String
  private(set) var boxes: [Box] = []
  private(set) var arrows: [Arrow] = []

  /// The groups of boxes in the order in which they first occur.
  var groups: [String] {
    var known: Set<String> = []
    return boxes.compactMap(\.group).filter { known.insert($0).inserted }
  }

  /// Draws a graph.
  ///
  /// - Parameters:
  ///   - prefix: what the ids of boxes begin with, so that two graphs can stand in one picture.
  ///   - other: the graph whose nodes are not marked as changed.
  init(_ graph: Graph, title: String, prefix: String = "", comparedWith other: Graph? = nil) {
    self.title = title
    let parts = StepParts(graph)
    let changed = other.map { graph.nodes(missingIn: $0) } ?? []
    let names = ValueNames(graph)
    /// The box that each value comes out of.
    var sources = [String](repeating: "", count: graph.values.count)
    func type(_ value: ValueID) -> String { graph.type(of: value).description }

    for (index, input) in graph.inputs.enumerated() {
      sources[input.index] = "\(prefix)i\(index)"
      boxes.append(
        Box(id: sources[input.index], kind: .input, lines: [names[input], type(input)]))
    }
    for (index, state) in graph.states.enumerated() {
      sources[state.value.index] = "\(prefix)s\(index)"
      boxes.append(
        Box(
          id: sources[state.value.index], kind: .state, lines: [state.name, type(state.value)],
          group: Self.group(graph[state.value].origin, isForward: state.role != .optimizer)))
    }
    for (index, node) in graph.nodes.enumerated() {
      let id = NodeID(index)
      let attributes =
        node.op.attributes.entries.map { "\($0.name)=\($0.value)" }
        + (node.isRecomputed ? ["recomputed"] : [])
      let results = node.results.map { "%\(names[$0])" }.joined(separator: ", ")
      let box = Box(
        id: "\(prefix)n\(index)", kind: .node(parts[id]),
        lines: ["\(results) \(node.op.name)"] + attributes,
        group: Self.group(node.origin, isForward: parts[id] == .forward),
        isChanged: changed.contains(id))
      for operand in node.operands {
        arrows.append(Arrow(from: sources[operand.index], to: box.id, label: type(operand)))
      }
      for result in node.results { sources[result.index] = box.id }
      boxes.append(box)
    }
    for update in graph.updates {
      let state = graph.states[update.state].value
      arrows.append(
        Arrow(
          from: sources[update.value.index], to: sources[state.index], label: type(update.value),
          isUpdate: true))
    }
    for (index, output) in graph.outputs.enumerated() {
      let box = Box(id: "\(prefix)o\(index)", kind: .output, lines: [output.name])
      boxes.append(box)
      arrows.append(
        Arrow(from: sources[output.value.index], to: box.id, label: type(output.value)))
    }
  }
  private static func group(_ origin: Origin?, isForward: Bool) -> String? {
    origin.map { isForward ? $0.layer : "\($0.layer), backward" }
  }
}

extension Graph {
  /// What nodes of two graphs have in common where they do the same for the same layer.
  private struct Work: Hashable {
    var op: String
    var attributes: Attributes
    var operands: [TensorType]
    var results: [TensorType]
    var origin: Origin?
  }

  private func likeness(of node: Node) -> Work {
    Work(
      op: node.op.name, attributes: node.op.attributes, operands: types(of: node.operands),
      results: types(of: node.results), origin: node.origin)
  }

  /// The nodes for which another graph has no counterpart: the same operator with the same
  /// attributes on the same types for the same layer, as often as here.
  func nodes(missingIn other: Graph) -> Set<NodeID> {
    var counts: [Work: Int] = [:]
    for node in other.nodes { counts[other.likeness(of: node), default: 0] += 1 }
    var missing: Set<NodeID> = []
    for (index, node) in nodes.enumerated() {
      let work = likeness(of: node)
      if let count = counts[work], count > 0 {
        counts[work] = count - 1
      } else {
        missing.insert(NodeID(index))
      }
    }
    return missing
  }
}
