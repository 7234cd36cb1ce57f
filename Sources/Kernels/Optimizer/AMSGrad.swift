extension Step {
  /// AMSGrad (Reddi et al., 2018) as PyTorch computes it: m = beta1 * m + (1 - beta1) * g,
  /// v = beta2 * v + (1 - beta2) * g^2, largest = max(largest, v) and
  /// w = (1 - lr * decay) * w - lr / c1 * m / (sqrt(largest) / sqrt(c2) + epsilon), with
  /// c = 1 - beta^step.
  ///
  /// A kernel of its own beside `adam`: a branch in their loop would cost half of their time.
  /// `step`, a single i32, counts from 1; `lr` is a single element; each output may be its input. g is
  /// the gradient with that of the penalty.
  public static func amsgrad(
    w: Matrix, g: Matrix, m: Matrix, v: Matrix, largest: Matrix, lr: Matrix, step: Matrix,
    beta1: Double, beta2: Double, epsilon: Double, decay: Double = 0,
    penalty: WeightPenalty = .none, into w2: Matrix, m2: Matrix, v2: Matrix,
    largest2: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: w2, elementwise: true)
    let arguments = AMSGrad(
      w: domain.matrix(w), g: domain.matrix(g), m: domain.matrix(m), v: domain.matrix(v),
      largest: domain.matrix(largest), w2: domain.matrix(w2), m2: domain.matrix(m2),
      v2: domain.matrix(v2), largest2: domain.matrix(largest2),
      settings: AdamSettings(
        rate: domain.scalar(lr), step: domain.scalar(step, .i32), beta1: beta1, beta2: beta2,
        epsilon: epsilon, decay: decay),
      penalty: penalty, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(AMSGrad.self, Float.self, $0) },
      f64: { unsafe call(AMSGrad.self, Double.self, $0) })
  }
}

private struct AMSGrad: Kernel {
  let w: Window
  let g: Window
  let m: Window
  let v: Window
  let largest: Window
  let w2: Window
  let m2: Window
  let v2: Window
  let largest2: Window
  let settings: AdamSettings
  let penalty: WeightPenalty
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let factors = AdamFactors<T>(settings)
    for r in 0..<rows {
      let w: Row<T> = w.row(r), g: Row<T> = g.row(r), m: Row<T> = m.row(r), v: Row<T> = v.row(r),
        largest: Row<T> = largest.row(r), w2: Row<T> = w2.row(r), m2: Row<T> = m2.row(r),
        v2: Row<T> = v2.row(r), largest2: Row<T> = largest2.row(r)
      forEachChunk(of: columns) {
        let weight = w[$0]
        let gradient = penalty.gradient(g[$0], at: weight)
        let mean = factors.decay1 * m[$0] + factors.gain1 * gradient
        let square = factors.decay2 * v[$0] + factors.gain2 * (gradient * gradient)
        m2[$0] = mean
        v2[$0] = square
        let old = largest[$0]
        let upper = T.choose(square, atMost: old, old, otherwise: square)
        largest2[$0] = upper
        w2[$0] =
          weight * factors.kept - factors.rate * mean
          / (T.squareRoot(upper) * factors.correction + factors.epsilon)
      }
    }
  }
}
