extension Activation {
  /// The `elu` whose alpha and scale keep mean 0 and variance 1 from layer to layer (Klambauer et al.,
  /// "Self-normalizing neural networks", 2017): scale x where x > 0, scale alpha (exp(x) - 1)
  /// elsewhere; its gradient is scale, or y + scale alpha.
  public static let selu = unsafe Activation(
    name: "selu",
    forwardF32: { x, y, count, _ in unsafe forwardRow(Row<Float>(x), Row(y), count) },
    forwardF64: { x, y, count, _ in unsafe forwardRow(Row<Double>(x), Row(y), count) },
    gradientF32: { dy, y, dx, count, _ in
      unsafe gradientRow(Row<Float>(dy), Row(y), Row(dx), count)
    },
    gradientF64: { dy, y, dx, count, _ in
      unsafe gradientRow(Row<Double>(dy), Row(y), Row(dx), count)
    })
}

private let alpha = 1.673_263_242_354_377_2
private let scale = 1.050_700_987_355_480_5

@inline(__always)
private func forwardRow<T: Scalar>(_ x: Row<T>, _ y: Row<T>, _ count: Int) {
  exponentialLinear(x, y, count, above: scale, below: scale * alpha)
}

@inline(__always)
private func gradientRow<T: Scalar>(_ dy: Row<T>, _ y: Row<T>, _ dx: Row<T>, _ count: Int) {
  exponentialLinearGradient(dy, y, dx, count, above: scale, below: scale * alpha)
}
