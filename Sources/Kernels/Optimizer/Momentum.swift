extension Step {
  /// Gradient descent with momentum as PyTorch defines it: m = momentum * m + g and
  /// w = (1 - lr * decay) * w - lr * d, where d is m, or by Nesterov g + momentum * m.
  ///
  /// `lr` is a single element; w2 may be w and m2 may be m. g is the gradient with that of the
  /// penalty.
  public static func momentum(
    w: Matrix, g: Matrix, m: Matrix, lr: Matrix, momentum: Double, isNesterov: Bool = false,
    decay: Double = 0, penalty: WeightPenalty = .none, into w2: Matrix, m2: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: w2, elementwise: true)
    let arguments = Momentum(
      w: domain.matrix(w), g: domain.matrix(g), m: domain.matrix(m), w2: domain.matrix(w2),
      m2: domain.matrix(m2), rate: domain.scalar(lr), momentum: momentum, isNesterov: isNesterov,
      decay: decay, penalty: penalty, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Momentum.self, Float.self, $0) },
      f64: { unsafe call(Momentum.self, Double.self, $0) })
  }
}

private struct Momentum: Kernel {
  let w: Window
  let g: Window
  let m: Window
  let w2: Window
  let m2: Window
  let rate: Window
  let momentum: Double
  let isNesterov: Bool
  let decay: Double
  let penalty: WeightPenalty
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let rate = rate.row(of: T.self)[0]
    let kept = T(1 - rate.double * decay)
    let momentum = T(momentum)
    for r in 0..<rows {
      let w: Row<T> = w.row(r), g: Row<T> = g.row(r), m: Row<T> = m.row(r), w2: Row<T> = w2.row(r),
        m2: Row<T> = m2.row(r)
      forEachChunk(of: columns) {
        let weight = w[$0]
        let gradient = penalty.gradient(g[$0], at: weight)
        let velocity = momentum * m[$0] + gradient
        m2[$0] = velocity
        w2[$0] = weight * kept - rate * (isNesterov ? gradient + momentum * velocity : velocity)
      }
    }
  }
}
