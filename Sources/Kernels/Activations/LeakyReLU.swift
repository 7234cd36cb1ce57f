extension Activation {
  /// x where x > 0, slope * x elsewhere (Maas et al., 2013). `slope` must not be negative, or the
  /// output would not tell the input's sign.
  public static func leakyReLU(slope: Double) -> Activation {
    precondition(slope >= 0, "the slope of a leaky relu cannot be \(slope)")
    return unsafe Activation(
      name: "leaky_relu", parameter: slope,
      forwardF32: { unsafe forwardRow(Row<Float>($0), Row($1), $2, $3) },
      forwardF64: { unsafe forwardRow(Row<Double>($0), Row($1), $2, $3) },
      gradientF32: { unsafe gradientRow(Row<Float>($0), Row($1), Row($2), $3, $4) },
      gradientF64: { unsafe gradientRow(Row<Double>($0), Row($1), Row($2), $3, $4) })
  }
}

@inline(__always)
private func forwardRow<T: Scalar>(_ x: Row<T>, _ y: Row<T>, _ count: Int, _ slope: Double) {
  let slope = T(slope)
  forEachChunk(of: count) {
    y[$0] = T.choose(x[$0], atMost: .zero, x[$0] * slope, otherwise: x[$0])
  }
}

@inline(__always)
private func gradientRow<T: Scalar>(
  _ dy: Row<T>, _ y: Row<T>, _ dx: Row<T>, _ count: Int, _ slope: Double
) {
  let slope = T(slope)
  forEachChunk(of: count) {
    dx[$0] = T.choose(y[$0], atMost: .zero, dy[$0] * slope, otherwise: dy[$0])
  }
}
