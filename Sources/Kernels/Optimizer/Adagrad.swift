extension Step {
  /// AdaGrad (Duchi et al., 2011) as PyTorch computes it: s = s + g^2,
  /// w -= lr / (1 + (step - 1) * rateDecay) * g / (sqrt(s) + epsilon).
  ///
  /// `step`, a single i32, counts from 1, and is not needed where the rate does not decay; `lr` is a
  /// single element; each output may be its input. g is the gradient with that of the penalty.
  public static func adagrad(
    w: Matrix, g: Matrix, s: Matrix, lr: Matrix, step: Matrix?, rateDecay: Double, epsilon: Double,
    penalty: WeightPenalty = .none, into w2: Matrix, s2: Matrix, block: Block
  ) -> Step {
    precondition(step != nil || rateDecay == 0, "a rate that decays needs the step")
    var domain = Domain(block, of: w2, elementwise: true)
    let rate = domain.scalar(lr)
    let arguments = Adagrad(
      w: domain.matrix(w), g: domain.matrix(g), s: domain.matrix(s), w2: domain.matrix(w2),
      s2: domain.matrix(s2), rate: rate, step: step.map { domain.scalar($0, .i32) } ?? rate,
      rateDecay: rateDecay, epsilon: epsilon, penalty: penalty, rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Adagrad.self, Float.self, $0) },
      f64: { unsafe call(Adagrad.self, Double.self, $0) })
  }
}

private struct Adagrad: Kernel {
  let w: Window
  let g: Window
  let s: Window
  let w2: Window
  let s2: Window
  let rate: Window
  /// The step's number; any other window where the rate does not decay.
  let step: Window
  let rateDecay: Double
  let epsilon: Double
  let penalty: WeightPenalty
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let base = rate.row(of: T.self)[0]
    var rate = base
    if rateDecay > 0 {
      let before = Double(step.row(of: Int32.self)[0]) - 1
      rate = T(base.double / (1 + before * rateDecay))
    }
    let epsilon = T(epsilon)
    for r in 0..<rows {
      let w: Row<T> = w.row(r), g: Row<T> = g.row(r), s: Row<T> = s.row(r), w2: Row<T> = w2.row(r),
        s2: Row<T> = s2.row(r)
      forEachChunk(of: columns) {
        let weight = w[$0]
        let gradient = penalty.gradient(g[$0], at: weight)
        let sum = s[$0] + gradient * gradient
        s2[$0] = sum
        w2[$0] = weight - rate * gradient / (T.squareRoot(sum) + epsilon)
      }
    }
  }
}
