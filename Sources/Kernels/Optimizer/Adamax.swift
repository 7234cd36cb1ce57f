import Glibc

extension Step {
  /// AdaMax (Kingma and Ba, 2015) as PyTorch computes it: m = beta1 * m + (1 - beta1) * g,
  /// u = max(beta2 * u, |g| + epsilon), w -= lr / (1 - beta1^step) * m / u.
  ///
  /// `step`, a single i32, counts from 1; `lr` is a single element; each output may be its input. g
  /// is the gradient with that of the penalty.
  public static func adamax(
    w: Matrix, g: Matrix, m: Matrix, u: Matrix, lr: Matrix, step: Matrix, beta1: Double,
    beta2: Double, epsilon: Double, penalty: WeightPenalty = .none, into w2: Matrix, m2: Matrix,
    u2: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: w2, elementwise: true)
    let arguments = Adamax(
      w: domain.matrix(w), g: domain.matrix(g), m: domain.matrix(m), u: domain.matrix(u),
      w2: domain.matrix(w2), m2: domain.matrix(m2), u2: domain.matrix(u2), rate: domain.scalar(lr),
      step: domain.scalar(step, .i32), beta1: beta1, beta2: beta2, epsilon: epsilon,
      penalty: penalty, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Adamax.self, Float.self, $0) },
      f64: { unsafe call(Adamax.self, Double.self, $0) })
  }
}

private struct Adamax: Kernel {
  let w: Window
  let g: Window
  let m: Window
  let u: Window
  let w2: Window
  let m2: Window
  let u2: Window
  let rate: Window
  let step: Window
  let beta1: Double
  let beta2: Double
  let epsilon: Double
  let penalty: WeightPenalty
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let step = Double(step.row(of: Int32.self)[0])
    let rate = T(rate.row(of: T.self)[0].double / (1 - pow(beta1, step)))
    let decay1 = T(beta1)
    let decay2 = T(beta2)
    let gain1 = T(1 - beta1)
    let epsilon = T(epsilon)
    for r in 0..<rows {
      let w: Row<T> = w.row(r), g: Row<T> = g.row(r), m: Row<T> = m.row(r), u: Row<T> = u.row(r),
        w2: Row<T> = w2.row(r), m2: Row<T> = m2.row(r), u2: Row<T> = u2.row(r)
      forEachChunk(of: columns) {
        let weight = w[$0]
        let gradient = penalty.gradient(g[$0], at: weight)
        let mean = decay1 * m[$0] + gain1 * gradient
        let size = T.magnitude(gradient) + epsilon
        let old = decay2 * u[$0]
        let norm = T.choose(size, atMost: old, old, otherwise: size)
        m2[$0] = mean
        u2[$0] = norm
        w2[$0] = weight - rate * mean / norm
      }
    }
  }
}
