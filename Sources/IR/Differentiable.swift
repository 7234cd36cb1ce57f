/// An operator with a gradient.
public protocol DifferentiableOp: Op {
  /// Builds the nodes that compute the gradient of the loss with respect to each operand, from the
  /// gradients with respect to the results.
  ///
  /// - Returns: a value for each operand; nil where the operand has no gradient, such as labels, or
  ///   where `builder.wants` says that nobody asks for it.
  func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?]
}

/// What an operator's gradient is built with: the node in question, and a graph to add nodes to.
public struct GradientBuilder {
  /// Builds the differentiated graph.
  public var rewriter: Rewriter
  /// The node's operands.
  public private(set) var operands: [ValueID] = []
  /// The node's results.
  public private(set) var results = ValueRange(ValueID(0), count: 0)
  private var upstream: [ValueID?] = []
  private var wanted: [Bool] = []
  private var origin: Origin?

  /// Makes a builder on top of a rewriter.
  public init(_ rewriter: Rewriter) { self.rewriter = rewriter }

  /// Turns to a node: `upstream` holds the gradients of its results, `wanted` tells for which
  /// operands a gradient is asked.
  public mutating func turn(
    to node: Node, upstream: [ValueID?], wanted: [Bool]
  ) {
    operands = node.operands
    results = node.results
    origin = node.origin
    self.upstream = upstream
    self.wanted = wanted
  }

  /// The gradient of a result; nil where the loss does not depend on it.
  public func gradient(ofResult index: Int) -> ValueID? { upstream[index] }

  /// Whether the gradient of an operand is asked for.
  public func wants(_ operand: Int) -> Bool { wanted[operand] }

  /// The type of a value.
  public func type(of value: ValueID) -> TensorType { rewriter.graph.type(of: value) }

  /// Adds a node with one result.
  public mutating func add(_ op: any Op, _ operands: ValueID...) throws(ShapeError) -> ValueID {
    try rewriter.add(op, operands, origin: origin)[0]
  }

  /// Adds a node with several results.
  public mutating func addAll(_ op: any Op, _ operands: ValueID...) throws(ShapeError)
    -> [ValueID]
  {
    try rewriter.add(op, operands, origin: origin)
  }
}
