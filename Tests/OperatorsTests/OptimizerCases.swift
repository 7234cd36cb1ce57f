import Foundation
import IR
import Kernels
import Operators

/// The weights of layers, and biases.
private let shapes = oddShapes + [[1], [17], [70]]
private let lr = 0.125

let optimizerCases: [OpCase] =
  (shapes.flatMap { shape in updates.map { $0.case(shape) } })
  + (oddShapes + [[17]]).flatMap { shape in
    [Penalty(l1: 0.5), Penalty(l2: 0.25), Penalty(l1: 0.5, l2: 0.25)].flatMap { penalty in
      updates.map { $0.case(shape, penalty) }
    }
  }

/// An optimizer's update and its formula for a single weight.
private struct Update: Sendable {
  var op: any PenalisedUpdate
  /// What the slots are drawn from.
  var slots: [Operand.Draw]
  /// The number of the step, for those that take it.
  var step: Double?
  /// The attributes that may be left out, besides the penalties'.
  var optional: Set<String> = []
  /// Attributes out of range.
  var refused: [(String, Attribute)]
  /// From a weight, its gradient and the slots to the weight's and the slots' new values.
  var rule: @Sendable (_ w: Double, _ g: Double, _ slots: [Double], _ step: Double) -> [Double]

  /// The case for a shape: with a penalty the update is the one without, given the gradient that has
  /// the penalty's added.
  func `case`(_ shape: [Int], _ penalty: Penalty = .none) -> OpCase {
    let attributes = op.attributes.entries.map { "\($0.name)=\($0.value)" }
    let detail =
      "\(shape) \(attributes.joined(separator: " ")) step \(step ?? 0), l1 \(penalty.l1) l2 \(penalty.l2)"
    let penaltyFlops = (penalty.l1 > 0 ? 2 : 0) + (penalty.l2 > 0 ? 2 : 0)
    return OpCase(type(of: op), detail) { [self] e in
      let type = TensorType(e, shape)
      var penalised = op
      penalised.penalty = penalty
      return OpCase.Setup(
        op: penalised,
        operands: [.signed(e, shape), .signed(e, shape)]
          + slots.map { Operand(type: type, draw: $0) } + [.scalar(e, lr)]
          + (step.map { [.scalar(.i32, $0)] } ?? []),
        results: Array(repeating: type, count: slots.count + 1),
        flops: (op.flopsPerWeight + penaltyFlops) * type.count,
        twin: { operands in
          let rows = operands[0].values.indices.map { index in
            let w = operands[0].values[index]
            let g = 2 * penalty.l2 * w + penalty.l1 * (w > 0 ? 1 : -1) + operands[1].values[index]
            return rule(w, g, slots.indices.map { operands[2 + $0].values[index] }, step ?? 0)
          }
          return (0...slots.count).map { result in rows.map { $0[result] } }
        })
    }.with {
      let steps = step == nil ? [] : [TensorType(.i32, [])]
      let tensors = 2 + slots.count
      $0.refusedShapes = differing(tensors: tensors).map { $0 + steps }
      if step != nil {
        $0.refusedShapes += [
          Array(repeating: TensorType(.f64, [3]), count: tensors)
            + [TensorType(.f64, []), TensorType(.i32, [1])]
        ]
      }
      $0.optionalAttributes = optional.union(["l1", "l2"])
      $0.refusedAttributes =
        refused + (penalty.l1 > 0 ? [("l1", .real(-1))] : [])
        + (penalty.l2 > 0 ? [("l2", .real(-1))] : [])
      $0.slack = 10
    }
  }
}

private let (beta1, beta2, epsilon, decay) = (0.75, 0.96875, 0.0625, 0.5)

/// Every update with every option.
private let updates: [Update] =
  [0, decay].map { decay in
    Update(
      op: SGDUpdate(decay: decay), slots: [], optional: ["decay"],
      refused: decay > 0 ? [("decay", .real(-0.5))] : []
    ) { w, g, _, _ in [w * (1 - lr * decay) - lr * g] }
  }
  + [(false, 0), (true, 0), (true, decay)].map { isNesterov, decay in
    Update(
      op: MomentumUpdate(momentum: 0.75, isNesterov: isNesterov, decay: decay), slots: [.signed],
      optional: ["nesterov", "decay"],
      refused: [("momentum", .real(1)), ("momentum", .real(-0.5))]
        + (isNesterov ? [("nesterov", .integer(1))] : [])
    ) { w, g, slots, _ in
      let m = 0.75 * slots[0] + g
      return [w * (1 - lr * decay) - lr * (isNesterov ? g + 0.75 * m : m), m]
    }
  }
  + [(false, 0, 1.0), (false, 0, 1000), (true, 0, 3), (true, decay, 3)].map {
    isAMSGrad, decay, step in
    Update(
      op: AdamUpdate(
        beta1: beta1, beta2: beta2, epsilon: epsilon, isAMSGrad: isAMSGrad, decay: decay),
      slots: [.signed, .positive] + (isAMSGrad ? [.positive] : []), step: step,
      optional: ["amsgrad", "decay"],
      refused: [
        ("beta1", .real(1)), ("beta1", .real(-0.5)), ("beta2", .real(1)), ("epsilon", .real(0)),
      ]
    ) { w, g, slots, step in
      let m = beta1 * slots[0] + (1 - beta1) * g
      let v = beta2 * slots[1] + (1 - beta2) * g * g
      let largest = isAMSGrad ? max(slots[2], v) : v
      let (c1, c2) = (1 - pow(beta1, step), 1 - pow(beta2, step))
      let new = w * (1 - lr * decay) - lr / c1 * m / (sqrt(largest) / sqrt(c2) + epsilon)
      return [new, m, v] + (isAMSGrad ? [largest] : [])
    }
  }
  + [(0, false), (0.5, false), (0, true), (0.5, true)].map { momentum, isCentered in
    Update(
      op: RMSpropUpdate(
        rho: beta1, epsilon: epsilon, momentum: momentum, isCentered: isCentered),
      // The mean square is no less than the square of the mean.
      slots: [.values(Array(repeating: 4, count: 67 * 70))] + (isCentered ? [.signed] : [])
        + (momentum > 0 ? [.signed] : []), optional: ["momentum", "centered"],
      refused: [("rho", .real(1)), ("rho", .real(-0.5)), ("epsilon", .real(0))]
        + (momentum > 0 ? [("momentum", .real(1))] : [])
    ) { w, g, slots, _ in
      let s = beta1 * slots[0] + (1 - beta1) * g * g
      let mean = isCentered ? [beta1 * slots[1] + (1 - beta1) * g] : []
      let step = g / (sqrt(s - (mean.first.map { $0 * $0 } ?? 0)) + epsilon)
      guard momentum > 0, let old = slots.last else { return [w - lr * step, s] + mean }
      let m = momentum * old + step
      return [w - lr * m, s] + mean + [m]
    }
  }
  + [1.0, 1000].map { step in
    Update(
      op: AdamaxUpdate(beta1: beta1, beta2: beta2, epsilon: epsilon), slots: [.signed, .positive],
      step: step,
      refused: [("beta1", .real(1)), ("beta2", .real(-0.5)), ("epsilon", .real(0))]
    ) { w, g, slots, step in
      let m = beta1 * slots[0] + (1 - beta1) * g
      let u = max(beta2 * slots[1], abs(g) + epsilon)
      return [w - lr / (1 - pow(beta1, step)) * m / u, m, u]
    }
  }
  + [(0, nil), (0.25, 5.0)].map { rateDecay, step in
    Update(
      op: AdagradUpdate(epsilon: epsilon, rateDecay: rateDecay), slots: [.positive], step: step,
      optional: ["lr_decay"],
      refused: [("epsilon", .real(0))]
        + (rateDecay > 0 ? [("lr_decay", .real(-1))] : [])
    ) { w, g, slots, step in
      let s = slots[0] + g * g
      return [w - lr / (1 + (step - 1) * rateDecay) * g / (sqrt(s) + epsilon), s]
    }
  }

/// Tensors that differ in shape, and a learning rate that is no scalar.
private func differing(tensors: Int) -> [[TensorType]] {
  let alike = Array(repeating: TensorType(.f64, [3]), count: tensors)
  return [
    alike.dropLast() + [TensorType(.f64, [2]), TensorType(.f64, [])],
    alike + [TensorType(.f64, [1])],
  ]
}
