import IR
import Kernels
import Operators

let linearCases: [OpCase] =
  oddShapes.flatMap { shape in
    [false, true].flatMap { a in
      [false, true].map { b in
        matmul(m: shape[0], n: shape[1], k: shape[1] % 13 + 1, transposeA: a, transposeB: b)
      }
    }
  }
  + oddShapes.flatMap { shape in
    [
      byColumn(AddBias(), shape) { $0 + $1 },
      byColumn(ScaleColumns(), shape) { $0 * $1 },
      shiftScale(shape),
      scaleRows(shape),
      columnSum(shape),
      transpose(shape),
    ]
  }
  + [
    OpCase(ScaleColumns.self, "[17]") { e in
      OpCase.Setup(
        op: ScaleColumns(), operands: [.signed(e, [17]), .signed(e, [17])],
        results: [TensorType(e, [17])], flops: 17,
        twin: { [zip($0[0].values, $0[1].values).map { $0 * $1 }] })
    }.with { $0.refusedShapes = [[TensorType(.f64, [1, 2, 3]), TensorType(.f64, [6])]] },
    reshape([3, 2, 5], to: [3, 10]), reshape([6], to: [2, 3]), reshape([1, 1], to: []),
  ]

private func shiftScale(_ shape: [Int]) -> OpCase {
  OpCase(ShiftScale.self, "\(shape)") { e in
    OpCase.Setup(
      op: ShiftScale(),
      operands: [.signed(e, shape), .signed(e, [shape[1]]), .signed(e, [shape[1]])],
      results: [TensorType(e, shape)], flops: 2 * shape[0] * shape[1],
      twin: { operands in
        let (x, shift, scale) = (operands[0], operands[1].values, operands[2].values)
        return [
          x.values.enumerated().map { ($1 - shift[$0 % x.columns]) * scale[$0 % x.columns] }
        ]
      })
  }.with {
    $0.isExact = false
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [2]), TensorType(.f64, [3])],
      [TensorType(.f64, [2, 3]), TensorType(.f64, [3]), TensorType(.f64, [1, 3])],
      [TensorType(.f64, [3]), TensorType(.f64, [3]), TensorType(.f64, [3])],
    ]
  }
}

private func matmul(m: Int, n: Int, k: Int, transposeA: Bool, transposeB: Bool) -> OpCase {
  let op = Matmul(transposeA: transposeA, transposeB: transposeB)
  let (a, b) = (transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n])
  let swapped = [[b[0] + 1, b[1]], [b[0], b[1] + 1]][transposeB ? 1 : 0]
  return OpCase(Matmul.self, "\(a) x \(b)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, a), .signed(e, b)], results: [TensorType(e, [m, n])],
      flops: 2 * m * n * k,
      twin: { operands in
        let (a, b) = (operands[0], operands[1])
        return [
          (0..<m * n).map { place in
            let (i, j) = (place / n, place % n)
            return (0..<k).reduce(0) {
              $0 + (transposeA ? a[$1, i] : a[i, $1]) * (transposeB ? b[j, $1] : b[$1, j])
            }
          }
        ]
      })
  }.with {
    $0.optionalAttributes = ["transpose_a", "transpose_b"]
    $0.isExact = false
    $0.slack = 4
    $0.refusedShapes = [
      [TensorType(.f64, a), TensorType(.f64, swapped)],
      [TensorType(.f64, [k]), TensorType(.f64, b)],
      [TensorType(.f64, a), TensorType(.f64, [k])],
    ]
  }
}

private func byColumn(
  _ op: any Op, _ shape: [Int], _ function: @escaping @Sendable (Double, Double) -> Double
) -> OpCase {
  OpCase(type(of: op), "\(shape)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape), .signed(e, [shape[1]])],
      results: [TensorType(e, shape)], flops: shape[0] * shape[1],
      twin: { operands in
        let (x, b) = (operands[0], operands[1].values)
        return [x.values.enumerated().map { function($1, b[$0 % x.columns]) }]
      })
  }.with {
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [2])],
      [TensorType(.f64, [2, 3]), TensorType(.f64, [1, 3])],
      [TensorType(.f64, []), TensorType(.f64, [1])],
    ]
  }
}

private func scaleRows(_ shape: [Int]) -> OpCase {
  OpCase(ScaleRows.self, "\(shape)") { e in
    OpCase.Setup(
      op: ScaleRows(), operands: [.signed(e, shape), .signed(e, [shape[0]])],
      results: [TensorType(e, shape)], flops: shape[0] * shape[1],
      twin: { operands in
        let (x, f) = (operands[0], operands[1].values)
        return [x.values.enumerated().map { $1 * f[$0 / x.columns] }]
      })
  }.with {
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [3])],
      [TensorType(.f64, [3]), TensorType(.f64, [1])],
    ]
  }
}

private func columnSum(_ shape: [Int]) -> OpCase {
  OpCase(ColumnSum.self, "\(shape)") { e in
    OpCase.Setup(
      op: ColumnSum(), operands: [.signed(e, shape)], results: [TensorType(e, [shape[1]])],
      flops: shape[0] * shape[1],
      twin: { operands in
        let x = operands[0]
        return [(0..<x.columns).map { c in (0..<x.rows).reduce(0) { $0 + x[$1, c] } }]
      })
  }.with {
    $0.refusedShapes = [[TensorType(.f64, [3])], [TensorType(.f64, [1, 2, 3])]]
    $0.slack = 4
  }
}

private func reshape(_ from: [Int], to shape: [Int]) -> OpCase {
  OpCase(Reshape.self, "\(from) to \(shape)") { e in
    OpCase.Setup(
      op: Reshape(shape: shape), operands: [.signed(e, from)], results: [TensorType(e, shape)],
      flops: 0, twin: { [$0[0].values] })
  }.with { $0.refusedShapes = [[TensorType(.f64, [7])]] }
}

private func transpose(_ shape: [Int]) -> OpCase {
  OpCase(Transpose.self, "\(shape)") { e in
    OpCase.Setup(
      op: Transpose(), operands: [.signed(e, shape)],
      results: [TensorType(e, [shape[1], shape[0]])], flops: 0,
      twin: { operands in
        let x = operands[0]
        return [(0..<x.columns).flatMap { c in (0..<x.rows).map { x[$0, c] } }]
      })
  }.with { $0.refusedShapes = [[TensorType(.f64, [3])], [TensorType(.f64, [1, 2, 3])]] }
}
