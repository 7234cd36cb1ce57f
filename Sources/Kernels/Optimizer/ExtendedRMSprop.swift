extension Step {
  /// RMSprop with more: s = rho * s + (1 - rho) * g^2, d = g / (sqrt(s) + epsilon), w -= lr * d.
  ///
  /// A kernel of its own beside the plain one, which this one's branches would slow by a fifth. With
  /// `mean` (the centered form; Graves, 2013) a = rho * a + (1 - rho) * g and
  /// d = g / (sqrt(s - a^2) + epsilon); with `velocity` m = momentum * m + d and w -= lr * m. Each is
  /// a matrix that is read and one that is written. `lr` is a single element; each output may be its
  /// input. g is the gradient with that of the penalty.
  public static func rmsprop(
    w: Matrix, g: Matrix, s: Matrix, mean: (old: Matrix, new: Matrix)?,
    velocity: (old: Matrix, new: Matrix)?, lr: Matrix, rho: Double, epsilon: Double,
    momentum: Double, penalty: WeightPenalty = .none, into w2: Matrix, s2: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: w2, elementwise: true)
    let arguments = ExtendedRMSprop(
      w: domain.matrix(w), g: domain.matrix(g), s: domain.matrix(s),
      a: domain.matrix(mean?.old ?? s), m: domain.matrix(velocity?.old ?? s),
      w2: domain.matrix(w2), s2: domain.matrix(s2), a2: domain.matrix(mean?.new ?? s2),
      m2: domain.matrix(velocity?.new ?? s2), rate: domain.scalar(lr), isCentered: mean != nil,
      hasVelocity: velocity != nil, rho: rho, epsilon: epsilon, momentum: momentum,
      penalty: penalty, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ExtendedRMSprop.self, Float.self, $0) },
      f64: { unsafe call(ExtendedRMSprop.self, Double.self, $0) })
  }
}

private struct ExtendedRMSprop: Kernel {
  let w: Window
  let g: Window
  let s: Window
  let a: Window
  let m: Window
  let w2: Window
  let s2: Window
  let a2: Window
  let m2: Window
  let rate: Window
  let isCentered: Bool
  let hasVelocity: Bool
  let rho: Double
  let epsilon: Double
  let momentum: Double
  let penalty: WeightPenalty
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let rate = rate.row(of: T.self)[0]
    let rho = T(rho)
    let gain = T(1 - self.rho)
    let epsilon = T(epsilon)
    let momentum = T(momentum)
    for r in 0..<rows {
      let w: Row<T> = w.row(r), g: Row<T> = g.row(r), s: Row<T> = s.row(r), a: Row<T> = a.row(r),
        m: Row<T> = m.row(r), w2: Row<T> = w2.row(r), s2: Row<T> = s2.row(r),
        a2: Row<T> = a2.row(r), m2: Row<T> = m2.row(r)
      forEachChunk(of: columns) {
        let weight = w[$0]
        let gradient = penalty.gradient(g[$0], at: weight)
        var square = rho * s[$0] + gain * (gradient * gradient)
        s2[$0] = square
        if isCentered {
          let mean = rho * a[$0] + gain * gradient
          a2[$0] = mean
          // The difference, a variance, may fall below 0 by rounding alone.
          let variance = square - mean * mean
          square = T.choose(variance, atMost: .zero, .zero, otherwise: variance)
        }
        var direction = gradient / (T.squareRoot(square) + epsilon)
        if hasVelocity {
          direction = momentum * m[$0] + direction
          m2[$0] = direction
        }
        w2[$0] = weight - rate * direction
      }
    }
  }
}
