extension Activation {
  /// x where x > 0, alpha (exp(x) - 1) elsewhere (Clevert et al., 2016); its gradient is 1, or y +
  /// alpha.
  public static func elu(alpha: Double) -> Activation {
    precondition(alpha > 0, "the alpha of an elu cannot be \(alpha)")
    return unsafe Activation(
      name: "elu", parameter: alpha,
      forwardF32: { unsafe forwardRow(Row<Float>($0), Row($1), $2, $3) },
      forwardF64: { unsafe forwardRow(Row<Double>($0), Row($1), $2, $3) },
      gradientF32: { unsafe gradientRow(Row<Float>($0), Row($1), Row($2), $3, $4) },
      gradientF64: { unsafe gradientRow(Row<Double>($0), Row($1), Row($2), $3, $4) })
  }
}

@inline(__always)
private func forwardRow<T: Scalar>(_ x: Row<T>, _ y: Row<T>, _ count: Int, _ alpha: Double) {
  exponentialLinear(x, y, count, above: 1, below: alpha)
}

@inline(__always)
private func gradientRow<T: Scalar>(
  _ dy: Row<T>, _ y: Row<T>, _ dx: Row<T>, _ count: Int, _ alpha: Double
) {
  exponentialLinearGradient(dy, y, dx, count, above: 1, below: alpha)
}

/// y = above x where x > 0, below (exp(x) - 1) elsewhere.
@inline(__always)
func exponentialLinear<T: Scalar>(
  _ x: Row<T>, _ y: Row<T>, _ count: Int, above: Double, below: Double
) {
  let (above, below) = (T(above), T(below))
  forEachChunk(of: count) {
    let x = x[$0]
    let fallen = T.expm1(T.choose(x, atMost: .zero, x, otherwise: .zero)) * below
    y[$0] = T.choose(x, atMost: .zero, fallen, otherwise: x * above)
  }
}

/// Its gradient from the output: dx = above dy where y > 0, (y + below) dy elsewhere.
@inline(__always)
func exponentialLinearGradient<T: Scalar>(
  _ dy: Row<T>, _ y: Row<T>, _ dx: Row<T>, _ count: Int, above: Double, below: Double
) {
  let (above, below) = (Lanes<T>(repeating: T(above)), T(below))
  forEachChunk(of: count) {
    let y = y[$0]
    dx[$0] = dy[$0] * T.choose(y, atMost: .zero, y + below, otherwise: above)
  }
}
