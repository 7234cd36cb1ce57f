public import IR
import Kernels

/// An optimizer's update of a parameter, whose gradient may be that of the loss with a penalty on the
/// weights' size, dW' = 2 l2 W + l1 sign W + dW.
///
/// Operands: W, dW, the optimizer's slots, the learning rate, and for some the number of the step.
/// Results: W' and the slots' new values, each of which may stand where the old one stood.
/// Shapes: W, dW, the slots and all results alike, lr a scalar of W's element type, step an i32
/// scalar. Attributes: `l1` and `l2`, left out where they are 0.
public protocol PenalisedUpdate: OptimizerOp {
  /// The penalty's factors.
  var penalty: Penalty { get set }
  /// How many tensors the optimizer keeps for a parameter.
  var slotCount: Int { get }
  /// Whether it needs the number of the step.
  var takesStep: Bool { get }
  /// The floating-point operations for a weight, the penalty's apart.
  var flopsPerWeight: Int { get }
}

extension PenalisedUpdate {
  /// No step.
  public var takesStep: Bool { false }

  /// Each new value in place of its old one.
  public var aliases: [Alias] {
    [Alias(result: 0, operand: 0)]
      + (0..<slotCount).map { Alias(result: 1 + $0, operand: 2 + $0) }
  }

  /// Tensors of one type, a learning rate, and perhaps a step.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    let tensors = 2 + slotCount
    try operands.require(count: tensors + (takesStep ? 2 : 1))
    try Array(operands.prefix(tensors)).requireSameTypes(count: tensors)
    try require(
      operands[tensors] == TensorType(operands[0].element, []),
      "needs a scalar of \(operands[0].element.rawValue) as learning rate, not "
        + "\(operands[tensors])")
    if takesStep, let step = operands.last {
      try require(step == TensorType(.i32, []), "needs an i32 scalar as step, not \(step)")
    }
    return Array(repeating: operands[0], count: 1 + slotCount)
  }

  /// As many for each weight.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    (flopsPerWeight + (penalty.l1 > 0 ? 2 : 0) + (penalty.l2 > 0 ? 2 : 0)) * results[0].count
  }

  /// Element by element.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(
      results[0],
      operands: Array(repeating: .element, count: 2 + slotCount)
        + Array(repeating: .whole, count: takesStep ? 2 : 1), results: 1 + slotCount)
  }

  /// Operand 1 with the gradients of the penalties before it, in the order in which the kernels add.
  public func gradient(
    _ operands: [ValueID], _ rewriter: inout Rewriter
  ) throws(ShapeError) -> ValueID {
    let weight = operands[0]
    var terms: [ValueID] = []
    if penalty.l2 > 0 {
      terms += try rewriter.add(Scale(factor: 2 * penalty.l2), [weight], origin: nil)
    }
    if penalty.l1 > 0 {
      let signs = try rewriter.add(Sign(), [weight], origin: nil)
      terms += try rewriter.add(Scale(factor: penalty.l1), signs, origin: nil)
    }
    var sum: ValueID?
    for term in terms + [operands[1]] {
      guard let first = sum else {
        sum = term
        continue
      }
      sum = try rewriter.add(Add(), [first, term], origin: nil)[0]
    }
    return sum ?? operands[1]
  }

  /// The penalty as kernels take it.
  var weightPenalty: WeightPenalty { WeightPenalty(l1: penalty.l1, l2: penalty.l2) }
}

extension AttributeReader {
  /// The attributes `l1` and `l2`, each 0 where it is left out.
  mutating func penalty() throws(AttributeError) -> Penalty {
    var penalty = Penalty.none
    penalty.l1 = try factor("l1")
    penalty.l2 = try factor("l2")
    return penalty
  }

  /// A number of at least 0, which is 0 where it is left out.
  mutating func factor(_ name: String) throws(AttributeError) -> Double {
    let factor = try real(name, default: 0)
    guard factor >= 0 else { throw AttributeError(name, "'\(name)' must be at least 0") }
    return factor
  }
}

extension Attributes {
  /// These attributes with a factor behind them, where it is not 0.
  func with(_ name: String, _ factor: Double) -> Attributes {
    var attributes = self
    if factor > 0 { attributes.append(name, .real(factor)) }
    return attributes
  }

  /// These attributes with those of a penalty behind them.
  func with(_ penalty: Penalty) -> Attributes { with("l1", penalty.l1).with("l2", penalty.l2) }

  /// These attributes with others behind them.
  static func + (first: Attributes, second: Attributes) -> Attributes {
    var attributes = first
    for entry in second.entries { attributes.append(entry.name, entry.value) }
    return attributes
  }
}
