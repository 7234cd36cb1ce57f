public import IR
public import Kernels

/// `prelu`: a leaky relu whose slope is learned, y = x where x > 0, else a x.
///
/// Shapes: X [rows, columns], a [columns] for a slope for each column or [1] for one in all, Y as X.
/// Gradient: dX by `prelu_gradient`; da by `prelu_slope_gradient`, and its sum where the slope is one.
/// Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015.
public struct PReLU: DifferentiableOp, AttributeFreeOp {
  public static let name = "prelu"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }
  public var kinkOperand: Int? { 0 }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 2)
    try operands.requireOneFloatingPointElement()
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    try operands[1].requireSlopes(of: operands[0])
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .slopes(operands[1])])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil, nil] }
    let (x, slope) = (builder.operands[0], builder.operands[1])
    let dX = builder.wants(0) ? try builder.add(PReLUGradient(), dY, x, slope) : nil
    guard builder.wants(1) else { return [dX, nil] }
    let dSlopes = try builder.add(PReLUSlopeGradient(), dY, x)
    let type = builder.type(of: slope)
    guard type != builder.type(of: dSlopes) else { return [dX, dSlopes] }
    return [dX, try builder.add(Broadcast(to: type, factor: 1), builder.add(Sum(), dSlopes))]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.prelu(call.operands[0], slope: call.operands[1], into: call.results[0], block: call.block)]
  }
}

extension TensorType {
  /// A slope for each column of a matrix, or one.
  func requireSlopes(of matrix: TensorType) throws(ShapeError) {
    try require(
      shape == [1] || shape == [matrix.columns],
      "needs 1 or \(matrix.columns) elements as slopes, not \(self)")
  }
}

extension Work.Access {
  /// The slopes that a block needs.
  static func slopes(_ type: TensorType) -> Work.Access { type.count == 1 ? .whole : .column }
}
