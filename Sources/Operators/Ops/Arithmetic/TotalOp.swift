public import IR
public import Kernels

/// The sum of all elements, or a multiple of it.
///
/// Shapes: any floating-point X, the result an f64 scalar, accumulated in Double in one fixed
/// order. Gradient: every element of dX is dy, or that multiple of it.
public protocol TotalOp: DifferentiableOp, AttributeFreeOp {
  /// What the sum of this many elements is multiplied by.
  static func factor(count: Int) -> Double
  /// The kernel.
  static func kernel(_ x: Matrix, into y: Matrix) -> Step
}

extension TotalOp {
  /// A tensor; a scalar.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    return [TensorType(.f64, [])]
  }

  /// One addition an element.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { operands[0].count }

  /// One worker does it.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .undivided(operands: 1)
  }

  /// The scalar's gradient, spread.
  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    let type = builder.type(of: builder.operands[0])
    return [try builder.add(Broadcast(to: type, factor: Self.factor(count: type.count)), dY)]
  }

  /// The kernel over all elements.
  public func prepare(_ call: Call) -> [Step] {
    [Self.kernel(call.operands[0], into: call.results[0])]
  }
}
