extension Step {
  /// Adam (Kingma and Ba, 2015) as PyTorch computes it: m = beta1 * m + (1 - beta1) * g,
  /// v = beta2 * v + (1 - beta2) * g^2 and
  /// w = (1 - lr * decay) * w - lr / c1 * m / (sqrt(v) / sqrt(c2) + epsilon), with c = 1 - beta^step.
  ///
  /// `step`, a single i32, counts from 1; `lr` is a single element; each output may be its input. g is
  /// the gradient with that of the penalty.
  public static func adam(
    w: Matrix, g: Matrix, m: Matrix, v: Matrix, lr: Matrix, step: Matrix,
    beta1: Double, beta2: Double, epsilon: Double, decay: Double = 0,
    penalty: WeightPenalty = .none, into w2: Matrix, m2: Matrix, v2: Matrix,
    block: Block
  ) -> Step {
    var domain = Domain(block, of: w2, elementwise: true)
    let arguments = Adam(
      w: domain.matrix(w), g: domain.matrix(g), m: domain.matrix(m), v: domain.matrix(v),
      w2: domain.matrix(w2), m2: domain.matrix(m2),
      v2: domain.matrix(v2),
      settings: AdamSettings(
        rate: domain.scalar(lr), step: domain.scalar(step, .i32), beta1: beta1, beta2: beta2,
        epsilon: epsilon, decay: decay),
      penalty: penalty, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Adam.self, Float.self, $0) },
      f64: { unsafe call(Adam.self, Double.self, $0) })
  }
}

private struct Adam: Kernel {
  let w: Window
  let g: Window
  let m: Window
  let v: Window
  let w2: Window
  let m2: Window
  let v2: Window
  let settings: AdamSettings
  let penalty: WeightPenalty
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let factors = AdamFactors<T>(settings)
    for r in 0..<rows {
      let w: Row<T> = w.row(r), g: Row<T> = g.row(r), m: Row<T> = m.row(r), v: Row<T> = v.row(r),
        w2: Row<T> = w2.row(r), m2: Row<T> = m2.row(r),
        v2: Row<T> = v2.row(r)
      forEachChunk(of: columns) {
        let weight = w[$0]
        let gradient = penalty.gradient(g[$0], at: weight)
        let mean = factors.decay1 * m[$0] + factors.gain1 * gradient
        let square = factors.decay2 * v[$0] + factors.gain2 * (gradient * gradient)
        m2[$0] = mean
        v2[$0] = square
        w2[$0] =
          weight * factors.kept - factors.rate * mean
          / (T.squareRoot(square) * factors.correction + factors.epsilon)
      }
    }
  }
}
