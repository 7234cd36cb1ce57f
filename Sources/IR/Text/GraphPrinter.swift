extension Graph {
  /// The graph as text: inputs and states by their names, results numbered in the order of the
  /// nodes. `Grammar/ir.ebnf` is the norm, `init(reading:ops:)` the way back; a graph that
  /// passes `verify()` comes back the same.
  public var text: String {
    var printer = GraphPrinter(self)
    return printer.print()
  }

  /// The lines of the graph's text that define values, each without its indentation.
  public func lines(defining values: [ValueID]) -> [String] {
    var printer = GraphPrinter(self)
    return values.map { printer.line(defining: $0) }
  }
}

/// Writes a graph's text, in time linear in its length.
private struct GraphPrinter {
  private let graph: Graph
  private var text = ""
  private let names: ValueNames

  init(_ graph: Graph) {
    self.graph = graph
    names = ValueNames(graph)
  }

  mutating func print() -> String {
    text = "graph \(graph.name) seed=\(graph.seed) {\n"
    for input in graph.inputs { print(input: input) }
    for state in graph.states { print(state) }
    let interface = !graph.inputs.isEmpty || !graph.states.isEmpty
    if interface, !graph.nodes.isEmpty { text += "\n" }
    for node in graph.nodes { print(node) }
    let ends = !graph.updates.isEmpty || !graph.outputs.isEmpty
    if ends, interface || !graph.nodes.isEmpty { text += "\n" }
    for update in graph.updates {
      let state = graph.states[update.state].value
      text += "  update \(reference(state)) <- \(reference(update.value))\n"
    }
    for output in graph.outputs {
      text += "  output \(output.name) = \(reference(output.value))\n"
    }
    return text + "}\n"
  }

  private func reference(_ value: ValueID) -> String { "%\(names[value])" }

  mutating func line(defining value: ValueID) -> String {
    text = ""
    switch graph[value].definition {
    case .input: print(input: value)
    case .state(let index): print(graph.states[index])
    case .result(let node, _): print(graph[node])
    }
    return String(text.dropFirst(2).dropLast())
  }

  private mutating func print(input: ValueID) {
    text += "  input \(reference(input)): \(graph.type(of: input))\n"
  }

  private mutating func print(_ state: State) {
    text += "  state \(reference(state.value)): \(graph.type(of: state.value))"
    text += " \(state.role.rawValue) \(state.initializer)"
    if state.penalty.l1 != 0 { text += " l1=\(state.penalty.l1)" }
    if state.penalty.l2 != 0 { text += " l2=\(state.penalty.l2)" }
    print(graph[state.value].origin)
    text += "\n"
  }

  private mutating func print(_ node: Node) {
    let results = node.results.map { "\(reference($0)): \(graph.type(of: $0))" }
    text += "  \(results.joined(separator: ", ")) = \(node.op.name)("
    text += node.operands.map(reference).joined(separator: ", ")
    text += ")"
    let attributes = node.op.attributes.entries.map { "\($0.name)=\($0.value)" }
    if !attributes.isEmpty { text += " {\(attributes.joined(separator: ", "))}" }
    if node.isRecomputed { text += " recomputed" }
    print(node.origin)
    text += "\n"
  }

  private mutating func print(_ origin: Origin?) {
    if let origin { text += " \(origin)" }
  }
}
