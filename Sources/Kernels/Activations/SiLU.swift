extension Activation {
  /// x s(x) with the logistic function s, also known as swish (Elfwing et al., 2018; Ramachandran et
  /// al., 2017). Its gradient, s(x) (1 + x s(-x)), is computed from the input.
  public static let silu = unsafe Activation(
    name: "silu",
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
  let low = Lanes<T>(repeating: -800)
  forEachChunk(of: count) {
    // Where x is less, the result is 0, and no infinity meets a 0.
    let x = T.choose(x[$0], atMost: low, low, otherwise: x[$0])
    y[$0] = x * T.logistic(x).ofX
  }
}

@inline(__always)
private func gradientRow<T: Scalar>(_ dy: Row<T>, _ x: Row<T>, _ dx: Row<T>, _ count: Int) {
  forEachChunk(of: count) {
    let x = T.clamp(x[$0], from: -800, to: 800)
    let (s, rest) = T.logistic(x)
    dx[$0] = dy[$0] * (s * (1 + x * rest))
  }
}
