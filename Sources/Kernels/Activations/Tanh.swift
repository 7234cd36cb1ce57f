extension Activation {
  /// The hyperbolic tangent; its gradient is 1 - y^2.
  public static let tanh = unsafe Activation(
    name: "tanh",
    forwardF32: { x, y, count, _ in unsafe forwardRow(Row<Float>(x), Row(y), count) },
    forwardF64: { x, y, count, _ in unsafe forwardRow(Row<Double>(x), Row(y), count) },
    gradientF32: { dy, y, dx, count, _ in unsafe gradientRow(Row<Float>(dy), Row(y), Row(dx), count)
    },
    gradientF64: { dy, y, dx, count, _ in
      unsafe gradientRow(Row<Double>(dy), Row(y), Row(dx), count)
    })
}

@inline(__always)
private func forwardRow<T: Scalar>(_ x: Row<T>, _ y: Row<T>, _ count: Int) {
  forEachChunk(of: count) { y[$0] = T.tanh(x[$0]) }
}

@inline(__always)
private func gradientRow<T: Scalar>(_ dy: Row<T>, _ y: Row<T>, _ dx: Row<T>, _ count: Int) {
  forEachChunk(of: count) { dx[$0] = dy[$0] * (1 - y[$0] * y[$0]) }
}
