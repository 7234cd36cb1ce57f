public import Kernels

/// An operator whose attributes name the element type of its results, such as `constant`; that of
/// all others follows from their operands.
public protocol ElementTypedOp: Op {
  /// The same operator with results of another floating-point element type.
  func converted(to element: ElementType) -> Self
}

extension Graph {
  /// The same computation with every floating-point tensor of this element type; whole numbers stay
  /// as they are. A gradient is compared with differences in f64, whatever the graph computes in.
  ///
  /// - Throws: `ShapeError` with the node where an operator takes its operands in the other type only.
  public func converted(to element: ElementType) throws(ShapeError) -> Graph {
    var result = Graph(name: name, seed: seed)
    var map = values.map { _ in ValueID(0) }
    func type(_ value: ValueID) -> TensorType {
      let type = self.type(of: value)
      return type.element.isFloatingPoint ? TensorType(element, type.shape) : type
    }
    for id in inputs {
      guard case .input(let name) = self[id].definition else { continue }
      map[id.index] = result.addInput(name, type(id))
    }
    for state in states {
      map[state.value.index] = result.addState(
        state.name, type(state.value), role: state.role, initializer: state.initializer,
        penalty: state.penalty, origin: self[state.value].origin)
    }
    for (index, node) in nodes.enumerated() {
      let op = (node.op as? any ElementTypedOp)?.converted(to: element) ?? node.op
      let results: [ValueID]
      do {
        results = try result.add(
          op, node.operands.map { map[$0.index] }, isRecomputed: node.isRecomputed,
          origin: node.origin)
      } catch {
        throw ShapeError("'\(op.name)' \(error.description)", node: NodeID(index))
      }
      for (old, new) in zip(node.results, results) { map[old.index] = new }
    }
    for update in updates { result.addUpdate(update.state, map[update.value.index]) }
    for output in outputs { result.addOutput(output.name, map[output.value.index]) }
    return result
  }
}
