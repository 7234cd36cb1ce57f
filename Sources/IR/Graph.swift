/// The index of a value in its graph.
public struct ValueID: Hashable, Comparable, Sendable {
  /// The index in `Graph.values`.
  public let index: Int
  /// The value at this index.
  public init(_ index: Int) { self.index = index }
  /// By index.
  public static func < (a: ValueID, b: ValueID) -> Bool { a.index < b.index }
}

/// The results of a node: values with consecutive ids, since a node's results are made together.
public struct ValueRange: RandomAccessCollection, Hashable, Sendable {
  /// The id of the first one.
  public var start: ValueID
  /// How many there are.
  public var count: Int

  /// The values from `start` on.
  public init(_ start: ValueID, count: Int) {
    self.start = start
    self.count = count
  }

  /// The position of the first one.
  public var startIndex: Int { 0 }
  /// The position behind the last one.
  public var endIndex: Int { count }
  /// The value at a position.
  public subscript(position: Int) -> ValueID {
    precondition(indices.contains(position), "a node has no result \(position)")
    return ValueID(start.index + position)
  }
}

/// The index of a node in its graph, which is also its place in the order of computation.
public struct NodeID: Hashable, Comparable, Sendable {
  /// The index in `Graph.nodes`.
  public let index: Int
  /// The node at this index.
  public init(_ index: Int) { self.index = index }
  /// By place.
  public static func < (a: NodeID, b: NodeID) -> Bool { a.index < b.index }
}

/// The layer that a value came from and the line of the source on which it stands.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
  /// The layer's name, such as `dense1`.
  public var layer: String
  /// The line, counting from 1.
  public var line: Int

  /// Makes an origin.
  public init(layer: String, line: Int) {
    self.layer = layer
    self.line = line
  }

  /// The text form, such as `@dense1:3`.
  public var description: String { "@\(layer):\(line)" }
}

/// Where a value comes from.
public enum Definition: Hashable, Sendable {
  /// An input of the graph, fed before each run.
  case input(String)
  /// A state, by its index in `Graph.states`.
  case state(Int)
  /// A result of a node, by its index among the node's results.
  case result(NodeID, Int)
}

/// A tensor in a graph.
public struct Value: Hashable, Sendable {
  /// Its type.
  public var type: TensorType
  /// Where it comes from.
  public var definition: Definition
  /// The layer it belongs to.
  public var origin: Origin?
}

/// A penalty on the size of a parameter: l1 x sum |W| + l2 x sum W^2.
public struct Penalty: Hashable, Sendable {
  /// The factor of the sum of absolute values.
  public var l1: Double
  /// The factor of the sum of squares.
  public var l2: Double
  /// No penalty.
  public static let none = Penalty(l1: 0, l2: 0)
  /// Makes a penalty.
  public init(l1: Double = 0, l2: Double = 0) {
    self.l1 = l1
    self.l2 = l2
  }

  /// What keeps the factors from being a penalty's, in words that continue "the penalty".
  var flaw: String? {
    if !l1.isFinite || !l2.isFinite { return "is not finite" }
    return l1 < 0 || l2 < 0 ? "is negative" : nil
  }
}

/// A tensor that lives from run to run.
public struct State: Hashable, Sendable {
  /// What a state is for.
  public enum Role: String, CaseIterable, Sendable {
    /// Trained by the optimizer.
    case parameter
    /// Belongs to the optimizer, such as Adam's moments.
    case optimizer
    /// Gathered from the batches, such as batch normalisation's averages.
    case statistic
  }

  /// The name, such as `dense1.weight`.
  public var name: String
  /// What it is for.
  public var role: Role
  /// Its first value.
  public var initializer: Initializer
  /// The penalty that training adds for it.
  public var penalty: Penalty
  /// The value that reads it.
  public var value: ValueID
}

/// The new value that a state takes when a run ends.
public struct Update: Hashable, Sendable {
  /// The index of the state.
  public var state: Int
  /// Its new value.
  public var value: ValueID
}

/// A value that the graph's user wants, under a name.
public struct Output: Hashable, Sendable {
  /// The name, such as `loss`.
  public var name: String
  /// The value.
  public var value: ValueID
}

/// A static computation: inputs and states, nodes in the order of computation, outputs, and updates
/// of the states that take effect when the run ends.
///
/// Ids are dense and belong to one graph. Passes do not edit a graph, they build another one with
/// `Rewriter`.
public struct Graph: Sendable {
  /// The name, such as `training`.
  public var name: String
  /// The seed of every random number, of initialisers and of nodes.
  public var seed: UInt64
  /// All values by id.
  public private(set) var values: [Value] = []
  /// All nodes by id; operands stand before their users.
  public private(set) var nodes: [Node] = []
  /// The inputs in order.
  public private(set) var inputs: [ValueID] = []
  /// The states in order.
  public private(set) var states: [State] = []
  /// The updates in order.
  public private(set) var updates: [Update] = []
  /// The outputs in order.
  public private(set) var outputs: [Output] = []
  /// The operators that occur.
  private var kinds: Set<ObjectIdentifier> = []

  /// An empty graph.
  public init(name: String, seed: UInt64) {
    self.name = name
    self.seed = seed
  }

  /// A graph of these parts, whatever they are, so that the verifier can be tested.
  package init(
    name: String, seed: UInt64, values: [Value], nodes: [Node], inputs: [ValueID] = [],
    states: [State] = [], updates: [Update] = [], outputs: [Output] = []
  ) {
    self.name = name
    self.seed = seed
    self.values = values
    self.nodes = nodes
    self.inputs = inputs
    self.states = states
    self.updates = updates
    self.outputs = outputs
    kinds = Set(nodes.map(\.kind))
  }

  /// A graph with the inputs and states of another one, where these are its first values in order, so
  /// that they keep their ids; nil elsewhere.
  init?(takingInterfaceOf source: Graph) {
    let values = source.values.prefix(source.inputs.count + source.states.count)
    for (index, value) in values.enumerated() {
      switch value.definition {
      case .input where index < source.inputs.count && source.inputs[index].index == index: continue
      case .state(let state) where state + source.inputs.count == index: continue
      default: return nil
      }
    }
    self.init(name: source.name, seed: source.seed)
    self.values.reserveCapacity(source.values.count)
    self.values += values
    nodes.reserveCapacity(source.nodes.count)
    inputs = source.inputs
    states = source.states
  }

  /// The type of a value.
  public func type(of value: ValueID) -> TensorType { values[value.index].type }
  /// The types of values.
  public func types(of values: [ValueID]) -> [TensorType] {
    var types: [TensorType] = []
    types.reserveCapacity(values.count)
    for value in values { types.append(type(of: value)) }
    return types
  }
  /// The types of a node's results.
  public func types(of values: ValueRange) -> [TensorType] {
    var types: [TensorType] = []
    types.reserveCapacity(values.count)
    for value in values { types.append(type(of: value)) }
    return types
  }
  /// How a node's work may be cut among workers.
  public func work(of node: Node) -> Work {
    node.op.work(types(of: node.operands), types(of: node.results))
  }
  /// A node by id.
  public subscript(node: NodeID) -> Node { nodes[node.index] }
  /// A value by id.
  public subscript(value: ValueID) -> Value { values[value.index] }

  /// The node that computes a value; nil for inputs and states.
  public func node(defining value: ValueID) -> NodeID? {
    if case .result(let node, _) = values[value.index].definition { node } else { nil }
  }

  /// The value of an output.
  public func output(_ name: String) -> ValueID? { outputs.first { $0.name == name }?.value }

  /// The value of an input.
  public func input(_ name: String) -> ValueID? {
    inputs.first { values[$0.index].definition == .input(name) }
  }

  /// Whether any node has this operator.
  public func contains(_ op: any Op.Type) -> Bool { kinds.contains(ObjectIdentifier(op)) }

  /// The floating-point operations of a node.
  public func flops(of node: Node) -> Int {
    node.op.flops(types(of: node.operands), types(of: node.results))
  }

  /// The floating-point operations of one run, or the largest number where there are more.
  public var flops: Int {
    nodes.reduce(0) { sum, node in
      let (total, overflow) = sum.addingReportingOverflow(flops(of: node))
      return overflow ? .max : total
    }
  }

  /// How large the graph is: its nodes, their operands, and all values. Optimising lowers it.
  public var size: Int {
    nodes.reduce(nodes.count + values.count) { $0 + $1.operands.count }
  }

  private mutating func addValue(_ type: TensorType, _ definition: Definition, _ origin: Origin?)
    -> ValueID
  {
    values.append(Value(type: type, definition: definition, origin: origin))
    return ValueID(values.count - 1)
  }

  /// Adds an input.
  public mutating func addInput(_ name: String, _ type: TensorType) -> ValueID {
    let value = addValue(type, .input(name), nil)
    inputs.append(value)
    return value
  }

  /// Adds a state.
  public mutating func addState(
    _ name: String, _ type: TensorType, role: State.Role, initializer: Initializer,
    penalty: Penalty = .none, origin: Origin? = nil
  ) -> ValueID {
    let value = addValue(type, .state(states.count), origin)
    states.append(
      State(name: name, role: role, initializer: initializer, penalty: penalty, value: value))
    return value
  }

  /// Adds a node behind the others; its result types come from the operator's shape rule.
  @discardableResult
  public mutating func add(
    _ op: any Op, _ operands: [ValueID], isRecomputed: Bool = false, origin: Origin? = nil
  ) throws(ShapeError) -> [ValueID] {
    let types = try op.resultTypes(of: self.types(of: operands))
    for type in types {
      try type.checkLimit()
    }
    let first = ValueID(values.count)
    for (index, type) in types.enumerated() {
      _ = addValue(type, .result(NodeID(nodes.count), index), origin)
    }
    let results = ValueRange(first, count: types.count)
    let node = Node(
      op: op, operands: operands, results: results, isRecomputed: isRecomputed, origin: origin)
    kinds.insert(node.kind)
    nodes.append(node)
    return Array(results)
  }

  /// Adds a node like one of another graph; its results have the same types.
  mutating func append(_ node: Node, of source: Graph, operands: [ValueID]) -> ValueRange {
    let first = ValueID(values.count)
    for (index, result) in node.results.enumerated() {
      _ = addValue(source.type(of: result), .result(NodeID(nodes.count), index), node.origin)
    }
    let results = ValueRange(first, count: node.results.count)
    if node.kind != nodes.last?.kind { kinds.insert(node.kind) }
    nodes.append(node.reading(operands, results: results))
    return results
  }

  /// Makes a state take a new value when the run ends.
  public mutating func addUpdate(_ state: Int, _ value: ValueID) {
    updates.append(Update(state: state, value: value))
  }

  /// Names a value that the graph's user wants.
  public mutating func addOutput(_ name: String, _ value: ValueID) {
    outputs.append(Output(name: name, value: value))
  }

  /// Keeps only the outputs with these names, in this order of the graph's.
  public mutating func keepOutputs(_ names: Set<String>) {
    outputs.removeAll { !names.contains($0.name) }
  }

  /// How often each value is read: by nodes, updates and outputs.
  public func useCounts() -> [Int] {
    var counts = [Int](repeating: 0, count: values.count)
    for node in nodes { for operand in node.operands { counts[operand.index] += 1 } }
    for update in updates { counts[update.value.index] += 1 }
    for output in outputs { counts[output.value.index] += 1 }
    return counts
  }
}

extension TensorType {
  /// Refuses a type with more elements than BLAS can count.
  public func checkLimit() throws(ShapeError) {
    var count = 1
    for extent in shape {
      guard extent >= 1 else {
        throw ShapeError(
          "has the shape \(shape), and every extent must be at least 1",
          unfit: (.integers(shape), "every extent must be at least 1"))
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= Self.elementLimit else {
        throw ShapeError(
          "has the shape \(shape), beyond \(Self.elementLimit) elements",
          unfit: (.integers(shape), "must be of \(Self.elementLimit) elements at most"))
      }
      count = product
    }
  }
}
