extension Activation {
  /// The approximation x (1 + tanh(u)) / 2 = x s(2 u) of `gelu`, with the logistic function s and u =
  /// sqrt(2 / pi) (x + 0.044715 x^3) (Hendrycks and Gimpel, 2016). Its gradient is computed from the
  /// input.
  public static let geluTanh = unsafe Activation(
    name: "gelu_tanh",
    forwardF32: { x, y, count, _ in unsafe forwardRow(Row<Float>(x), Row(y), count) },
    forwardF64: { x, y, count, _ in unsafe forwardRow(Row<Double>(x), Row(y), count) },
    gradientF32: { dy, x, dx, count, _ in
      unsafe gradientRow(Row<Float>(dy), Row(x), Row(dx), count)
    },
    gradientF64: { dy, x, dx, count, _ in
      unsafe gradientRow(Row<Double>(dy), Row(x), Row(dx), count)
    })
}

/// sqrt(2 / pi)
private let slope = 0.797_884_560_802_865_36
private let curvature = 0.044_715

@inline(__always)
private func forwardRow<T: Scalar>(_ x: Row<T>, _ y: Row<T>, _ count: Int) {
  let (linear, cubic) = (T(2 * slope), T(2 * slope * curvature))
  forEachChunk(of: count) {
    let low = Lanes<T>(repeating: -30)
    // Where x is less, the result is 0, and no infinity meets a 0.
    let value = T.choose(x[$0], atMost: low, low, otherwise: x[$0])
    let x = T.clamp(value, from: -30, to: 30)
    y[$0] = value * T.logistic(x * linear + x * x * x * cubic).ofX
  }
}

@inline(__always)
private func gradientRow<T: Scalar>(_ dy: Row<T>, _ x: Row<T>, _ dx: Row<T>, _ count: Int) {
  let (linear, cubic) = (T(2 * slope), T(2 * slope * curvature))
  forEachChunk(of: count) {
    let x = T.clamp(x[$0], from: -30, to: 30)
    let square = x * x
    let (s, rest) = T.logistic(x * linear + square * x * cubic)
    dx[$0] = dy[$0] * (s * (1 + x * rest * (linear + square * cubic * 3)))
  }
}
