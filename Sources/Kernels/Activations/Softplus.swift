extension Activation {
  /// log(1 + exp(beta x)) / beta, computed without overflow as max(x, 0) + log(1 + exp(-|beta x|)) /
  /// beta (Dugas et al., 2001); its gradient is 1 - exp(-beta y).
  public static func softplus(beta: Double) -> Activation {
    precondition(beta > 0, "the beta of a softplus cannot be \(beta)")
    return unsafe Activation(
      name: "softplus", parameter: beta,
      forwardF32: { unsafe forwardRow(Row<Float>($0), Row($1), $2, $3) },
      forwardF64: { unsafe forwardRow(Row<Double>($0), Row($1), $2, $3) },
      gradientF32: { unsafe gradientRow(Row<Float>($0), Row($1), Row($2), $3, $4) },
      gradientF64: { unsafe gradientRow(Row<Double>($0), Row($1), Row($2), $3, $4) })
  }
}

@inline(__always)
private func forwardRow<T: Scalar>(_ x: Row<T>, _ y: Row<T>, _ count: Int, _ beta: Double) {
  let (beta, inverse) = (T(beta), T(1 / beta))
  forEachChunk(of: count) {
    let x = x[$0]
    let rest = T.log1p(T.exp(0 - T.magnitude(x * beta)))
    y[$0] = T.choose(x, atMost: .zero, .zero, otherwise: x) + rest * inverse
  }
}

@inline(__always)
private func gradientRow<T: Scalar>(
  _ dy: Row<T>, _ y: Row<T>, _ dx: Row<T>, _ count: Int, _ beta: Double
) {
  let beta = T(beta)
  forEachChunk(of: count) { dx[$0] = dy[$0] * (0 - T.expm1(0 - y[$0] * beta)) }
}
