import Foundation
import IR
import Kernels
import Operators

private let epsilon = 1e-3

/// Epsilons that must be refused.
private let refusedEpsilons: [(String, Attribute)] = [
  ("epsilon", .real(0)), ("epsilon", .real(-1)),
]

let normalizationCases: [OpCase] = {
  var cases = oddShapes.flatMap { [batchnorm($0), batchnormGradient($0), batchnormInference($0)] }
  for function in Function.all {
    for shape in oddShapes + [[2, 2100]] {
      cases.append(activated(batchnorm(shape), function))
      cases.append(activatedGradient(batchnormGradient(shape), function))
    }
  }
  for count in [1, 3, 17, 70] {
    cases.append(gain(count))
    cases.append(shift(count))
    cases.append(movingAverage(MovingAverage(momentum: 0.75), count, scale: 1))
    cases.append(movingAverage(MovingAverage(momentum: 0.75, scale: 1.25), count, scale: 1.25))
  }
  return cases
}()

private func gain(_ count: Int) -> OpCase {
  OpCase(BatchnormGain.self, "[\(count)]") { e in
    let operands = [Operand.signed(e, [count]), Operand.positive(e, [count])]
    return OpCase.Setup(
      op: BatchnormGain(epsilon: epsilon), operands: operands,
      results: [TensorType(e, [count])], flops: 3 * count,
      twin: { [zip($0[0].values, $0[1].values).map { $0 / sqrt($1 + epsilon) }] })
  }.with {
    $0.refusedAttributes = refusedEpsilons
    $0.refusedShapes = [
      [TensorType(.f64, [3]), TensorType(.f64, [2])],
      [TensorType(.f64, [1, 3]), TensorType(.f64, [1, 3])],
    ]
  }
}

private func shift(_ count: Int) -> OpCase {
  OpCase(BatchnormShift.self, "[\(count)]") { e in
    let operands = Array(repeating: Operand.signed(e, [count]), count: 3)
    return OpCase.Setup(
      op: BatchnormShift(), operands: operands, results: [TensorType(e, [count])],
      flops: 2 * count,
      twin: { operands in
        let (beta, mean) = (operands[0].values, operands[1].values)
        let gain = operands[2].values
        return [(0..<count).map { beta[$0] - mean[$0] * gain[$0] }]
      })
  }.with { $0.refusedShapes = [Array(repeating: TensorType(.f64, [1, 3]), count: 3)] }
}

private func movingAverage(_ op: MovingAverage, _ count: Int, scale: Double) -> OpCase {
  OpCase(MovingAverage.self, "[\(count)] scale \(scale)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, [count]), .signed(e, [count])],
      results: [TensorType(e, [count])], flops: 3 * count,
      twin: { [zip($0[0].values, $0[1].values).map { 0.75 * $0 + 0.25 * scale * $1 }] })
  }.with {
    $0.optionalAttributes = ["scale"]
    $0.refusedAttributes = [("momentum", .real(1)), ("momentum", .real(-0.5))]
    $0.refusedShapes = [[TensorType(.f64, [3]), TensorType(.f64, [2])]]
  }
}

/// The mean and the biased variance of a column.
private func figures(_ x: Tensor, _ column: Int) -> (mean: Double, variance: Double) {
  let values = (0..<x.rows).map { x[$0, column] }
  let mean = values.reduce(0, +) / Double(x.rows)
  return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.rows))
}

private func batchnorm(_ shape: [Int]) -> OpCase {
  OpCase(Batchnorm.self, "\(shape)") { e in
    OpCase.Setup(
      op: Batchnorm(epsilon: epsilon),
      operands: [.signed(e, shape), .signed(e, [shape[1]]), .signed(e, [shape[1]])],
      results: [TensorType(e, shape), TensorType(e, [shape[1]]), TensorType(e, [shape[1]])],
      flops: 7 * shape[0] * shape[1],
      twin: { operands in
        let (x, gamma, beta) = (operands[0], operands[1].values, operands[2].values)
        let columns = (0..<x.columns).map { figures(x, $0) }
        let y = x.values.enumerated().map { place, value in
          let c = place % x.columns
          let (mean, variance) = columns[c]
          return gamma[c] * (value - mean) / sqrt(variance + epsilon) + beta[c]
        }
        return [y, columns.map(\.mean), columns.map(\.variance)]
      })
  }.with {
    $0.differentiableResults = [0]
    $0.refusedAttributes = refusedEpsilons
    $0.slack = 50
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [2]), TensorType(.f64, [3])],
      [TensorType(.f64, [2, 3]), TensorType(.f64, [3]), TensorType(.f64, [1, 3])],
      [TensorType(.f64, [3]), TensorType(.f64, [3]), TensorType(.f64, [3])],
    ]
  }
}

private func batchnormGradient(_ shape: [Int]) -> OpCase {
  OpCase(BatchnormGradient.self, "\(shape)") { e in
    let column = TensorType(e, [shape[1]])
    return OpCase.Setup(
      op: BatchnormGradient(epsilon: epsilon),
      operands: [
        .signed(e, shape), .signed(e, shape), .signed(e, column.shape),
        .positive(e, column.shape), .signed(e, column.shape),
      ],
      results: [TensorType(e, shape), column, column], flops: 10 * shape[0] * shape[1],
      twin: { operands in
        let (dy, x, gamma) = (operands[0], operands[1], operands[4].values)
        let (mean, variance) = (operands[2].values, operands[3].values)
        func normalised(_ r: Int, _ c: Int) -> Double {
          (x[r, c] - mean[c]) / sqrt(variance[c] + epsilon)
        }
        let n = Double(x.rows)
        var dbeta = [Double](repeating: 0, count: x.columns)
        var dgamma = dbeta
        for r in 0..<x.rows {
          for c in 0..<x.columns {
            dbeta[c] += dy[r, c]
            dgamma[c] += dy[r, c] * normalised(r, c)
          }
        }
        var dx = x.values
        for place in dx.indices {
          let (r, c) = (place / x.columns, place % x.columns)
          let inner: Double = dy[r, c] - dbeta[c] / n - normalised(r, c) * dgamma[c] / n
          dx[place] = gamma[c] / sqrt(variance[c] + epsilon) * inner
        }
        return [dx, dgamma, dbeta]
      })
  }.with {
    $0.refusedAttributes = refusedEpsilons
    $0.slack = 50
    $0.refusedShapes = [
      [[2, 3], [3, 2], [3], [3], [3]].map { TensorType(.f64, $0) },
      [[2, 3], [2, 3], [2], [3], [3]].map { TensorType(.f64, $0) },
      [[2, 3], [2, 3], [3], [3], [3, 1]].map { TensorType(.f64, $0) },
    ]
  }
}

private func batchnormInference(_ shape: [Int]) -> OpCase {
  OpCase(BatchnormInference.self, "\(shape)") { e in
    let column = [shape[1]]
    return OpCase.Setup(
      op: BatchnormInference(epsilon: epsilon),
      operands: [
        .signed(e, shape), .signed(e, column), .signed(e, column), .signed(e, column),
        .positive(e, column),
      ],
      results: [TensorType(e, shape)], flops: 4 * shape[0] * shape[1],
      twin: { operands in
        let x = operands[0]
        let (gamma, beta) = (operands[1].values, operands[2].values)
        let (mean, variance) = (operands[3].values, operands[4].values)
        return [
          x.values.enumerated().map { place, value in
            let c = place % x.columns
            return gamma[c] * (value - mean[c]) / sqrt(variance[c] + epsilon) + beta[c]
          }
        ]
      })
  }.with {
    $0.refusedAttributes = refusedEpsilons
    $0.slack = 10
    $0.refusedShapes = [
      [[2, 3], [3], [3], [3], [2]].map { TensorType(.f64, $0) },
      [[3], [3], [3], [3], [3]].map { TensorType(.f64, $0) },
    ]
  }
}

/// The case with an activation behind the normalisation.
private func activated(_ plain: OpCase, _ function: Function) -> OpCase {
  OpCase(BatchnormActivation.self, "\(function.op.name) \(plain.detail)") { e in
    var setup = plain.setup(e)
    let twin = setup.twin
    setup.op = BatchnormActivation(Batchnorm(epsilon: epsilon), function.op)
    setup.flops += setup.results[0].count
    setup.twin = { operands in
      let results = twin(operands)
      return [results[0].map(function.value)] + results.dropFirst()
    }
    return setup
  }.with {
    $0.refusedAttributes =
      refusedEpsilons + function.refused + [("function", .word("softmax"))]
    $0.slack = plain.slack
    $0.refusedShapes = plain.refusedShapes
  }
}

/// The case of a gradient that comes through the activation, whose output is the second operand.
private func activatedGradient(_ plain: OpCase, _ function: Function) -> OpCase {
  OpCase(BatchnormActivationGradient.self, "\(function.op.name) \(plain.detail)") { e in
    var setup = plain.setup(e)
    let twin = setup.twin
    setup.op = BatchnormActivationGradient(BatchnormGradient(epsilon: epsilon), function.op)
    setup.operands.insert(setup.operands[0], at: 1)
    setup.flops += setup.results[0].count
    setup.twin = { operands in
      var inner = operands
      let output = inner.remove(at: 1)
      inner[0].values = zip(inner[0].values, output.values).map {
        $0 * function.slopeAtPoint($1)
      }
      return twin(inner)
    }
    return setup
  }.with {
    $0.refusedAttributes =
      refusedEpsilons + function.refused + [("function", .word("softmax"))]
    $0.slack = plain.slack
    $0.refusedShapes =
      plain.refusedShapes.map { [$0[0]] + $0 }
      + [[[2, 3], [3, 2], [2, 3], [3], [3], [3]].map { TensorType(.f64, $0) }]
  }
}
