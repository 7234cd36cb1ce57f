public import IR
import Kernels

/// A rule that turns gradients into updates, as the `optimizer` statement names it.
public protocol Optimizer: Described {
  /// The rate from which on training is likely to fail; nil where that depends on the gradients' size.
  static var highRate: Double? { get }
  /// The learning rate before any schedule.
  var learningRate: Double { get }
  /// Adds the states and nodes that update a parameter, and the updates themselves.
  func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError)
}

extension Optimizer {
  /// Nothing is known.
  public static var highRate: Double? { nil }

  /// The parameter `decay` of decoupled weight decay.
  static func decayParameter(_ standard: Double) -> Parameter {
    Parameter(
      "decay", .real(.atLeast(0)),
      "weights, and no biases, shrink by lr x decay in each step; \(standard) by default")
  }

  /// The parameter `epsilon`.
  static func epsilonParameter(_ standard: String) -> Parameter {
    Parameter("epsilon", .real(.above(0)), "added to the denominator, \(standard) by default")
  }

  /// The parameter `lr` with the given default.
  static func learningRateParameter(_ standard: Double) -> Parameter {
    Parameter("lr", .real(.above(0)), "learning rate, \(standard) by default")
  }
}

/// What an optimizer's updates are built with: a parameter, its gradient, and the graph.
public struct UpdateBuilder {
  /// Builds the training graph.
  public private(set) var rewriter: Rewriter
  /// The value that reads the parameter.
  public private(set) var parameter = ValueID(0)
  /// The gradient of the loss with respect to it.
  public private(set) var gradient = ValueID(0)
  private var name = ""
  private var origin: Origin?

  /// Makes a builder on top of a rewriter.
  public init(_ rewriter: Rewriter) { self.rewriter = rewriter }

  /// Turns to a parameter, given the value that reads it in the new graph.
  public mutating func turn(to state: State, gradient: ValueID) {
    parameter = state.value
    name = state.name
    origin = rewriter.graph[state.value].origin
    self.gradient = gradient
  }

  private var type: TensorType { rewriter.graph.type(of: parameter) }

  /// The learning rate, an input of the graph.
  public mutating func learningRate() -> ValueID {
    rewriter.input("lr", TensorType(type.element, []))
  }

  /// The number of the step, counting from 1, an input of the graph.
  public mutating func step() -> ValueID {
    rewriter.input("step", TensorType(.i32, []))
  }

  /// Whether the parameter is a weight, which decays, and no vector such as a bias, which does not.
  var isWeight: Bool { type.rank >= 2 }

  /// Adds a state of the optimizer's, shaped as the parameter.
  public mutating func slot(_ suffix: String, startingAt value: Double = 0) -> ValueID {
    rewriter.addState(
      "\(name).\(suffix)", type, role: .optimizer, initializer: .constant(value), origin: origin)
  }

  /// Adds an update's node over the parameter, its gradient, the slots, the learning rate and, where
  /// the operator takes it, the step; its results become the new values.
  mutating func update(_ slots: ValueID..., by op: any PenalisedUpdate) throws(ShapeError) {
    let operands =
      [parameter, gradient] + slots + [learningRate()] + (op.takesStep ? [step()] : [])
    let results = try rewriter.add(op, operands, origin: origin)
    for (state, result) in zip([parameter] + slots, results) {
      rewriter.addUpdate(of: state, to: result)
    }
  }
}
