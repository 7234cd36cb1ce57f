import IR
import Kernels
import Operators

private let epsilon = 1e-3

let layernormCases: [OpCase] = (oddShapes + [[300, 9]]).flatMap {
  [layernorm($0), gradient($0), parameterGradient($0)]
}

private func layernorm(_ shape: [Int]) -> OpCase {
  OpCase(Layernorm.self, "\(shape)") { e in
    let perRow = TensorType(e, [shape[0]])
    return OpCase.Setup(
      op: Layernorm(epsilon: epsilon),
      operands: [.signed(e, shape), .signed(e, [shape[1]]), .signed(e, [shape[1]])],
      results: [TensorType(e, shape), perRow, perRow], flops: 8 * shape[0] * shape[1],
      twin: { operands in
        let (x, gamma, beta) = (operands[0], operands[1].values, operands[2].values)
        let rows = (0..<x.rows).map { figures(x, $0) }
        let y = x.values.enumerated().map { place, value in
          let (r, c) = (place / x.columns, place % x.columns)
          return gamma[c] * (value - rows[r].mean) * rows[r].precision + beta[c]
        }
        return [y, rows.map(\.mean), rows.map(\.precision)]
      })
  }.with {
    $0.differentiableResults = [0]
    $0.refusedAttributes = [("epsilon", .real(0)), ("epsilon", .real(-1))]
    $0.slack = 50
    $0.refusedShapes = [
      [[2, 3], [2], [3]].map { TensorType(.f64, $0) },
      [[2, 3], [3], [1, 3]].map { TensorType(.f64, $0) },
      [[3], [3], [3]].map { TensorType(.f64, $0) },
    ]
  }
}

/// The mean of a row, and the precision of its biased variance.
private func figures(_ x: Tensor, _ row: Int) -> (mean: Double, precision: Double) {
  let values = (0..<x.columns).map { x[row, $0] }
  let mean = values.reduce(0, +) / Double(x.columns)
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.columns)
  return (mean, 1 / (variance + epsilon).squareRoot())
}

/// dY and X, and a mean and a precision for each row.
private func operands(_ e: ElementType, _ shape: [Int]) -> [Operand] {
  [
    .signed(e, shape), .signed(e, shape), .signed(e, [shape[0]]), .positive(e, [shape[0]]),
  ]
}

private let refusedRows: [[[Int]]] = [
  [[2, 3], [3, 2], [2], [2]], [[2, 3], [2, 3], [3], [2]], [[2, 3], [2, 3], [2], [2, 1]],
  [[3], [3], [3], [3]],
]

private func gradient(_ shape: [Int]) -> OpCase {
  OpCase(LayernormGradient.self, "\(shape)") { e in
    OpCase.Setup(
      op: LayernormGradient(), operands: operands(e, shape) + [.signed(e, [shape[1]])],
      results: [TensorType(e, shape)], flops: 11 * shape[0] * shape[1],
      twin: { operands in
        let (dy, x, gamma) = (operands[0], operands[1], operands[4].values)
        let (mean, precision) = (operands[2].values, operands[3].values)
        let n = Double(x.columns)
        var dx = x.values
        for r in 0..<x.rows {
          let normalised = (0..<x.columns).map { (x[r, $0] - mean[r]) * precision[r] }
          let g = (0..<x.columns).map { dy[r, $0] * gamma[$0] }
          let level = g.reduce(0, +) / n
          let tilt = zip(g, normalised).reduce(0) { $0 + $1.0 * $1.1 } / n
          for c in 0..<x.columns {
            dx[r * x.columns + c] = precision[r] * (g[c] - level - normalised[c] * tilt)
          }
        }
        return [dx]
      })
  }.with {
    $0.slack = 50
    $0.refusedShapes =
      refusedRows.map { ($0 + [[3]]).map { TensorType(.f64, $0) } }
      + [[[2, 3], [2, 3], [2], [2], [2]].map { TensorType(.f64, $0) }]
  }
}

private func parameterGradient(_ shape: [Int]) -> OpCase {
  OpCase(LayernormParameterGradient.self, "\(shape)") { e in
    let perColumn = TensorType(e, [shape[1]])
    return OpCase.Setup(
      op: LayernormParameterGradient(), operands: operands(e, shape),
      results: [perColumn, perColumn], flops: 5 * shape[0] * shape[1],
      twin: { operands in
        let (dy, x) = (operands[0], operands[1])
        let (mean, precision) = (operands[2].values, operands[3].values)
        func sum(_ c: Int, _ factor: (Int) -> Double) -> Double {
          (0..<x.rows).reduce(0) { $0 + dy[$1, c] * factor($1) }
        }
        return [
          (0..<x.columns).map { c in sum(c) { (x[$0, c] - mean[$0]) * precision[$0] } },
          (0..<x.columns).map { c in sum(c) { _ in 1 } },
        ]
      })
  }.with {
    $0.slack = 50
    $0.refusedShapes = refusedRows.map { $0.map { TensorType(.f64, $0) } }
  }
}
