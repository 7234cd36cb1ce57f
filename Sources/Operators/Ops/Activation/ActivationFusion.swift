public import IR
public import Kernels

/// An operator that fusion made of another one, the *base*, and the activation next to it: behind it
/// in the forward part, before it in the backward part.
///
/// Attributes: the base's, `function` and that activation's own. A conforming type is one file, which
/// states its formula, its kernel, and what the two do not give by themselves.
public protocol ActivationFusion: Op {
  /// The operator that the activation was joined with.
  associatedtype Base: Op
  /// The operator that the activation was joined with.
  var base: Base { get }
  /// The activation.
  var activation: any ActivationOp { get }
  /// Joins an operator and an activation.
  init(_ base: Base, _ activation: any ActivationOp)
}

extension ActivationFusion {
  /// Reads the base's attributes, `function`, and that function's own attributes.
  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    self.init(try Base(&attributes), try attributes.activation())
  }

  /// The base's attributes, `function`, and that function's own attributes.
  public var attributes: Attributes { base.attributes + activation.asAttributes }

  /// As the base.
  public var aliases: [Alias] { base.aliases }
  /// As the base.
  public var randomSite: Int? { base.randomSite }
  /// As the base.
  public var drawsAgain: Bool { base.drawsAgain }

  /// The base's operations, and one for each element of the activation.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    base.flops(operands, results) + results[0].count
  }
}

extension ActivationFusion where Base: AttributeFreeOp {
  /// Joins the base, which has no attributes, and an activation.
  public init(_ activation: any ActivationOp) { self.init(Base(), activation) }
}

/// The activation of the base's first result: Y = f(base(...)), with the base's operands and results.
public protocol ActivatedOp: ActivationFusion {}

extension ActivatedOp {
  /// The first result has the sign of what the activation was applied to.
  public var kinkResult: Int? { activation.kinkResult }

  /// As the base.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try base.resultTypes(of: operands)
  }

  /// As the base.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    base.work(operands, results)
  }
}

/// The gradient of an activation, from dY and the activation's point, which are the first two operands,
/// and the operator that goes on with it or stands before it.
public protocol ActivationGradientFusion: ActivationFusion, SteppedOp {}

extension ActivationGradientFusion {
  /// The activation's point, where the derivative jumps with its sign.
  public var decidingOperand: Int? { activation.kinkResult == nil ? nil : 1 }

  /// As the activation says.
  public func movesTowardsBoundary(_ operands: [Matrix]) -> [Double] {
    activation.movesTowardsKink(operands[1])
  }
}

extension AttributeReader {
  /// An activation that is an attribute of another operator: `{function=relu}`,
  /// `{function=leaky_relu, slope=0.01}`.
  mutating func activation() throws(AttributeError) -> any ActivationOp {
    let name = try word("function")
    guard let type = Catalog.activationOps.first(where: { $0.name == name }) else {
      throw AttributeError("function", "there is no activation '\(name)'")
    }
    return try type.init(&self)
  }
}

extension ActivationOp {
  /// The activation as attributes of another operator: `function` and its own.
  var asAttributes: Attributes {
    let function: Attributes = ["function": .word(name)]
    return function + attributes
  }
}
