import Execution
import IR
public import JSON
import Kernels

extension GraphPicture {
  /// The graph as Netron reads it from a file named `*.netron`: the nodes with their
  /// attributes, their layers, where their results lie in the plan's memory, and what they stand in
  /// for. Both graphs where there are two: Netron lists them in its properties.
  ///
  /// Source: Netron's intermediate format, `source/message.js`. Netron knows the file by the member
  /// `signature`, which has to be the first.
  public var netron: JSON {
    let graph = module(plan.graph, plan: plan, before: before)
    let modules = [graph] + (before.map { [module($0, plan: nil, before: nil)] } ?? [])
    return [
      "signature": "netron:nnc", "format": "nnc",
      "description":
        .string(
          "\(plan.graph.nodes.count) nodes, \(plan.memory.planned) transient bytes planned, "
            + "\(plan.memory.state) bytes of states"),
      "modules": .array(modules),
    ]
  }

  private func module(_ graph: Graph, plan: Plan?, before: Graph?) -> JSON {
    let names = ValueNames(graph)
    let parts = StepParts(graph)
    let replaced = before.map { Replacements(from: $0, to: graph) }
    func argument(_ name: String, _ value: ValueID) -> JSON {
      ["name": .string(name), "value": [.integer(Int64(value.index))]]
    }
    let values = graph.values.indices.map { index -> JSON in
      let value = graph.values[index]
      let type: JSON = [
        "dataType": .string(value.type.element.rawValue),
        "shape": ["dimensions": .array(value.type.shape.map { .integer(Int64($0)) })],
      ]
      let name = JSON.string(names[ValueID(index)])
      guard case .state = value.definition else { return ["name": name, "type": type] }
      return ["name": name, "initializer": ["type": type]]
    }
    let updates = Dictionary(grouping: graph.updates, by: \.value)
    let nodes = graph.nodes.enumerated().map { index, node -> JSON in
      let id = NodeID(index)
      let results = node.results.map { "%\(names[$0])" }.joined(separator: ", ")
      var attributes = node.op.attributes.entries.map { ($0.name, $0.value.description) }
      if let origin = node.origin {
        attributes += [("layer", origin.layer), ("line", String(origin.line))]
      }
      attributes.append(("part", parts[id].rawValue))
      if node.isRecomputed { attributes.append(("recomputed", "true")) }
      if let plan {
        attributes += node.results.map { ("memory of %\(names[$0])", place($0, plan)) }
      }
      if let text = replaced?[id] { attributes.append(("in place of", text)) }
      attributes += node.results.flatMap { updates[$0, default: []] }
        .map { ("update", graph.states[$0.state].name) }
      return [
        "name": .string(results),
        "type": [
          "name": .string(node.op.name), "category": .string(category(of: node, parts[id], graph)),
        ],
        "inputs": .array(
          node.operands.enumerated().map { argument(operandName($1, $0, graph), $1) }),
        "outputs": .array(node.results.map { argument("%\(names[$0])", $0) }),
        "attributes": .array(
          attributes.map {
            ["name": .string($0.0), "value": .string($0.1), "type": "string"]
          }),
      ]
    }
    return [
      "name": .string(graph.name),
      "inputs": .array(graph.inputs.map { argument(names[$0], $0) }),
      "outputs": .array(graph.outputs.map { argument($0.name, $0.value) }),
      "values": .array(values), "nodes": .array(nodes),
    ]
  }

  private func place(_ value: ValueID, _ plan: Plan) -> String {
    let count = plan.graph.type(of: value).byteCount
    return switch plan.places[value.index] {
    case .state(let index): "\(count) bytes in \(plan.graph.states[index].name)"
    case .persistent(let offset): "\(count) bytes at \(offset) of the persistent memory"
    case .transient(let offset): "\(count) bytes at \(offset)"
    }
  }

  /// Inputs by their numbers, states by their last names, such as `weight`.
  private func operandName(_ value: ValueID, _ index: Int, _ graph: Graph) -> String {
    guard case .state(let state) = graph[value].definition else { return "\(index)" }
    let name = graph.states[state].name
    let layer = graph[value].origin.map { "\($0.layer)." } ?? ""
    return name.hasPrefix(layer) ? String(name.dropFirst(layer.count)) : name
  }

  /// Netron's categories are colours: blue for what has weights, red for the way back, brown for
  /// updates.
  private func category(of node: Node, _ part: StepPart, _ graph: Graph) -> String {
    switch part {
    case .update: "Tensor"
    case .backward: "Activation"
    case .forward:
      node.operands.contains {
        if case .state = graph[$0].definition { true } else { false }
      } ? "Layer" : ""
    }
  }
}
