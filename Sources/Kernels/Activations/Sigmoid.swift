extension Activation {
  /// 1 / (1 + exp(-x)); its gradient is y (1 - y).
  public static let sigmoid = unsafe Activation(
    name: "sigmoid",
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
  forEachChunk(of: count) { y[$0] = T.sigmoid(x[$0]) }
}

@inline(__always)
private func gradientRow<T: Scalar>(_ dy: Row<T>, _ y: Row<T>, _ dx: Row<T>, _ count: Int) {
  forEachChunk(of: count) { dx[$0] = dy[$0] * (y[$0] * (1 - y[$0])) }
}
