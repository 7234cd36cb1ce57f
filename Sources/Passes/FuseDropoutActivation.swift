public import IR
import Operators

/// `fuse-dropout-activation`: joins an activation, with its bias if it has one, and the `dropout`
/// behind it into one `dropout_activation`, and their gradients into one sweep. The bits stay.
///
/// The activation's gradient reads the activation's result. Where the derivative follows from the
/// result's sign, it can read the dropout's result instead, and the other need not be kept: both have
/// one sign where the dropout kept an element, and the gradient is 0 where it did not. Where the
/// derivative is 0 with the result, as a relu's is, that result also tells what fell, so no random
/// number is drawn again. Elsewhere the activation stays and the two gradients are joined alone.
public struct FuseDropoutActivation: Pass {
  /// The kebab-case name.
  public let name = "fuse-dropout-activation"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let chains = DefUseChains(graph, having: Dropout.self, DropoutGradient.self) else {
      return nil
    }
    return try chains.fusing { id, node in
      switch node.op {
      case let dropout as Dropout: chains.fusion(of: dropout, id, node)
      case let gradient as ActivationGradient: chains.fusion(of: gradient, id, node)
      default: nil
      }
    }
  }
}

extension DefUseChains {
  fileprivate func fusion(of dropout: Dropout, _ id: NodeID, _ node: Node) -> Fusion? {
    let output = node.operands[0]
    guard isUsed(output, onlyBy: id) || gradient(ofOutput: output, behind: id) != nil else {
      return nil
    }
    let operands: [ValueID]
    let activation: any ActivationOp
    let swallowed: NodeID
    if let fused = definer(of: output, BiasActivation.self) {
      (activation, operands, swallowed) = (fused.op.activation, fused.node.operands, fused.id)
    } else if let plain = definer(of: output, (any ActivationOp).self) {
      (activation, operands, swallowed) = (plain.op, plain.node.operands, plain.id)
    } else {
      return nil
    }
    return Fusion(
      op: DropoutActivation(dropout, activation), operands: operands + [node.operands[1]],
      results: Array(node.results), swallowed: [swallowed], origin: node.origin)
  }

  fileprivate func fusion(
    of gradient: ActivationGradient, _ id: NodeID, _ node: Node
  ) -> Fusion? {
    guard gradient.scale == 1,
      let dropped = soleDefiner(of: node.operands[0], DropoutGradient.self)
    else { return nil }
    let activation = gradient.activation
    var output = node.operands[1]
    var op: any Op = DropoutActivationGradient(dropped.op, activation)
    var operands = [dropped.node.operands[0], output, dropped.node.operands[1]]
    if let dropout = reader(of: output, Dropout.self),
      self.gradient(ofOutput: output, behind: dropout.id) == id
    {
      output = dropout.node.results[0]
      operands[1] = output
      if activation.hasZeroDerivativeAtZero {
        op = ActivationGradient(of: activation, scale: 1 / (1 - dropped.op.rate))
        operands.removeLast()
      }
    }
    return Fusion(
      op: op, operands: operands, results: Array(node.results), swallowed: [dropped.id],
      origin: node.origin)
  }

  /// The activation's gradient that can read a dropout's result in place of its operand, which is
  /// the activation's `output` and read by these two alone.
  private func gradient(ofOutput output: ValueID, behind dropout: NodeID) -> NodeID? {
    guard let gradient = reader(of: output, ActivationGradient.self), gradient.op.scale == 1,
      gradient.op.activation.hasSignDerivative, gradient.node.operands[1] == output,
      dropout < gradient.id, isUsed(output, onlyBy: dropout, gradient.id),
      let dropped = soleDefiner(of: gradient.node.operands[0], DropoutGradient.self),
      let op = graph[dropout].op as? Dropout, op.rate == dropped.op.rate,
      op.site == dropped.op.site, graph[dropout].operands[1] == dropped.node.operands[1],
      definesActivation(output)
    else { return nil }
    return gradient.id
  }

  private func definesActivation(_ value: ValueID) -> Bool {
    definer(of: value, BiasActivation.self) != nil
      || definer(of: value, (any ActivationOp).self) != nil
  }
}
