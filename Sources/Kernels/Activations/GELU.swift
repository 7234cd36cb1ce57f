extension Activation {
  /// x P(Z <= x) for a standard normal Z (Hendrycks and Gimpel, 2016); its gradient, P(Z <= x) + x p(x)
  /// with the density p, is computed from the input. The limits at the infinities are 0 and infinity.
  public static let gelu = unsafe Activation(
    name: "gelu",
    forwardF32: { x, y, count, _ in unsafe forwardRow(Row<Float>(x), Row(y), count) },
    forwardF64: { x, y, count, _ in unsafe forwardRow(Row<Double>(x), Row(y), count) },
    gradientF32: { dy, x, dx, count, _ in
      unsafe gradientRow(Row<Float>(dy), Row(x), Row(dx), count)
    },
    gradientF64: { dy, x, dx, count, _ in
      unsafe gradientRow(Row<Double>(dy), Row(x), Row(dx), count)
    })
}

@inline(__always)
private func forwardRow<T: Scalar>(_ x: Row<T>, _ y: Row<T>, _ count: Int) {
  forEachChunk(of: count) {
    // Where x is less, the result is 0, and no infinity meets a 0.
    let x = T.choose(x[$0], atMost: Lanes(repeating: -40), Lanes(repeating: -40), otherwise: x[$0])
    let tail = T.normalTail(x).tail
    y[$0] = x * T.choose(x, atMost: .zero, tail, otherwise: 1 - tail)
  }
}

@inline(__always)
private func gradientRow<T: Scalar>(_ dy: Row<T>, _ x: Row<T>, _ dx: Row<T>, _ count: Int) {
  // 1 / sqrt(2 pi)
  let height = T(0.398_942_280_401_432_68)
  forEachChunk(of: count) {
    let x = T.clamp(x[$0], from: -40, to: 40)
    let (bell, tail) = T.normalTail(x)
    let below = T.choose(x, atMost: .zero, tail, otherwise: 1 - tail)
    dx[$0] = dy[$0] * (below + x * bell * height)
  }
}
