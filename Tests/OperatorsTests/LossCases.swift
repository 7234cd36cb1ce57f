import Foundation
import IR
import Kernels
import Operators

let lossCases: [OpCase] =
  oddShapes.flatMap { shape in
    [
      OpCase(Softmax.self, "\(shape)") { e in
        OpCase.Setup(
          op: Softmax(), operands: [.signed(e, shape)], results: [TensorType(e, shape)],
          flops: 5 * shape[0] * shape[1], twin: { [softmax($0[0])] })
      }.with { $0.refusedShapes = [[TensorType(.f64, [3])]] },
      labelled(SubtractOneHot(), shape, flops: shape[0]) { p, labels in
        p.values.enumerated().map { $1 - hit($0 % p.columns, labels[$0 / p.columns]) }
      },
      perRow(SoftmaxCrossEntropy(), shape, flops: 4) { z, label in
        log(z.reduce(0) { $0 + exp($1) }) - z[Int(label)]
      },
      labelled(SubtractOneHot(smoothing: 0.25), shape, flops: shape[0]) { p, labels in
        p.values.enumerated().map {
          $1 - 0.75 * hit($0 % p.columns, labels[$0 / p.columns]) - 0.25 / Double(p.columns)
        }
      }.smoothed,
      perRow(SoftmaxCrossEntropy(smoothing: 0.25), shape, flops: 4) { z, label in
        let sum = log(z.reduce(0) { $0 + exp($1) })
        return 0.75 * (sum - z[Int(label)]) + 0.25 * (sum - z.reduce(0, +) / Double(z.count))
      }.smoothed,
      perRow(ArgmaxEquals(), shape, flops: 1) { z, label in
        z.firstIndex(of: z.max() ?? 0) == Int(label) ? 1 : 0
      },
      perRow(SignEquals(), shape, flops: 1) { z, label in
        let agreeing = z.enumerated().filter { column, value in
          (value > 0) == (z.count == 1 ? label != 0 : column == Int(label))
        }
        return Double(agreeing.count) / Double(z.count)
      },
      softmaxGradient(shape), lossWithGradient(shape),
      softmaxGradient(shape, smoothing: 0.25).smoothed,
      lossWithGradient(shape, smoothing: 0.25).smoothed, classWeight(shape[0]),
      oneHot(shape),
      pairwise(SigmoidCrossEntropy(), shape, flops: 6) { z, t in
        -(t * log(1 / (1 + exp(-z))) + (1 - t) * log(1 / (1 + exp(z))))
      },
      pairwise(AbsoluteError(), shape, flops: 3) { abs($0 - $1) },
      pairwise(HuberError(delta: 0.5), shape, flops: 5) { x, t in
        abs(x - t) <= 0.5 ? (x - t) * (x - t) / 2 : 0.5 * (abs(x - t) - 0.25)
      }.with { $0.refusedAttributes = [("delta", .real(0)), ("delta", .real(-1))] },
      pairwiseGradient(AbsoluteErrorGradient(), shape, flops: 3) { $0 > $1 ? 1 : -1 },
      pairwiseGradient(HuberErrorGradient(delta: 0.5), shape, flops: 5) {
        min(max($0 - $1, -0.5), 0.5)
      }.with { $0.refusedAttributes = [("delta", .real(0)), ("delta", .real(-1))] },
      pairwise(SquaredError(), shape, flops: 3) { ($0 - $1) * ($0 - $1) },
      pairwiseGradient(SigmoidCrossEntropyGradient(), shape, flops: 6) { z, t in
        1 / (1 + exp(-z)) - t
      },
      pairwiseGradient(SquaredErrorGradient(), shape, flops: 3) { 2 * ($0 - $1) },
    ]
  } + extremeCases

/// Logits whose exponential overflows, ties, and labels that are no column.
private let extremeCases: [OpCase] = [
  OpCase(Softmax.self, "of large logits") { e in
    fixed(e, Softmax(), [[1e4, 0, -1e4], [-1e4, -1e4, -1e4]], flops: 30) {
      [[1, 0, 0], [1.0 / 3, 1.0 / 3, 1.0 / 3]]
    }
  },
  OpCase(SoftmaxCrossEntropy.self, "of large logits") { e in
    fixed(e, SoftmaxCrossEntropy(), [[1e4, 0, -1e4], [3, 3, 3]], labels: [1, 2], flops: 24) {
      [[1e4, log(3)]]
    }
  }.with { $0.differentiableResults = [] },
  OpCase(ArgmaxEquals.self, "with ties") { e in
    fixed(e, ArgmaxEquals(), [[5, 5, 1], [1, 5, 5]], labels: [1, 1], flops: 6) { [[0, 1]] }
  },
  OpCase(SigmoidCrossEntropy.self, "of large logits") { e in
    OpCase.Setup(
      op: SigmoidCrossEntropy(),
      operands: [
        Operand(type: TensorType(e, [2, 1]), draw: .values([1e4, -1e4])),
        Operand(type: TensorType(e, [2, 1]), draw: .values([0, 1])),
      ], results: [TensorType(e, [2])], flops: 12, twin: { _ in [[1e4, 1e4]] })
  }.with { $0.differentiableResults = [] },
  OpCase(ClassWeight.self, "of labels that have none") { e in
    OpCase.Setup(
      op: ClassWeight(e, weights: [0.5, 2]),
      operands: [Operand(type: TensorType(.i32, [3]), draw: .values([-1, 1, 2]))],
      results: [TensorType(e, [3])], flops: 0, twin: { _ in [[.nan, 2, .nan]] })
  },
  OpCase(AbsoluteErrorGradient.self, "where output and target are equal") { e in
    OpCase.Setup(
      op: AbsoluteErrorGradient(),
      operands: [[1, 2], [1, 3], [4]].enumerated().map {
        Operand(type: TensorType(e, $0 == 2 ? [1] : [1, 2]), draw: .values($1))
      }, results: [TensorType(e, [1, 2])], flops: 6, twin: { _ in [[0, -2]] })
  },
  OpCase(OneHot.self, "of labels that are no column") { e in
    OpCase.Setup(
      op: OneHot(e, columns: 2),
      operands: [Operand(type: TensorType(.i32, [3]), draw: .values([-1, 1, 2]))],
      results: [TensorType(e, [3, 2])], flops: 0,
      twin: { _ in [[.nan, .nan, 0, 1, .nan, .nan]] })
  },
  OpCase(SoftmaxCrossEntropy.self, "of labels that are no column") { e in
    fixed(e, SoftmaxCrossEntropy(), [[0, 0], [0, 0], [0, 0]], labels: [-1, 0, 2], flops: 24) {
      [[.nan, log(2), .nan]]
    }
  }.with { $0.differentiableResults = [] },
  OpCase(SoftmaxCrossEntropyWithGradient.self, "of labels that are no column") { e in
    let z = Operand(type: TensorType(e, [3, 2]), draw: .values([0, 0, 0, 0, 0, 0]))
    let labels = Operand(type: TensorType(.i32, [3]), draw: .values([-1, 0, 2]))
    let scales = Operand(type: TensorType(e, [3]), draw: .values([1, 1, 1]))
    return OpCase.Setup(
      op: SoftmaxCrossEntropyWithGradient(), operands: [z, labels, scales],
      results: [scales.type, z.type], flops: 42,
      twin: { _ in [[.nan, log(2), .nan], [.nan, .nan, -0.5, 0.5, .nan, .nan]] })
  },
]

private func softmax(_ z: Tensor) -> [Double] {
  (0..<z.rows).flatMap { r in
    let row = (0..<z.columns).map { exp(z[r, $0]) }
    return row.map { $0 / row.reduce(0, +) }
  }
}

private func hit(_ column: Int, _ label: Double) -> Double { column == Int(label) ? 1 : 0 }

/// Rows of logits, one label each, and one result of three columns or one number a row.
private func fixed(
  _ e: ElementType, _ op: any Op, _ rows: [[Double]], labels: [Double]? = nil, flops: Int,
  _ expected: @escaping () -> [[Double]]
) -> OpCase.Setup {
  let type = TensorType(e, [rows.count, rows[0].count])
  let z = Operand(type: type, draw: .values(rows.flatMap { $0 }))
  guard let labels else {
    return OpCase.Setup(
      op: op, operands: [z], results: [type], flops: flops,
      twin: { _ in [expected().flatMap { $0 }] })
  }
  let label = Operand(type: TensorType(.i32, [rows.count]), draw: .values(labels))
  return OpCase.Setup(
    op: op, operands: [z, label], results: [TensorType(e, [rows.count])], flops: flops,
    twin: { _ in expected() })
}

/// Types that no operator on labelled rows takes.
private let unlabelled = [
  [TensorType(.f64, [2, 3]), TensorType(.i32, [3])],
  [TensorType(.f64, [2]), TensorType(.i32, [2])],
  [TensorType(.f64, [2, 3]), TensorType(.i32, [2, 1])],
]

private func labelled(
  _ op: any Op, _ shape: [Int], flops: Int,
  _ function: @escaping @Sendable (Tensor, [Double]) -> [Double]
) -> OpCase {
  OpCase(type(of: op), "\(shape)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape), .labels(shape[0], below: shape[1])],
      results: [TensorType(e, shape)], flops: flops,
      twin: { [function($0[0], $0[1].values)] })
  }.with { $0.refusedShapes = unlabelled }
}

/// One number for each row and its label.
private func perRow(
  _ op: any Op, _ shape: [Int], flops: Int,
  _ function: @escaping @Sendable ([Double], Double) -> Double
) -> OpCase {
  OpCase(type(of: op), "\(shape)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape), .labels(shape[0], below: shape[1])],
      results: [TensorType(e, [shape[0]])], flops: flops * shape[0] * shape[1],
      twin: { operands in
        let (z, labels) = (operands[0], operands[1].values)
        return [
          (0..<z.rows).map { r in function((0..<z.columns).map { z[r, $0] }, labels[r]) }
        ]
      })
  }.with { $0.refusedShapes = unlabelled }
}

private func softmaxGradient(_ shape: [Int], smoothing: Double = 0) -> OpCase {
  OpCase(SoftmaxCrossEntropyGradient.self, "\(shape) \(smoothing)") { e in
    OpCase.Setup(
      op: SoftmaxCrossEntropyGradient(smoothing: smoothing),
      operands: [
        .signed(e, shape), .labels(shape[0], below: shape[1]), .signed(e, [shape[0]]),
      ],
      results: [TensorType(e, shape)], flops: 6 * shape[0] * shape[1],
      twin: { operands in
        let (z, labels, dl) = (operands[0], operands[1].values, operands[2].values)
        return [
          softmax(z).enumerated().map { place, p in
            let (r, c) = (place / z.columns, place % z.columns)
            let target = (1 - smoothing) * hit(c, labels[r]) + smoothing / Double(z.columns)
            return (p - target) * dl[r]
          }
        ]
      })
  }.with {
    $0.refusedShapes = unlabelled.map { $0 + [TensorType(.f64, [2])] }
    $0.refusedShapes += [
      [TensorType(.f64, [2, 3]), TensorType(.i32, [2]), TensorType(.f64, [3])]
    ]
  }
}

/// The loss and the gradient of the two operators' own cases.
private func lossWithGradient(_ shape: [Int], smoothing: Double = 0) -> OpCase {
  let plain = softmaxGradient(shape, smoothing: smoothing)
  return OpCase(SoftmaxCrossEntropyWithGradient.self, "\(shape) \(smoothing)") { e in
    var setup = plain.setup(e)
    let twin = setup.twin
    setup.op = SoftmaxCrossEntropyWithGradient(smoothing: smoothing)
    setup.results.insert(TensorType(e, [shape[0]]), at: 0)
    setup.flops = 7 * shape[0] * shape[1]
    setup.twin = { operands in
      let (z, labels) = (operands[0], operands[1].values)
      let losses = (0..<z.rows).map { r in
        let mean = (0..<z.columns).reduce(0) { $0 + z[r, $1] } / Double(z.columns)
        return log((0..<z.columns).reduce(0) { $0 + exp(z[r, $1]) })
          - (1 - smoothing) * z[r, Int(labels[r])] - smoothing * mean
      }
      return [losses] + twin(operands)
    }
    return setup
  }.with { $0.refusedShapes = plain.refusedShapes }
}

extension OpCase {
  /// With what holds of targets that are smoothed.
  fileprivate var smoothed: OpCase {
    with {
      $0.optionalAttributes = ["smoothing"]
      $0.refusedAttributes = [("smoothing", .real(1)), ("smoothing", .real(-0.5))]
    }
  }
}

private func classWeight(_ rows: Int) -> OpCase {
  let weights = [0.5, 0, 3]
  return OpCase(ClassWeight.self, "\(rows)") { e in
    OpCase.Setup(
      op: ClassWeight(e, weights: weights), operands: [.labels(rows, below: 3)],
      results: [TensorType(e, [rows])], flops: 0,
      twin: { [$0[0].values.map { weights[Int($0)] }] })
  }.with {
    $0.refusedShapes = [[TensorType(.i32, [2, 3])], [TensorType(.i32, [])]]
    $0.refusedAttributes = [
      ("element", .word("i32")), ("weights", .integers([])), ("weights", .reals([0.5, -1])),
      ("weights", .reals([1e300])),
    ]
  }
}

private func oneHot(_ shape: [Int]) -> OpCase {
  OpCase(OneHot.self, "\(shape)") { e in
    OpCase.Setup(
      op: OneHot(e, columns: shape[1]), operands: [.labels(shape[0], below: max(shape[1], 2))],
      results: [TensorType(e, shape)], flops: 0,
      twin: { operands in
        let labels = operands[0].values
        if shape[1] == 1 { return [labels] }
        return [labels.flatMap { label in (0..<shape[1]).map { hit($0, label) } }]
      })
  }.with {
    $0.refusedShapes = [[TensorType(.i32, [2, 3])], [TensorType(.i32, [])]]
    $0.refusedAttributes = [("element", .word("i32")), ("columns", .integer(0))]
  }
}

/// The mean over each row of a function of two matrices.
private func pairwise(
  _ op: any Op, _ shape: [Int], flops: Int,
  _ function: @escaping @Sendable (Double, Double) -> Double
) -> OpCase {
  OpCase(type(of: op), "\(shape)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape), .positive(e, shape)],
      results: [TensorType(e, [shape[0]])], flops: flops * shape[0] * shape[1],
      twin: { operands in
        let (x, t) = (operands[0], operands[1])
        return [
          (0..<x.rows).map { r in
            (0..<x.columns).reduce(0) { $0 + function(x[r, $1], t[r, $1]) } / Double(x.columns)
          }
        ]
      })
  }.with {
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [3, 2])],
      [TensorType(.f64, [3]), TensorType(.f64, [3])],
    ]
  }
}

private func pairwiseGradient(
  _ op: any Op, _ shape: [Int], flops: Int,
  _ function: @escaping @Sendable (Double, Double) -> Double
) -> OpCase {
  OpCase(type(of: op), "\(shape)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape), .positive(e, shape), .signed(e, [shape[0]])],
      results: [TensorType(e, shape)], flops: flops * shape[0] * shape[1],
      twin: { operands in
        let (x, t, dl) = (operands[0], operands[1], operands[2].values)
        return [
          x.values.indices.map {
            function(x.values[$0], t.values[$0]) * dl[$0 / x.columns] / Double(x.columns)
          }
        ]
      })
  }.with {
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [2, 3]), TensorType(.f64, [3])],
      [TensorType(.f64, [2, 3]), TensorType(.f64, [3, 2]), TensorType(.f64, [2])],
    ]
  }
}
