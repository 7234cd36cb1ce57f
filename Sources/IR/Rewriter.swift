/// Builds a graph out of another one, node by node: the way in which passes change graphs.
///
/// Inputs and states are taken over at once. The pass then walks the source's nodes in order and
/// copies each, or adds other nodes in its place, or leaves it out; operands are looked up with
/// `callAsFunction`, so that every later user sees the replacement. What was added is remembered,
/// for the verifier.
public struct Rewriter {
  /// The graph that is read.
  public let source: Graph
  /// The graph that is built.
  public private(set) var graph: Graph
  /// The nodes of the new graph that are not plain copies.
  public private(set) var touched: [NodeID] = []
  /// By the values of the source, the values of the new graph that stand for them: the claim that
  /// both are equal but for rounding, which `nnc check --optimised` tests. Nil for values that were
  /// left out.
  public private(set) var standIns: [ValueID?]

  /// Whether some stand-in has another type than what it stands for.
  private var isRetyped = false

  /// Starts with the inputs and states of `source` for which `keeps` holds.
  public init(_ source: Graph, keeping keeps: (ValueID) -> Bool = { _ in true }) {
    standIns = Array(repeating: nil, count: source.values.count)
    if source.inputs.allSatisfy(keeps), source.states.allSatisfy({ keeps($0.value) }),
      let graph = Graph(takingInterfaceOf: source)
    {
      self.source = source
      self.graph = graph
      for index in graph.values.indices { standIns[index] = ValueID(index) }
      return
    }
    self.source = source
    graph = Graph(name: source.name, seed: source.seed)
    for id in source.inputs where keeps(id) {
      guard case .input(let name) = source[id].definition else { continue }
      standIns[id.index] = graph.addInput(name, source.type(of: id))
    }
    for state in source.states where keeps(state.value) {
      standIns[state.value.index] = graph.addState(
        state.name, source.type(of: state.value), role: state.role,
        initializer: state.initializer, penalty: state.penalty,
        origin: source[state.value].origin)
    }
  }

  /// The value in the new graph that stands for a value of the source.
  ///
  /// - Precondition: the value was copied or substituted before.
  public func callAsFunction(_ old: ValueID) -> ValueID {
    guard let new = standIns[old.index] else {
      preconditionFailure("value \(old.index) of graph '\(source.name)' was left out but is used")
    }
    return new
  }

  /// Whether a value of the source has a stand-in.
  public func has(_ old: ValueID) -> Bool { standIns[old.index] != nil }

  /// Copies a node of the source. Its shape rule runs only where a stand-in of an operand has
  /// another type.
  public mutating func copy(_ node: Node) throws(ShapeError) {
    var operands: [ValueID] = []
    operands.reserveCapacity(node.operands.count)
    var isSame = true
    for old in node.operands {
      let new = self(old)
      if isRetyped, graph.type(of: new) != source.type(of: old) { isSame = false }
      operands.append(new)
    }
    guard isSame else {
      let results = try graph.add(
        node.op, operands, isRecomputed: node.isRecomputed, origin: node.origin)
      for (old, new) in zip(node.results, results) { substitute(old, by: new) }
      return
    }
    let results = graph.append(node, of: source, operands: operands)
    for (old, new) in zip(node.results, results) { standIns[old.index] = new }
  }

  /// Adds a second copy of a node, marked as recomputed; later users see its results in place of
  /// the first copy's.
  public mutating func recompute(_ node: Node) throws(ShapeError) {
    touched.append(NodeID(graph.nodes.count))
    let results = try graph.add(
      node.op, node.operands.map { self($0) }, isRecomputed: true, origin: node.origin)
    for (old, new) in zip(node.results, results) { substitute(old, by: new) }
  }

  /// Adds a node over values of the new graph.
  @discardableResult
  public mutating func add(
    _ op: any Op, _ operands: [ValueID], origin: Origin?
  ) throws(ShapeError) -> [ValueID] {
    touched.append(NodeID(graph.nodes.count))
    return try graph.add(op, operands, origin: origin)
  }

  /// Makes `new`, a value of the new graph, stand for `old`, a value of the source.
  public mutating func substitute(_ old: ValueID, by new: ValueID) {
    standIns[old.index] = new
    if graph.type(of: new) != source.type(of: old) { isRetyped = true }
  }

  /// The input of this name, added if it is not there.
  public mutating func input(_ name: String, _ type: TensorType) -> ValueID {
    graph.input(name) ?? graph.addInput(name, type)
  }

  /// Adds a state to the new graph.
  public mutating func addState(
    _ name: String, _ type: TensorType, role: State.Role, initializer: Initializer,
    origin: Origin?
  ) -> ValueID {
    graph.addState(name, type, role: role, initializer: initializer, origin: origin)
  }

  /// Adds an update to the new graph, given the value that reads the state.
  public mutating func addUpdate(of state: ValueID, to value: ValueID) {
    guard case .state(let index) = graph[state].definition else {
      preconditionFailure("only states can be updated")
    }
    graph.addUpdate(index, value)
  }

  /// Adds an output to the new graph.
  public mutating func addOutput(_ name: String, _ value: ValueID) {
    graph.addOutput(name, value)
  }

  /// Takes over the updates and outputs of the source that are not there yet.
  public mutating func finish() -> Graph {
    for update in source.updates {
      addUpdate(of: self(source.states[update.state].value), to: self(update.value))
    }
    let present = Set(graph.outputs.lazy.map(\.name))
    for output in source.outputs where !present.contains(output.name) {
      graph.addOutput(output.name, self(output.value))
    }
    return graph
  }
}
