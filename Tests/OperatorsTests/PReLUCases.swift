import IR
import Kernels
import Operators

/// With a slope for each column, and with one in all.
let preluCases: [OpCase] = (oddShapes + [[300, 9]]).flatMap { shape in
  [prelu(shape, slopes: shape[1]), prelu(shape, slopes: 1)]
    + [gradient(shape, slopes: shape[1]), gradient(shape, slopes: 1), slopeGradient(shape)]
}

private let refusedSlopes: [[TensorType]] = [
  [TensorType(.f64, [2, 3]), TensorType(.f64, [2])],
  [TensorType(.f64, [2, 3]), TensorType(.f64, [1, 3])],
  [TensorType(.f64, [3]), TensorType(.f64, [3])],
]

private func prelu(_ shape: [Int], slopes: Int) -> OpCase {
  OpCase(PReLU.self, "\(shape) \(slopes)") { e in
    OpCase.Setup(
      op: PReLU(), operands: [.signed(e, shape), .signed(e, [slopes])],
      results: [TensorType(e, shape)], flops: shape[0] * shape[1],
      twin: { operands in
        let (x, slope) = (operands[0], operands[1].values)
        return [x.values.enumerated().map { $1 > 0 ? $1 : slope[$0 % x.columns % slopes] * $1 }]
      })
  }.with { $0.refusedShapes = refusedSlopes }
}

private func gradient(_ shape: [Int], slopes: Int) -> OpCase {
  OpCase(PReLUGradient.self, "\(shape) \(slopes)") { e in
    OpCase.Setup(
      op: PReLUGradient(),
      operands: [.signed(e, shape), .signed(e, shape), .signed(e, [slopes])],
      results: [TensorType(e, shape)], flops: shape[0] * shape[1],
      twin: { operands in
        let (dy, x, slope) = (operands[0], operands[1].values, operands[2].values)
        return [
          dy.values.enumerated().map {
            x[$0] > 0 ? $1 : slope[$0 % dy.columns % slopes] * $1
          }
        ]
      })
  }.with {
    $0.refusedShapes =
      refusedSlopes.map { [$0[0]] + $0 } + [
        [TensorType(.f64, [3, 2]), TensorType(.f64, [2, 3]), TensorType(.f64, [3])]
      ]
  }
}

private func slopeGradient(_ shape: [Int]) -> OpCase {
  OpCase(PReLUSlopeGradient.self, "\(shape)") { e in
    OpCase.Setup(
      op: PReLUSlopeGradient(), operands: [.signed(e, shape), .signed(e, shape)],
      results: [TensorType(e, [shape[1]])], flops: 2 * shape[0] * shape[1],
      twin: { operands in
        let (dy, x) = (operands[0], operands[1])
        return [
          (0..<x.columns).map { c in
            (0..<x.rows).reduce(0) { $0 + dy[$1, c] * min(x[$1, c], 0) }
          }
        ]
      })
  }.with {
    $0.slack = 10
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [3, 2])],
      [TensorType(.f64, [3]), TensorType(.f64, [3])],
    ]
  }
}
