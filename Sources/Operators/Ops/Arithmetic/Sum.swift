public import IR
public import Kernels

/// `sum`: the sum of all elements.
///
/// Shapes: any floating-point X, the result an f64 scalar, accumulated in Double in one fixed
/// order.
/// Gradient: every element of dX is dy.
public struct Sum: DifferentiableOp, AttributeFreeOp {
  public static let name = "sum"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    return [TensorType(.f64, [])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { operands[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .undivided(operands: 1)
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    let type = builder.type(of: builder.operands[0])
    return [try builder.add(Broadcast(to: type, factor: 1), dY)]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.sum(call.operands[0], into: call.results[0])]
  }
}
