public import Source

/// A graph that was read from its text, and where its parts stand there: what is found out about the
/// graph later can be told with its line.
public struct GraphText: Sendable {
  /// The graph.
  public let graph: Graph
  private let source: SourceText
  private let places: GraphReader.Places

  /// Reads a graph's text as `Graph(reading:ops:)` does.
  ///
  /// - Throws: The mistakes that were found, in the order of the text.
  public init(_ source: SourceText, ops: OpTable) throws(InputError) {
    let reader = try GraphReader.read(source, ops: ops)
    graph = reader.graph
    places = reader.places
    self.source = source
  }

  /// Where the operator of a node stands.
  public func place(of node: NodeID) -> Diagnostic.Place { place(places.nodes[node.index]) }

  /// Where the name of a state stands, given its index.
  public func place(ofState index: Int) -> Diagnostic.Place { place(places.states[index]) }

  /// Where the penalty of a state stands, given the state's index, or its name where it has none.
  public func place(ofPenalty index: Int) -> Diagnostic.Place {
    place(places.penalties[index] ?? places.states[index])
  }

  /// Where the new value of a state stands, given the index of the update.
  public func place(ofUpdate index: Int) -> Diagnostic.Place { place(places.updates[index]) }

  /// Where the value of an output stands; its graph as a whole where there is no such output.
  public func place(ofOutput name: String) -> Diagnostic.Place {
    graph.outputs.firstIndex { $0.name == name }.map { place(places.outputs[$0]) }
      ?? .file(source.name)
  }

  private func place(_ range: SourceRange) -> Diagnostic.Place { .text(source, range) }

  /// Warnings about what the text defines in vain, in the order of the text: W0650 for inputs and W0651
  /// for states that neither an output nor an update depends on.
  public var warnings: [Diagnostic] {
    let isLive = graph.liveValues()
    func warning(_ code: String, _ what: String, _ name: String, _ range: SourceRange) -> Diagnostic
    {
      Diagnostic(
        .warning, code: code, "nothing needs the \(what) \(quoted("%" + name))", at: place(range),
        label: "neither an output nor an update depends on it")
    }
    let inputs = zip(graph.inputs, places.inputs).compactMap { id, range -> (Int, Diagnostic)? in
      guard !isLive[id.index], case .input(let name) = graph[id].definition else { return nil }
      return (range.start, warning("W0650", "input", name, range))
    }
    let states = zip(graph.states, places.states).compactMap { state, range -> (Int, Diagnostic)? in
      isLive[state.value.index]
        ? nil : (range.start, warning("W0651", "state", state.name, range))
    }
    return (inputs + states).sorted { $0.0 < $1.0 }.map(\.1)
  }
}
