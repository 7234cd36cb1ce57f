/// The two halves of a batch normalisation with given statistics, y = x * gain + shift, for folding
/// it into a neighbouring affine map.
extension Step {
  /// gain = gamma / sqrt(variance + epsilon); all are 1 x C.
  public static func batchnormGain(
    gamma: Matrix, variance: Matrix, epsilon: Double, into gain: Matrix
  ) -> Step {
    var domain = Domain(rows: 0..<gain.rows, of: gain)
    let arguments = Gain(
      gamma: domain.matrix(gamma), variance: domain.matrix(variance), epsilon: epsilon,
      gain: domain.matrix(gain), count: domain.columns)
    precondition(domain.rows == 1, "a gain is a vector")
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Gain.self, Float.self, $0) },
      f64: { unsafe call(Gain.self, Double.self, $0) })
  }

  /// shift = beta - mean * gain; all are 1 x C.
  public static func batchnormShift(
    beta: Matrix, mean: Matrix, gain: Matrix, into shift: Matrix
  ) -> Step {
    var domain = Domain(rows: 0..<shift.rows, of: shift)
    let arguments = Shift(
      beta: domain.matrix(beta), mean: domain.matrix(mean), gain: domain.matrix(gain),
      shift: domain.matrix(shift), count: domain.columns)
    precondition(domain.rows == 1, "a shift is a vector")
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Shift.self, Float.self, $0) },
      f64: { unsafe call(Shift.self, Double.self, $0) })
  }
}

private struct Gain: Kernel {
  let gamma: Window
  let variance: Window
  let epsilon: Double
  let gain: Window
  let count: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let gamma: Row<T> = gamma.row()
    let variance: Row<T> = variance.row()
    let gain: Row<T> = gain.row()
    forEachChunk(of: count) { gain[$0] = normalisingGain(gamma[$0], variance[$0], epsilon) }
  }
}

private struct Shift: Kernel {
  let beta: Window
  let mean: Window
  let gain: Window
  let shift: Window
  let count: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let beta: Row<T> = beta.row()
    let mean: Row<T> = mean.row()
    let gain: Row<T> = gain.row()
    let shift: Row<T> = shift.row()
    forEachChunk(of: count) { shift[$0] = beta[$0] - mean[$0] * gain[$0] }
  }
}
