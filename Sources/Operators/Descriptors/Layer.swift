public import IR
public import Kernels

/// A layer of the language: checked arguments that expand into operators.
public protocol Layer: Described {
  /// Adds the layer's states and nodes.
  func expand(_ input: ValueID, _ builder: inout LayerBuilder) throws(ShapeError) -> ValueID
  /// The shape of a row of the output.
  func outputShape(of input: [Int]) -> [Int]
  /// The activation that the layer applies last, or is.
  var activation: (any ActivationLayer)? { get }
  /// Whether an activation behind this layer still acts on the weights in front of it, so that it
  /// decides on their initialiser.
  var isTransparent: Bool { get }
}

extension Layer {
  /// The output has the input's shape.
  public func outputShape(of input: [Int]) -> [Int] { input }
  /// No activation.
  public var activation: (any ActivationLayer)? { nil }
  /// Not transparent.
  public var isTransparent: Bool { false }
}

/// A layer that ends a network: it makes the scores that a loss and predictions are computed from.
public protocol OutputLayer: Layer {
  /// What the scores become in a prediction.
  var head: Head { get }
  /// What the statement was given, for the weights.
  var arguments: Arguments { get }
}

/// Whether the graph trains or predicts; batch normalisation and dropout differ.
public enum Mode: String, Sendable {
  case training, inference
}

/// What layers are built with: the graph, and where in the network they stand.
public struct LayerBuilder {
  /// The graph that is built.
  public var graph: Graph
  /// The element type of all tensors but labels.
  public let element: ElementType
  /// Whether the graph trains or predicts.
  public let mode: Mode
  /// How many training rows each class has; nil where that is not known.
  let classCounts: [Int]?
  private let penalty: Penalty
  private var layer = ""
  private var origin: Origin?
  private var nextSite = 0
  /// The activation that follows the current layer, if any.
  public private(set) var followingActivation: (any ActivationLayer)?

  /// Starts a graph; `penalty` applies to all weights that set none of their own, and `classCounts`
  /// says how many training rows each class has, where that is known.
  public init(
    _ graph: Graph, element: ElementType, mode: Mode, penalty: Penalty, classCounts: [Int]? = nil
  ) {
    self.graph = graph
    self.element = element
    self.mode = mode
    self.penalty = penalty
    self.classCounts = classCounts
  }

  /// Turns to a layer.
  public mutating func turn(to origin: Origin, followingActivation: (any ActivationLayer)?) {
    layer = origin.layer
    self.origin = origin
    self.followingActivation = followingActivation
  }

  /// The shape of a value.
  public func shape(of value: ValueID) -> [Int] { graph.type(of: value).shape }

  /// Adds a matrix of weights, which penalties apply to.
  public mutating func weight(
    _ suffix: String, _ shape: [Int], _ initializer: Initializer, l1: Double?, l2: Double?
  ) throws(ShapeError) -> ValueID {
    let type = TensorType(element, shape)
    try type.checkLimit()
    try initializer.checkCost(of: type)
    return graph.addState(
      "\(layer).\(suffix)", type, role: .parameter,
      initializer: initializer, penalty: Penalty(l1: l1 ?? penalty.l1, l2: l2 ?? penalty.l2),
      origin: origin)
  }

  /// Adds a vector that training moves or gathers, without penalty.
  public mutating func vector(
    _ suffix: String, _ count: Int, role: State.Role = .parameter, value: Double
  ) -> ValueID {
    vector(suffix, count, role: role, .constant(value))
  }

  /// Adds a vector that training moves or gathers, without penalty.
  public mutating func vector(
    _ suffix: String, _ count: Int, role: State.Role = .parameter, _ initializer: Initializer
  ) -> ValueID {
    graph.addState(
      "\(layer).\(suffix)", TensorType(element, [count]), role: role, initializer: initializer,
      origin: origin)
  }

  /// Adds a node with one result.
  public mutating func add(_ op: any Op, _ operands: ValueID...) throws(ShapeError) -> ValueID {
    try graph.add(op, operands, origin: origin)[0]
  }

  /// Adds a node with several results.
  public mutating func addAll(_ op: any Op, _ operands: ValueID...) throws(ShapeError)
    -> [ValueID]
  {
    try graph.add(op, operands, origin: origin)
  }

  /// Makes a state take a new value when a training step ends.
  public mutating func addUpdate(of state: ValueID, to value: ValueID) {
    guard case .state(let index) = graph[state].definition else {
      preconditionFailure("only states can be updated")
    }
    graph.addUpdate(index, value)
  }

  /// The rows as a matrix: everything behind the first axis in one.
  public mutating func flattened(_ input: ValueID) throws(ShapeError) -> ValueID {
    let type = graph.type(of: input)
    return type.rank == 2 ? input : try add(Reshape(shape: [type.rows, type.columns]), input)
  }

  /// The number of the step, an input of the graph.
  public mutating func step() -> ValueID {
    graph.input("step") ?? graph.addInput("step", TensorType(.i32, []))
  }

  /// The number of a random stream that no other node has.
  public mutating func randomSite() -> Int {
    nextSite += 1
    return nextSite
  }
}
