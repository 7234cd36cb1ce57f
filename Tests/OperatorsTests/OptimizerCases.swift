import Foundation
import IR
import Kernels
import Operators

/// The weights of layers, and biases.
private let shapes = oddShapes + [[1], [17], [70]]
private let lr = 0.125

let optimizerCases: [OpCase] =
  shapes.flatMap { shape in
    [
      OpCase(SGDUpdate.self, "\(shape)") { e in
        OpCase.Setup(
          op: SGDUpdate(), operands: [.signed(e, shape), .signed(e, shape), .scalar(e, lr)],
          results: [TensorType(e, shape)], flops: 2 * shape.reduce(1, *),
          twin: { [zip($0[0].values, $0[1].values).map { $0 - lr * $1 }] })
      }.with { $0.refusedShapes = refused(tensors: 2) },
      OpCase(MomentumUpdate.self, "\(shape)") { e in
        OpCase.Setup(
          op: MomentumUpdate(momentum: 0.75),
          operands: [
            .signed(e, shape), .signed(e, shape), .signed(e, shape), .scalar(e, lr),
          ],
          results: [TensorType(e, shape), TensorType(e, shape)],
          flops: 4 * shape.reduce(1, *),
          twin: { operands in
            let velocity = zip(operands[2].values, operands[1].values).map { 0.75 * $0 + $1 }
            return [zip(operands[0].values, velocity).map { $0 - lr * $1 }, velocity]
          })
      }.with {
        $0.refusedShapes = refused(tensors: 3)
        $0.refusedAttributes = [("momentum", .real(1)), ("momentum", .real(-0.5))]
      },
      adam(shape, step: 1),
      adam(shape, step: 1000),
    ]
  }
  + (oddShapes + [[17]]).flatMap { shape in
    let step = Operand(type: TensorType(.i32, []), draw: .values([3]))
    return [Penalty(l1: 0.5), Penalty(l2: 0.25), Penalty(l1: 0.5, l2: 0.25)].flatMap { penalty in
      [
        penalised(SGDUpdate(), [], penalty, shape),
        penalised(MomentumUpdate(momentum: 0.75), [.signed(.f64, shape)], penalty, shape),
        penalised(
          AdamUpdate(beta1: beta1, beta2: beta2, epsilon: epsilon),
          [.signed(.f64, shape), .positive(.f64, shape)], penalty, shape, behind: [step]),
      ]
    }
  }

/// The update with a penalty is the one without, given the gradient that has the penalty's added.
private func penalised(
  _ op: any PenalisedUpdate, _ slots: [Operand], _ penalty: Penalty, _ shape: [Int],
  behind last: [Operand] = []
) -> OpCase {
  OpCase(type(of: op), "\(shape) with \(penalty)") { e in
    var operands = [Operand.signed(e, shape), .signed(e, shape)] + slots + [.scalar(e, lr)]
    for index in operands.indices { operands[index].type.element = e }
    operands += last
    var penalised = op
    penalised.penalty = penalty
    let types = operands.map(\.type)
    let results = Array(repeating: TensorType(e, shape), count: slots.count + 1)
    let terms = (penalty.l1 > 0 ? 2 : 0) + (penalty.l2 > 0 ? 2 : 0)
    return OpCase.Setup(
      op: penalised, operands: operands, results: results,
      flops: op.flops(types, results) + terms * shape.reduce(1, *),
      twin: { operands in
        var exact = operands
        exact[1].values = zip(operands[0].values, operands[1].values).map { w, gradient in
          2 * penalty.l2 * w + penalty.l1 * (w > 0 ? 1 : -1) + gradient
        }
        return update(op, exact)
      })
  }.with {
    $0.optionalAttributes = ["l1", "l2"]
    $0.refusedAttributes =
      (penalty.l1 > 0 ? [("l1", .real(-1))] : []) + (penalty.l2 > 0 ? [("l2", .real(-1))] : [])
    $0.slack = 10
  }
}

/// What the updates without a penalty compute, by their formulas.
private func update(_ op: any Op, _ operands: [Tensor]) -> [[Double]] {
  let values = operands.map(\.values)
  let gradient = values[1]
  switch op {
  case is SGDUpdate: return [zip(values[0], gradient).map { $0 - lr * $1 }]
  case is MomentumUpdate:
    let velocity = zip(values[2], gradient).map { 0.75 * $0 + $1 }
    return [zip(values[0], velocity).map { $0 - lr * $1 }, velocity]
  default: return adamFormula(values, step: Int(operands[5].values[0]))
  }
}

private let (beta1, beta2, epsilon) = (0.75, 0.96875, 0.0625)

private func adamFormula(_ values: [[Double]], step: Int) -> [[Double]] {
  let m = zip(values[2], values[1]).map { beta1 * $0 + (1 - beta1) * $1 }
  let v = zip(values[3], values[1]).map { beta2 * $0 + (1 - beta2) * $1 * $1 }
  let (c1, c2) = (1 - pow(beta1, Double(step)), 1 - pow(beta2, Double(step)))
  let w = values[0].indices.map {
    values[0][$0] - lr / c1 * m[$0] / (sqrt(v[$0]) / sqrt(c2) + epsilon)
  }
  return [w, m, v]
}

private func adam(_ shape: [Int], step: Int) -> OpCase {
  OpCase(AdamUpdate.self, "\(shape) step \(step)") { e in
    OpCase.Setup(
      op: AdamUpdate(beta1: beta1, beta2: beta2, epsilon: epsilon),
      operands: [
        .signed(e, shape), .signed(e, shape), .signed(e, shape), .positive(e, shape),
        .scalar(e, lr), .scalar(.i32, Double(step)),
      ],
      results: Array(repeating: TensorType(e, shape), count: 3),
      flops: 12 * shape.reduce(1, *),
      twin: { adamFormula($0.map(\.values), step: step) })
  }.with {
    $0.refusedShapes =
      refused(tensors: 4).map { $0 + [TensorType(.i32, [])] }
      + [
        Array(repeating: TensorType(.f64, [3]), count: 4)
          + [TensorType(.f64, []), TensorType(.i32, [1])]
      ]
    $0.refusedAttributes = [
      ("beta1", .real(1)), ("beta1", .real(-0.5)), ("beta2", .real(1)), ("epsilon", .real(0)),
    ]
    $0.slack = 10
  }
}

/// Tensors that differ in shape, and a learning rate that is no scalar.
private func refused(tensors: Int) -> [[TensorType]] {
  let alike = Array(repeating: TensorType(.f64, [3]), count: tensors)
  return [
    alike.dropLast() + [TensorType(.f64, [2]), TensorType(.f64, [])],
    alike + [TensorType(.f64, [1])],
  ]
}
