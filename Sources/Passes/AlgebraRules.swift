import IR
import Kernels
import Operators

/// What a node simplifies to.
enum Simplification {
  /// The result is this earlier value.
  case value(ValueID)
  /// The node becomes this operator on these earlier values.
  case op(any Op, [ValueID])
  /// The node goes; those that read its result read another value and make up for it.
  case absorbed
}

/// The rules of `simplify-algebra`, applied to a graph's nodes in order.
///
/// A node that its readers make up for is absorbed at once, and what they owe is remembered. So each
/// simplification drops a node or belongs to one that does, which is what lowers the graph's size.
struct AlgebraRules {
  private let graph: Graph
  private let uses: [Int]
  /// By value, the nodes that read it.
  private let readers: Lists<NodeID>
  /// By the results of absorbed scales, what was scaled, and by how much.
  private var scaled: [ValueID: (value: ValueID, factor: Double)] = [:]
  /// By the results of absorbed reshapes, what they showed.
  private var viewed: [ValueID: ValueID] = [:]
  /// By the results of absorbed transposes, what they transposed.
  private var transposed: [ValueID: ValueID] = [:]

  /// Rules for a graph.
  init(_ graph: Graph) {
    self.graph = graph
    uses = graph.useCounts()
    readers = graph.readersByValue()
  }

  /// What a node simplifies to; nil where it stays.
  mutating func simplify(_ node: Node) -> Simplification? {
    // A recomputed node repeats another as it is.
    guard !node.isRecomputed else { return nil }
    return switch node.kind {
    case Scale.kind: (node.op as? Scale).flatMap { simplify($0, node) }
    case Reshape.kind: (node.op as? Reshape).flatMap { simplify($0, node) }
    case Matmul.kind: (node.op as? Matmul).flatMap { simplify($0, node) }
    case Transpose.kind: simplifyTranspose(node)
    case Add.kind: neutral(node, 0, beside: 1) ?? neutral(node, 1, beside: 0)
    case AddBias.kind: neutral(node, 1, beside: 0)
    case ReLU.kind, Sign.kind: repeats(node)
    case Dropout.kind: (node.op as? Dropout)?.rate == 0 ? .value(node.operands[0]) : nil
    case DropoutGradient.kind:
      (node.op as? DropoutGradient)?.rate == 0 ? .value(node.operands[0]) : nil
    case Broadcast.kind:
      (node.op as? Broadcast).flatMap {
        $0.factor == 1 && $0.type == Self.scalar ? .value(node.operands[0]) : nil
      }
    default: nil
    }
  }

  private static let scalar = TensorType(.f64, [])

  /// The operator that computes a value; nil for inputs and states.
  private func definer(_ value: ValueID) -> Node? { graph.node(defining: value).map { graph[$0] } }

  /// The node that alone reads a value, neither output nor update doing so, if it may be changed.
  private func soleReader(_ value: ValueID) -> Node? {
    guard uses[value.index] == 1, let reader = readers[value.index].first.map({ graph[$0] }),
      !reader.isRecomputed
    else { return nil }
    return reader
  }

  /// X + (-0.0) = X for every X, zeros of both signs included.
  private func neutral(_ node: Node, _ zero: Int, beside other: Int) -> Simplification? {
    guard let definer = definer(node.operands[zero]), definer.kind == Constant.kind,
      let constant = definer.op as? Constant,
      constant.value == 0, constant.value.sign == .minus
    else { return nil }
    return .value(node.operands[other])
  }

  /// f(f(X)) = f(X).
  private func repeats(_ node: Node) -> Simplification? {
    definer(node.operands[0])?.kind == node.kind ? .value(node.operands[0]) : nil
  }

  private mutating func simplify(_ scale: Scale, _ node: Node) -> Simplification? {
    let (operand, result) = (node.operands[0], node.results[0])
    let element = graph.type(of: result).element
    var (source, factor) = (operand, element.rounded(scale.factor))
    if let inner = scaled[operand],
      let product = exactProduct(inner.factor, factor, rounding: element)
    {
      (source, factor) = (inner.value, product)
    }
    if factor == 1 { return .value(source) }
    if let reader = soleReader(result)?.op as? Scale,
      exactProduct(factor, reader.factor, rounding: element) != nil
    {
      scaled[result] = (source, factor)
      return .absorbed
    }
    return source == operand ? nil : .op(Scale(factor: factor), [source])
  }

  private mutating func simplify(_ reshape: Reshape, _ node: Node) -> Simplification? {
    let (operand, result) = (node.operands[0], node.results[0])
    let source = viewed[operand] ?? operand
    // A reshape that was not absorbed has other readers, and may still start from this shape.
    let earlier = definer(source).flatMap { $0.op is Reshape ? $0.operands[0] : nil }
    for value in [source, earlier.map { viewed[$0] ?? $0 }].compactMap(\.self)
    where graph.type(of: value) == graph.type(of: result) {
      return .value(value)
    }
    if soleReader(result)?.op is Reshape {
      viewed[result] = source
      return .absorbed
    }
    return source == operand ? nil : .op(reshape, [source])
  }

  private mutating func simplifyTranspose(_ node: Node) -> Simplification? {
    let (operand, result) = (node.operands[0], node.results[0])
    if let definer = definer(operand), definer.op is Transpose {
      return .value(definer.operands[0])
    }
    let readers = readers[result.index]
    guard !readers.isEmpty, readers.count == uses[result.index],
      readers.allSatisfy({ graph[$0].op is Matmul && !graph[$0].isRecomputed })
    else { return nil }
    transposed[result] = operand
    return .absorbed
  }

  private func simplify(_ product: Matmul, _ node: Node) -> Simplification? {
    let sources = node.operands.map { transposed[$0] }
    guard sources.contains(where: { $0 != nil }) else { return nil }
    return .op(
      Matmul(
        transposeA: product.transposeA != (sources[0] != nil),
        transposeB: product.transposeB != (sources[1] != nil)),
      zip(sources, node.operands).map { $0 ?? $1 })
  }
}
