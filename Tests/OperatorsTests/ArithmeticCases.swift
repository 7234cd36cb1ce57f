import IR
import Kernels
import Operators

/// Shapes of every rank.
private let anyShapes = oddShapes + [[5], [], [3, 2, 3]]

let arithmeticCases: [OpCase] =
  anyShapes.flatMap { shape in
    [
      OpCase(Add.self, "\(shape)") { e in
        OpCase.Setup(
          op: Add(), operands: [.signed(e, shape), .signed(e, shape)],
          results: [TensorType(e, shape)], flops: shape.reduce(1, *),
          twin: { [zip($0[0].values, $0[1].values).map { $0 + $1 }] })
      }.with { $0.refusedShapes = [[TensorType(.f64, [2, 3]), TensorType(.f64, [6])]] },
      OpCase(Multiply.self, "\(shape)") { e in
        OpCase.Setup(
          op: Multiply(), operands: [.signed(e, shape), .signed(e, shape)],
          results: [TensorType(e, shape)], flops: shape.reduce(1, *),
          twin: { [zip($0[0].values, $0[1].values).map { $0 * $1 }] })
      }.with { $0.refusedShapes = [[TensorType(.f64, [2, 3]), TensorType(.f64, [6])]] },
      unary(Scale(factor: -1.5), shape) { $0 * -1.5 },
      unary(Sign(), shape) { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 },
      total(Sum(), shape) { $0.reduce(0, +) },
      total(Mean(), shape) { $0.reduce(0, +) / Double($0.count) },
      filled(Constant.self, shape, operands: []) { Constant($0, value: -0.75) },
      filled(Broadcast.self, shape, operands: [.scalar(.f64, 0.5)]) {
        Broadcast(to: $0, factor: -1.5)
      }.with {
        $0.refusedShapes = [[TensorType(.f32, [])], [TensorType(.f64, [1])]]
      },
    ]
  }
  + oddShapes.flatMap { shape in
    [
      rowSum(RowAbsoluteSum(), shape) { abs($0) },
      rowSum(RowSquareSum(), shape) { $0 * $0 },
    ]
  }
  + [
    OpCase(Sign.self, "of 0 and NaN") { e in
      let values = [0, -0.0, .nan, .infinity, -.infinity]
      return OpCase.Setup(
        op: Sign(), operands: [Operand(type: TensorType(e, [5]), draw: .values(values))],
        results: [TensorType(e, [5])], flops: 5, twin: { _ in [[0, 0, .nan, 1, -1]] })
    }
  ]

private func unary(
  _ op: any Op, _ shape: [Int], _ function: @escaping @Sendable (Double) -> Double
) -> OpCase {
  OpCase(type(of: op), "\(shape)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape)], results: [TensorType(e, shape)],
      flops: shape.reduce(1, *), twin: { [$0[0].values.map(function)] })
  }
}

/// The result is an f64 scalar whatever the operand's element type.
private func total(
  _ op: any Op, _ shape: [Int], _ function: @escaping @Sendable ([Double]) -> Double
) -> OpCase {
  OpCase(type(of: op), "\(shape)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape)], results: [TensorType(.f64, [])],
      flops: shape.reduce(1, *), twin: { [[function($0[0].values)]] })
  }
}

/// Every element is -0.75.
private func filled(
  _ type: any Op.Type, _ shape: [Int], operands: [Operand],
  _ op: @escaping @Sendable (TensorType) -> any Op
) -> OpCase {
  OpCase(type, "\(shape)") { e in
    let result = TensorType(e, shape)
    return OpCase.Setup(
      op: op(result), operands: operands, results: [result], flops: 0,
      twin: { _ in [[Double](repeating: -0.75, count: result.count)] })
  }.with {
    $0.refusedAttributes = [("element", .word("i32")), ("element", .word("f16"))]
  }
}

private func rowSum(
  _ op: any Op, _ shape: [Int], _ function: @escaping @Sendable (Double) -> Double
) -> OpCase {
  OpCase(type(of: op), "\(shape)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape)], results: [TensorType(e, [shape[0]])],
      flops: 2 * shape[0] * shape[1],
      twin: { operands in
        let w = operands[0]
        return [
          (0..<w.rows).map { r in (0..<w.columns).reduce(0) { $0 + function(w[r, $1]) } }
        ]
      })
  }.with { $0.refusedShapes = [[TensorType(.f64, [3])], [TensorType(.f64, [1, 2, 3])]] }
}
