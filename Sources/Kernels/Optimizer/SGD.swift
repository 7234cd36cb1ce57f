extension Step {
  /// Gradient descent: w = (1 - lr * decay) * w - lr * g. `lr` is a single element; w2 may be w. g is
  /// the gradient with that of the penalty.
  public static func sgd(
    w: Matrix, g: Matrix, lr: Matrix, decay: Double = 0, penalty: WeightPenalty = .none,
    into w2: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: w2, elementwise: true)
    let arguments = SGD(
      w: domain.matrix(w), g: domain.matrix(g), w2: domain.matrix(w2), rate: domain.scalar(lr),
      decay: decay, penalty: penalty, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SGD.self, Float.self, $0) },
      f64: { unsafe call(SGD.self, Double.self, $0) })
  }
}

private struct SGD: Kernel {
  let w: Window
  let g: Window
  let w2: Window
  let rate: Window
  let decay: Double
  let penalty: WeightPenalty
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let rate = rate.row(of: T.self)[0]
    let kept = T(1 - rate.double * decay)
    for r in 0..<rows {
      let w: Row<T> = w.row(r), g: Row<T> = g.row(r), w2: Row<T> = w2.row(r)
      forEachChunk(of: columns) {
        let weight = w[$0]
        w2[$0] = weight * kept - rate * penalty.gradient(g[$0], at: weight)
      }
    }
  }
}
