public import IR
public import Kernels

/// `clip_norm`: multiplies a gradient by the factor that clips the norm of all gradients, Y = f X.
///
/// Shapes: any X, f an f64 scalar, Y as X. The factor is a `clip_factor`'s.
public struct ClipNorm: GradientClippingOp, AttributeFreeOp {
  public static let name = "clip_norm"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 2)
    try Array(operands.prefix(1)).requireSameTypes(count: 1)
    try require(operands[1] == TensorType(.f64, []), "needs an f64 scalar, not \(operands[1])")
    return [operands[0]]
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .whole])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .scale(
        call.operands[0], byValue: call.operands[1], into: call.results[0], block: call.block)
    ]
  }
}
