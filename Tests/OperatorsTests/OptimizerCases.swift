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

private func adam(_ shape: [Int], step: Int) -> OpCase {
  let (beta1, beta2, epsilon) = (0.75, 0.96875, 0.0625)
  return OpCase(AdamUpdate.self, "\(shape) step \(step)") { e in
    OpCase.Setup(
      op: AdamUpdate(beta1: beta1, beta2: beta2, epsilon: epsilon),
      operands: [
        .signed(e, shape), .signed(e, shape), .signed(e, shape), .positive(e, shape),
        .scalar(e, lr), .scalar(.i32, Double(step)),
      ],
      results: Array(repeating: TensorType(e, shape), count: 3),
      flops: 12 * shape.reduce(1, *),
      twin: { operands in
        let values = operands.map(\.values)
        let m = zip(values[2], values[1]).map { beta1 * $0 + (1 - beta1) * $1 }
        let v = zip(values[3], values[1]).map { beta2 * $0 + (1 - beta2) * $1 * $1 }
        let (c1, c2) = (1 - pow(beta1, Double(step)), 1 - pow(beta2, Double(step)))
        let w = values[0].indices.map {
          values[0][$0] - lr / c1 * m[$0] / (sqrt(v[$0]) / sqrt(c2) + epsilon)
        }
        return [w, m, v]
      })
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
