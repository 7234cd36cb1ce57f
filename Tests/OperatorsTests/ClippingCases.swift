import IR
import Kernels
import Operators

/// The gradients of layers, and of biases.
private let shapes = oddShapes + [[1], [17], [70]]

let clippingCases: [OpCase] =
  shapes.flatMap { shape in
    [
      OpCase(SquareSum.self, "\(shape)") { e in
        let rows = shape.count > 1 ? shape[0] : 1
        return OpCase.Setup(
          op: SquareSum(), operands: [.signed(e, shape)], results: [TensorType(.f64, [rows])],
          flops: 2 * shape.reduce(1, *),
          twin: { operands in
            let x = operands[0]
            return [
              (0..<x.rows).map { r in (0..<x.columns).reduce(0) { $0 + x[r, $1] * x[r, $1] } }
            ]
          })
      },
      OpCase(ClipNorm.self, "\(shape)") { e in
        OpCase.Setup(
          op: ClipNorm(), operands: [.signed(e, shape), .scalar(.f64, 0.375)],
          results: [TensorType(e, shape)], flops: shape.reduce(1, *),
          twin: { [$0[0].values.map { $0 * 0.375 }] })
      }.with {
        $0.refusedShapes = [
          [TensorType(.f64, [3]), TensorType(.f32, [])],
          [TensorType(.f64, [3]), TensorType(.f64, [1])],
        ]
      },
      OpCase(ClipValue.self, "\(shape)") { e in
        OpCase.Setup(
          op: ClipValue(limit: 0.75), operands: [.signed(e, shape)],
          results: [TensorType(e, shape)], flops: shape.reduce(1, *),
          twin: { [$0[0].values.map { min(max($0, -0.75), 0.75) }] })
      }.with { $0.refusedAttributes = [("limit", .real(0)), ("limit", .real(-1))] },
    ]
  }
  + [
    OpCase(ClipValue.self, "of what is not finite") { e in
      let values: [Double] = [.nan, .infinity, -.infinity, 0]
      return OpCase.Setup(
        op: ClipValue(limit: 2),
        operands: [Operand(type: TensorType(e, [4]), draw: .values(values))],
        results: [TensorType(e, [4])], flops: 4, twin: { _ in [[.nan, 2, -2, 0]] })
    },
    // A norm of 5 that is above the largest, and at it; none at all; and norms that are not finite.
    factor(of: 25, norm: 2, 2 / (5 + 1e-6)), factor(of: 25, norm: 5, 5 / (5 + 1e-6)),
    factor(of: 25, norm: 5.5, 1), factor(of: 0, norm: 1, 1), factor(of: .infinity, norm: 1, 0),
    factor(of: .nan, norm: 1, .nan),
  ]

private func factor(of total: Double, norm: Double, _ expected: Double) -> OpCase {
  OpCase(ClipFactor.self, "of \(total) with \(norm)") { _ in
    OpCase.Setup(
      op: ClipFactor(norm: norm), operands: [.scalar(.f64, total)],
      results: [TensorType(.f64, [])], flops: 3, twin: { _ in [[expected]] })
  }.with {
    $0.refusedShapes = [[TensorType(.f32, [])], [TensorType(.f64, [1])]]
    $0.refusedAttributes = [("norm", .real(0)), ("norm", .real(-1))]
  }
}
