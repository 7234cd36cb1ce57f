public import IR
public import Kernels

/// `dropout_activation`: a bias, an activation and a dropout in one sweep, Y = dropout(f(X + b)), or
/// without a bias Y = dropout(f(X)).
///
/// Shapes: X [rows, columns], b [columns] or left out, step i32 scalar, Y as X; without a bias X may
/// have any shape. Attributes: those of `dropout`, `function` and that activation's own. Made by
/// fusion alone; the same bits as the operators one after the other.
public struct DropoutActivation: ActivationFusion {
  public static let name = "dropout_activation"
  public let base: Dropout
  public let activation: any ActivationOp

  public init(_ base: Dropout, _ activation: any ActivationOp) {
    (self.base, self.activation) = (base, activation)
  }

  public var kinkResult: Int? { activation.kinkResult }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    guard operands.count == 3 else { return try base.resultTypes(of: operands) }
    _ = try AddBias().resultTypes(of: Array(operands.prefix(2)))
    return try base.resultTypes(of: [operands[0], operands[2]])
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    operands.count * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(
      results[0], operands: operands.count == 3 ? [.element, .column, .whole] : [.element, .whole])
  }

  public func prepare(_ call: Call) -> [Step] {
    let bias = call.operands.count == 3 ? call.operands[1] : nil
    return [
      .dropoutActivation(
        activation.kernel, call.operands[0], bias: bias, rate: base.rate, seed: call.seed,
        site: UInt32(base.site), step: call.operands[call.operands.count - 1],
        into: call.results[0], block: call.block)
    ]
  }
}
