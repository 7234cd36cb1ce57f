import Glibc

/// What a step of Adam and of its kin is told besides its tensors.
struct AdamSettings: BitwiseCopyable {
  let rate: Window
  let step: Window
  let beta1: Double
  let beta2: Double
  let epsilon: Double
  let decay: Double
}

/// What the elements are multiplied by in a step, computed in double precision and out of the loop.
struct AdamFactors<T: Scalar> {
  /// The learning rate over the correction of the mean, 1 - beta1^step.
  let rate: T
  /// One over the root of the correction of the mean square, 1 - beta2^step.
  let correction: T
  /// What decay leaves of a weight.
  let kept: T
  /// What stays of the old mean and mean square, and what the gradient adds to them.
  let decay1: T
  let decay2: T
  let gain1: T
  let gain2: T
  let epsilon: T

  @inline(__always)
  init(_ settings: AdamSettings) {
    let step = Double(settings.step.row(of: Int32.self)[0])
    let base = settings.rate.row(of: T.self)[0].double
    rate = T(base / (1 - pow(settings.beta1, step)))
    correction = T(1 / (1 - pow(settings.beta2, step)).squareRoot())
    kept = T(1 - base * settings.decay)
    decay1 = T(settings.beta1)
    decay2 = T(settings.beta2)
    gain1 = T(1 - settings.beta1)
    gain2 = T(1 - settings.beta2)
    epsilon = T(settings.epsilon)
  }
}
