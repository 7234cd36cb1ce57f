import IR
import Kernels
import Operators

// What random graphs grow by: a few nodes at a time.
extension RandomGraph {
  mutating func grow() throws {
    let x = pick()
    switch random.below(hasUpdates ? 9 : 8) {
    case 0, 1: try addAffine(x)
    case 2, 3: try addElementwise(x)
    case 4: try addReduction(x)
    case 5: try addLoss(x)
    case 6: try addNormalization(x)
    case 7: try addRandom(x)
    default: try addUpdate(x)
    }
  }

  private mutating func addAffine(_ x: ValueID) throws {
    let (rows, columns) = (shape(of: x)[0], shape(of: x)[1])
    switch random.below(10) {
    case 0 where hasProducts: try add(Matmul(), x, state([columns, width()]))
    case 1 where hasProducts: try add(Matmul(transposeB: true), x, state([width(), columns]))
    case 2 where hasProducts: try add(Matmul(transposeA: true), x, latest(rows: rows) ?? x)
    case 3 where hasProducts:
      try add(Matmul(transposeA: true, transposeB: true), x, state([width(), rows]))
    case 4 where hasProducts:
      let affine = try add(
        AddBias(), add(Matmul(), x, state([columns, 7])), state([7]))
      try add(activation(), affine)
    case 5:
      let view = try add(Reshape(shape: [columns, rows]), x)
      _ = try random.below(2) == 0 ? add(Sign(), view) : add(Transpose(), view)
    case 6: try add(BiasActivation(activation()), x, state([columns]))
    case 8:
      let transposed = try add(Transpose(), x)
      if random.below(2) == 0 { try add(Transpose(), transposed) }
    case 7: try add(activation(), add(AddBias(), x, state([columns])))
    case 9: try add(ShiftScale(), x, state([columns]), state([columns]))
    default: try add(AddBias(), x, state([columns]))
    }
  }

  private mutating func addElementwise(_ x: ValueID) throws {
    let type = type(of: x)
    switch random.below(10) {
    case 9:
      let slope = state([random.below(2) == 0 ? 1 : type.columns], positive: true)
      try add(PReLU(), x, slope)
      try add(PReLUGradient(), partner(of: x), x, slope)
      try add(AddBias(), x, add(PReLUSlopeGradient(), partner(of: x), x))
    case 0: try add(Tanh(), add(Add(), x, partner(of: x)))
    case 1: try add(Scale(factor: [-0.5, 1, 2][random.below(3)]), x)
    case 2:
      let function = activation()
      try add(ActivationGradient(of: function), x, add(function, partner(of: x)))
    case 3: try add(Add(), x, add(Scale(factor: 0.5), add(Constant(type, value: 3))))
    case 4:
      // Two equal nodes, and a sum of both.
      try add(Add(), add(Sigmoid(), x), add(Sigmoid(), x))
    case 5:
      // Depends on states alone: a prologue where nothing is updated.
      let weight = state(type.shape)
      let scaled = try add(Scale(factor: 2), weight)
      try add(Add(), x, random.below(2) == 0 ? scaled : weight)
    case 6: try add(Sign(), x)
    default: try add(activation(), x)
    }
  }

  private mutating func addReduction(_ x: ValueID) throws {
    switch random.below(4) {
    case 0: try add(Tanh(), add(ScaleColumns(), x, add(ColumnSum(), x)))
    case 1: try add(Tanh(), add(ScaleRows(), x, add(RowSquareSum(), x)))
    case 2: try add(Tanh(), add(ScaleRows(), x, add(RowAbsoluteSum(), x)))
    default:
      let figure = try add(random.below(2) == 0 ? Mean() : Sum(), add(Tanh(), x))
      try add(Add(), x, add(Broadcast(to: type(of: x), factor: 0.1), figure))
    }
  }

  private mutating func addLoss(_ x: ValueID) throws {
    guard shape(of: x)[0] == rows, shape(of: x)[1] >= 2 else {
      try add(Softmax(), x)
      return
    }
    let name = "figure\(graph.outputs.count)"
    switch random.below(6) {
    case 0:
      let mean = try add(Mean(), add(SoftmaxCrossEntropy(), x, labels))
      addOutput(name, mean)
      try add(Broadcast(to: type(of: x), factor: 0.1), mean)
    case 1:
      let difference = try add(SubtractOneHot(), add(Softmax(), x), labels)
      try add(ScaleRows(), difference, add(SoftmaxCrossEntropy(), x, labels))
    case 2:
      let losses = try add(SoftmaxCrossEntropy(), x, labels)
      try add(SoftmaxCrossEntropyGradient(), x, labels, losses)
    case 3:
      let targets = try add(OneHot(element, columns: shape(of: x)[1]), labels)
      let losses = try add(SigmoidCrossEntropy(), x, targets)
      try add(SigmoidCrossEntropyGradient(), x, targets, losses)
    case 4:
      let targets = try add(OneHot(element, columns: shape(of: x)[1]), labels)
      let (scores, losses) = try (add(Tanh(), x), add(SquaredError(), x, targets))
      try add(Tanh(), add(SquaredErrorGradient(), scores, targets, losses))
    default:
      let hits = try add(random.below(2) == 0 ? ArgmaxEquals() : SignEquals(), x, labels)
      addOutput(name, try add(Mean(), hits))
    }
  }

  private mutating func addNormalization(_ x: ValueID) throws {
    let columns = [shape(of: x)[1]]
    let (gamma, beta) = (state(columns, positive: true), state(columns))
    switch random.below(4) {
    case 3:
      let results = try layernorm(x)
      let gamma = state(columns, positive: true)
      if random.below(2) == 0 {
        let (mean, precision) = (results[1], results[2])
        try add(LayernormGradient(), partner(of: x), x, mean, precision, gamma)
        let gradients = try addAll(
          LayernormParameterGradient(), [partner(of: x), x, mean, precision])
        try add(AddBias(), x, gradients[random.below(2)])
      }
    case 0:
      let results = try addAll(Batchnorm(epsilon: 1e-3), [x, gamma, beta])
      let average = state(columns, role: .statistic)
      update(average, try add(MovingAverage(momentum: 0.9), average, results[1]))
      if random.below(2) == 0 {
        let gradients = try addAll(
          BatchnormGradient(epsilon: 1e-3), [partner(of: x), x, results[1], results[2], gamma])
        try add(Tanh(), gradients[0])
        try add(AddBias(), x, gradients[2])
      }
    case 1:
      let variance = state(columns, positive: true, role: .statistic)
      let mean = state(columns, role: .statistic)
      var y = x
      if hasProducts {
        y = try add(AddBias(), add(Matmul(), x, state(columns + columns)), state(columns))
      }
      try add(BatchnormInference(epsilon: 1e-3), y, gamma, beta, mean, variance)
    default:
      let variance = state(columns, positive: true, role: .statistic)
      let gain = try add(BatchnormGain(epsilon: 1e-3), gamma, variance)
      let shift = try add(BatchnormShift(), beta, gamma, gain)
      try add(AddBias(), add(ScaleColumns(), x, gain), shift)
    }
  }

  /// A layer normalisation's three results.
  mutating func layernorm(_ x: ValueID) throws -> [ValueID] {
    let columns = [shape(of: x)[1]]
    return try addAll(
      Layernorm(epsilon: 1e-3), [x, state(columns, positive: true), state(columns)])
  }

  private mutating func addRandom(_ x: ValueID) throws {
    let site = site()
    if random.below(4) == 0 {
      try add(Noise(deviation: 0.5, site: site), x, step)
      return
    }
    let fallen = try add(Dropout(rate: 0.3, site: site), x, step)
    switch random.below(3) {
    case 0: try add(DropoutGradient(rate: 0.3, site: site), partner(of: x), step)
    case 1: try add(activation(), fallen)
    default: break
    }
  }

  /// A gradient, or what clipping makes of it.
  private mutating func clipped(_ x: ValueID) throws -> ValueID {
    switch random.below(4) {
    case 0: return try add(ClipValue(limit: 0.5), x)
    case 1:
      let total = try add(Sum(), add(SquareSum(), x))
      return try add(ClipNorm(), x, add(ClipFactor(norm: 0.5), total))
    default: return x
    }
  }

  private mutating func addUpdate(_ gradient: ValueID) throws {
    let x = try clipped(gradient)
    let shape = shape(of: x)
    let weight = state(shape)
    switch random.below(4) {
    case 0:
      let moment = state(shape)
      let results = try addAll(MomentumUpdate(momentum: 0.9), [weight, x, moment, learningRate])
      update(weight, results[0])
      update(moment, results[1])
      // A late reader of the old weight keeps the update from being computed in place.
      if random.below(3) == 0 { try add(Add(), x, weight) }
    case 1:
      // The first slot of most is a mean; the others are of squares or sizes.
      let updates: [any PenalisedUpdate] = [
        AdamUpdate(beta1: 0.9, beta2: 0.99, epsilon: 1e-6),
        AdamUpdate(beta1: 0.9, beta2: 0.99, epsilon: 1e-6, isAMSGrad: true, decay: 0.1),
        AdamaxUpdate(beta1: 0.9, beta2: 0.99, epsilon: 1e-6),
        AdagradUpdate(epsilon: 1e-6, rateDecay: 0.1),
        RMSpropUpdate(rho: 0.9, epsilon: 0.1, momentum: 0.5),
      ]
      let op = updates[random.below(updates.count)]
      let isMeanFirst = op is AdamUpdate || op is AdamaxUpdate
      let slots = (0..<op.slotCount).map { state(shape, positive: $0 > 0 || !isMeanFirst) }
      let operands = [weight, x] + slots + [learningRate] + (op.takesStep ? [step] : [])
      let results = try addAll(op, operands)
      for (old, new) in zip([weight] + slots, results) { update(old, new) }
    case 2: update(weight, try add(SGDUpdate(), weight, x, learningRate))
    default:
      let other = state(shape)
      update(weight, other)
      update(other, random.below(2) == 0 ? weight : x)
      if random.below(2) == 0 { addOutput("old\(graph.outputs.count)", weight) }
    }
  }
}
