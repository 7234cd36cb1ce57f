public import IR
public import Kernels
public import Operators

// Graphs that look like lowered models: layers over rows, a loss, and nothing but operators with a
// gradient between parameters and loss, so that they can be differentiated.
extension RandomGraph {
  /// A forward graph of about `size` nodes with the outputs `prediction`, `loss` and `accuracy`.
  ///
  /// In training mode it normalises by the batch's figures, updates their averages and drops out; in
  /// inference it normalises by the averages and updates nothing.
  public static func model(
    _ seed: Int, size: Int = 24, element: ElementType = .f64, mode: Mode = .training
  ) throws -> Graph {
    var maker = RandomGraph(UInt64(seed), true, mode == .training, element)
    var layers = [try maker.dense(maker.pick(), units: maker.width())]
    while maker.graph.nodes.count < size {
      let span = min(layers.count, maker.random.below(3) == 0 ? layers.count : 3)
      let x = layers[layers.count - 1 - maker.random.below(span)]
      layers.append(try maker.layer(on: x, others: layers, mode))
    }
    try maker.addHead(on: layers[layers.count - 1], also: layers[0])
    return maker.graph
  }

  private mutating func penalty() -> Penalty {
    Penalty(
      l1: random.below(4) == 0 ? 1e-2 : 0, l2: random.below(4) == 0 ? 1e-3 : 0)
  }

  /// X W + b, with either layout of W.
  private mutating func dense(_ x: ValueID, units: Int) throws -> ValueID {
    let columns = shape(of: x)[1]
    let penalty = penalty()
    let product =
      random.below(4) == 0
      ? try add(Matmul(transposeB: true), x, state([units, columns], penalty: penalty))
      : try add(Matmul(), x, state([columns, units], penalty: penalty))
    return try add(AddBias(), product, state([units]))
  }

  private mutating func layer(
    on x: ValueID, others: [ValueID], _ mode: Mode
  ) throws -> ValueID {
    let (rows, columns) = (shape(of: x)[0], shape(of: x)[1])
    let equals = others.filter { $0 != x && shape(of: $0) == shape(of: x) }
    switch random.below(14) {
    case 0, 1: return try add(activation(), dense(x, units: width()))
    case 2:
      let y = try dense(x, units: width())
      return try batchnorm(random.below(2) == 0 ? y : add(activation(), y), mode)
    case 3:
      let y = try batchnorm(x, mode)
      return random.below(2) == 0 ? y : try add(activation(), y)
    case 4 where mode == .training:
      let y = random.below(2) == 0 ? x : try add(activation(), dense(x, units: width()))
      return try add(Dropout(rate: 0.3, site: site()), y, step)
    case 5, 6:
      // A residual join, of a branch of its own or of any earlier layer.
      let branch =
        equals.isEmpty
        ? try add(activation(), dense(x, units: columns)) : equals[random.below(equals.count)]
      return try add(activation(), add(Add(), x, branch))
    case 11 where mode == .training: return try add(Noise(deviation: 0.1, site: site()), x, step)
    case 12: return try layernorm(x)[0]
    case 13: return try add(PReLU(), x, state([random.below(2) == 0 ? 1 : columns], positive: true))
    case 7: return try add(Scale(factor: [0.5, -1.5][random.below(2)]), x)
    case 8:
      let view = try add(Reshape(shape: [rows, columns, 1]), x)
      return try add(Reshape(shape: [rows, columns]), add(activation(), view))
    case 9:
      // Each row is mixed with the rows that are like it.
      let product =
        random.below(2) == 0
        ? try add(Matmul(transposeB: true), x, x) : try add(Matmul(), x, add(Transpose(), x))
      let likeness = try add(Tanh(), product)
      return try add(Tanh(), add(Matmul(), likeness, x))
    case 10:
      return try add(Tanh(), add(Matmul(transposeA: true), state([rows, rows]), x))
    default: return try add(activation(), x)
    }
  }

  private mutating func batchnorm(_ x: ValueID, _ mode: Mode) throws -> ValueID {
    let columns = [shape(of: x)[1]]
    let (gamma, beta) = (state(columns, positive: true), state(columns))
    let mean = state(columns, role: .statistic)
    let variance = state(columns, positive: true, role: .statistic)
    guard mode == .training else {
      return try add(BatchnormInference(epsilon: 1e-3), x, gamma, beta, mean, variance)
    }
    let results = try addAll(Batchnorm(epsilon: 1e-3), [x, gamma, beta])
    update(mean, try add(MovingAverage(momentum: 0.9), mean, results[1]))
    update(variance, try add(MovingAverage(momentum: 0.9, scale: 1.5), variance, results[2]))
    return results[0]
  }

  /// The output layer, one of the losses, and at times a penalty on the activations of a layer.
  private mutating func addHead(on x: ValueID, also hidden: ValueID) throws {
    let units = 2 + random.below(9)
    let scores = try dense(x, units: units)
    var losses: ValueID
    switch random.below(3) {
    case 0:
      addOutput("prediction", try add(Softmax(), scores))
      let smoothing = [0, 0.1][random.below(2)]
      losses = try add(SoftmaxCrossEntropy(smoothing: smoothing), scores, labels)
      if random.below(2) == 0 {
        let weights = (0..<units).map { Double($0 + 1) / 4 }
        losses = try add(Multiply(), losses, add(ClassWeight(element, weights: weights), labels))
      }
    case 1:
      let targets = try add(OneHot(element, columns: units), labels)
      addOutput("prediction", try add(Sigmoid(), scores))
      losses = try add(SigmoidCrossEntropy(), scores, targets)
    default:
      let targets = try add(OneHot(element, columns: units), labels)
      addOutput("prediction", scores)
      let errors: [any Op] = [SquaredError(), AbsoluteError(), HuberError(delta: 0.5)]
      losses = try add(errors[random.below(3)], scores, targets)
    }
    var loss = try add(Mean(), losses)
    if random.below(3) == 0 {
      let size = try add(random.below(2) == 0 ? RowSquareSum() : RowAbsoluteSum(), hidden)
      loss = try add(Add(), loss, add(Scale(factor: 1e-2), add(Sum(), size)))
    }
    addOutput("loss", loss)
    addOutput("accuracy", try add(Mean(), add(ArgmaxEquals(), scores, labels)))
  }
}
