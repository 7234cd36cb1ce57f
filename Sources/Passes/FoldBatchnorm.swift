public import IR
import Operators

/// `fold-batchnorm`: normalisation with moving averages is affine, Y = gain X + shift, so it folds
/// into the weights of the affine layer before it, else of the one behind it:
/// (A W + b) gain + shift = A (W gain) + (b gain + shift), by columns, or
/// (gain X + shift) W + b = X (gain W) + (shift W + b), by rows. Several normalisations in a row
/// before a layer are one: gain' (gain X + shift) + shift' = (gain gain') X + (shift gain' + shift').
///
/// The folded weights depend on states only: they are a prologue that runs once after the weights
/// change. For inference graphs alone.
public struct FoldBatchnorm: Pass {
  /// The kebab-case name.
  public let name = "fold-batchnorm"

  /// Runs once: it adds the prologue.
  public var isRepeated: Bool { false }

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard graph.updates.isEmpty, graph.nodes.contains(where: { $0.op is BatchnormInference }) else {
      return nil
    }
    let uses = graph.useCounts()
    var fold = Fold(graph, uses: uses)
    for node in graph.nodes { try fold.visit(node) }
    guard fold.changed else { return nil }
    return Rewrite(fold.rewriter)
  }
}

/// One walk of the pass over a graph.
private struct Fold {
  private(set) var rewriter: Rewriter
  private(set) var changed = false
  private let source: Graph
  private let uses: [Int]
  /// Values of the source: normalisations left to the affine layer behind them.
  private var postponed: [ValueID: Affine] = [:]
  /// Affine layers of the new graph by their result.
  private var affines: [ValueID: Layer] = [:]
  /// Products of the new graph, by the results of those of the source.
  private var products: [ValueID: Product] = [:]
  /// The normalisations whose results fold into the affine layer behind them.
  private let foldsForward: Set<ValueID>

  /// Y = gain X + shift, by columns.
  private struct Affine {
    var input: ValueID
    var gain: ValueID
    var shift: ValueID
  }

  /// A W, and what has to be added to the bias behind it if W was folded.
  private struct Product {
    var input: ValueID
    var weight: ValueID
    var result: ValueID
    var extraBias: ValueID?
  }

  /// A W + b.
  private struct Layer {
    var input: ValueID
    var weight: ValueID
    var bias: ValueID
  }

  init(_ graph: Graph, uses: [Int]) {
    source = graph
    rewriter = Rewriter(graph)
    self.uses = uses
    foldsForward = Self.foldingForward(graph, uses)
  }

  /// The normalisations that only the product of an affine layer reads, or only another one of them.
  private static func foldingForward(_ graph: Graph, _ uses: [Int]) -> Set<ValueID> {
    let readers = graph.readersByValue()
    /// The node that alone uses a value.
    func soleReader(_ value: ValueID) -> Node? {
      uses[value.index] == 1 ? readers[value.index].first.map { graph[$0] } : nil
    }
    var found: Set<ValueID> = []
    for node in graph.nodes.reversed() where node.op is BatchnormInference {
      let value = node.results[0]
      guard let reader = soleReader(value), reader.operands[0] == value else { continue }
      if found.contains(reader.results[0]) { found.insert(value) }
      guard (reader.op as? Matmul) == Matmul(), graph.isState(reader.operands[1]),
        let bias = soleReader(reader.results[0]), bias.op is AddBias,
        bias.operands[0] == reader.results[0]
      else { continue }
      found.insert(value)
    }
    return found
  }

  mutating func visit(_ node: Node) throws(ShapeError) {
    switch node.op {
    case is Matmul: try visitProduct(node)
    case is AddBias: try visitBias(node)
    case let batchnorm as BatchnormInference: try visit(batchnorm, node)
    default: try rewriter.copy(node)
    }
  }

  private mutating func add(_ op: any Op, _ node: Node, _ operands: ValueID...)
    throws(ShapeError) -> ValueID
  {
    try rewriter.add(op, operands, origin: node.origin)[0]
  }

  private mutating func visit(
    _ batchnorm: BatchnormInference, _ node: Node
  ) throws(ShapeError) {
    let operand = node.operands[0]
    let earlier = postponed[operand]
    let before =
      earlier == nil && uses[operand.index] == 1 ? affines[rewriter(operand)] : nil
    guard before != nil || foldsForward.contains(node.results[0]) else {
      try rewriter.copy(node)
      return
    }
    changed = true
    let figures = node.operands.dropFirst().map { rewriter($0) }
    let (gamma, beta, mean, variance) = (figures[0], figures[1], figures[2], figures[3])
    let gain = try add(BatchnormGain(epsilon: batchnorm.epsilon), node, gamma, variance)
    let shift = try add(BatchnormShift(), node, beta, mean, gain)
    if let earlier {
      let scaled = try add(ScaleColumns(), node, earlier.shift, gain)
      postponed[node.results[0]] = Affine(
        input: earlier.input, gain: try add(ScaleColumns(), node, earlier.gain, gain),
        shift: try add(Add(), node, scaled, shift))
      return
    }
    guard let before else {
      postponed[node.results[0]] = Affine(input: rewriter(operand), gain: gain, shift: shift)
      return
    }
    let weight = try add(ScaleColumns(), node, before.weight, gain)
    let scaledBias = try add(ScaleColumns(), node, before.bias, gain)
    let bias = try add(Add(), node, scaledBias, shift)
    let product = try add(Matmul(), node, before.input, weight)
    let result = try add(AddBias(), node, product, bias)
    affines[result] = Layer(input: before.input, weight: weight, bias: bias)
    rewriter.substitute(node.results[0], by: result)
  }

  private mutating func visitProduct(_ node: Node) throws(ShapeError) {
    guard (node.op as? Matmul) == Matmul(), source.isState(node.operands[1]) else {
      try rewriter.copy(node)
      return
    }
    guard let affine = postponed[node.operands[0]] else {
      try rewriter.copy(node)
      products[node.results[0]] = Product(
        input: rewriter(node.operands[0]), weight: rewriter(node.operands[1]),
        result: rewriter(node.results[0]))
      return
    }
    let old = rewriter(node.operands[1])
    let units = rewriter.graph.type(of: old).shape[1]
    let inputs = rewriter.graph.type(of: old).shape[0]
    let weight = try add(ScaleRows(), node, old, affine.gain)
    let row = try add(Reshape(shape: [1, inputs]), node, affine.shift)
    let sum = try add(Matmul(), node, row, old)
    let product = try add(Matmul(), node, affine.input, weight)
    products[node.results[0]] = Product(
      input: affine.input, weight: weight, result: product,
      extraBias: try add(Reshape(shape: [units]), node, sum))
  }

  private mutating func visitBias(_ node: Node) throws(ShapeError) {
    guard let product = products[node.operands[0]] else {
      try rewriter.copy(node)
      return
    }
    var bias = rewriter(node.operands[1])
    if let extra = product.extraBias {
      bias = try add(Add(), node, bias, extra)
      rewriter.substitute(node.results[0], by: try add(AddBias(), node, product.result, bias))
    } else {
      try rewriter.copy(node)
    }
    guard uses[node.operands[0].index] == 1, source.isState(node.operands[1]) else { return }
    affines[rewriter(node.results[0])] = Layer(
      input: product.input, weight: product.weight, bias: bias)
  }
}

extension Graph {
  /// Whether a value is a state.
  fileprivate func isState(_ value: ValueID) -> Bool {
    if case .state = self[value].definition { true } else { false }
  }
}
