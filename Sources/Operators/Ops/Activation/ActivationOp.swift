public import IR
public import Kernels

/// An element-wise function between a layer's affine part and the next layer, Y = f(X).
///
/// Shapes: any X, Y as X. Its derivative is a function of the *point*: of the output where that tells
/// it, f'(x) = g(f(x)), so that the backward pass keeps Y alone, which the operators behind it read
/// anyway; of the input for functions that go down and up again. A conforming type is one file and
/// names its kernel.
public protocol ActivationOp: DifferentiableOp {
  /// The kernel, which is also what fused operators apply.
  var kernel: Kernels.Activation { get }
  /// Whether the derivative is a function of the input, not of the output.
  var hasDerivativeOfInput: Bool { get }
  /// Whether the derivative follows from the sign of the output alone, so that an output times any
  /// positive number gives the same.
  var hasSignDerivative: Bool { get }
  /// Whether the derivative is 0 where the output is.
  var hasZeroDerivativeAtZero: Bool { get }
  /// Makes the activation from those of a statement's arguments that are its own.
  init(_ arguments: Arguments)
}

extension ActivationOp where Self: AttributeFreeOp {
  /// Makes the activation; it takes no arguments.
  public init(_ arguments: Arguments) { self.init() }
}

extension ActivationOp {
  /// The output tells.
  public var hasDerivativeOfInput: Bool { false }
  /// The derivative depends on the output's size.
  public var hasSignDerivative: Bool { false }
  /// The derivative at 0 is some number.
  public var hasZeroDerivativeAtZero: Bool { false }
  /// For each point the sign of the move towards the place where the derivative jumps: 0. An output
  /// of 0 that any negative input gives is nowhere near it.
  func movesTowardsKink(_ points: Matrix) -> [Double] {
    points.values(as: Double.self).map {
      $0 > 0 ? -1 : $0 < 0 || ($0 == 0 && !hasZeroDerivativeAtZero) ? 1 : 0
    }
  }

  /// The result may stand where the operand stood.
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  /// One floating-point operand; the result is of the same type.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    return operands
  }

  /// One operation an element, by convention.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  /// Cut along rows or columns.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element])
  }

  /// dX = dY f'(x), from dY and the point.
  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    let point = hasDerivativeOfInput ? builder.operands[0] : builder.results[0]
    return [try builder.add(ActivationGradient(of: self), dY, point)]
  }

  /// The activation's kernel over the block.
  public func prepare(_ call: Call) -> [Step] {
    [.activation(kernel, call.operands[0], into: call.results[0], block: call.block)]
  }
}
