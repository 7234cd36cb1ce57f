extension Step {
  /// RMSprop (Hinton, 2012) as PyTorch computes it: s = rho * s + (1 - rho) * g^2,
  /// w -= lr * g / (sqrt(s) + epsilon).
  ///
  /// `lr` is a single element; each output may be its input. g is the gradient with that of the
  /// penalty.
  public static func rmsprop(
    w: Matrix, g: Matrix, s: Matrix, lr: Matrix, rho: Double, epsilon: Double,
    penalty: WeightPenalty = .none, into w2: Matrix, s2: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: w2, elementwise: true)
    let arguments = RMSprop(
      w: domain.matrix(w), g: domain.matrix(g), s: domain.matrix(s), w2: domain.matrix(w2),
      s2: domain.matrix(s2), rate: domain.scalar(lr), rho: rho, epsilon: epsilon,
      penalty: penalty, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(RMSprop.self, Float.self, $0) },
      f64: { unsafe call(RMSprop.self, Double.self, $0) })
  }
}

private struct RMSprop: Kernel {
  let w: Window
  let g: Window
  let s: Window
  let w2: Window
  let s2: Window
  let rate: Window
  let rho: Double
  let epsilon: Double
  let penalty: WeightPenalty
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let rate = rate.row(of: T.self)[0]
    let rho = T(rho)
    let gain = T(1 - self.rho)
    let epsilon = T(epsilon)
    for r in 0..<rows {
      let w: Row<T> = w.row(r), g: Row<T> = g.row(r), s: Row<T> = s.row(r), w2: Row<T> = w2.row(r),
        s2: Row<T> = s2.row(r)
      forEachChunk(of: columns) {
        let weight = w[$0]
        let gradient = penalty.gradient(g[$0], at: weight)
        let square = rho * s[$0] + gain * (gradient * gradient)
        s2[$0] = square
        w2[$0] = weight - rate * gradient / (T.squareRoot(square) + epsilon)
      }
    }
  }
}
