public import IR
public import Kernels

/// `clip_factor`: what all gradients are multiplied by so that their norm over all parameters, the
/// root of x, is at most `norm`: y = min(1, norm / (sqrt(x) + 1e-6)).
///
/// Shapes: x and y f64 scalars. Source: Pascanu et al., "On the difficulty of training recurrent
/// neural networks", 2013, in the form of PyTorch's `clip_grad_norm_`.
public struct ClipFactor: Op {
  public static let name = "clip_factor"
  /// The largest norm.
  public var norm: Double

  /// The factor for a largest norm.
  public init(norm: Double) { self.norm = norm }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    norm = try attributes.positive("norm")
  }

  public var attributes: Attributes { ["norm": .real(norm)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 1)
    try require(operands[0] == TensorType(.f64, []), "needs an f64 scalar, not \(operands[0])")
    return operands
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { 3 }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .undivided(operands: 1)
  }

  public func prepare(_ call: Call) -> [Step] {
    [.clipFactor(call.operands[0], norm: norm, into: call.results[0])]
  }
}
