import Foundation
import Kernels
import Testing

/// The error of activations in single precision over the whole range, from the least subnormal number
/// to the infinities, against double precision.
@Suite struct ActivationAccuracyTests {
  /// A function, and the largest error in units in the last place. Results below 1e-35 may be 0, since
  /// subnormal numbers on the way to them may be taken for 0.
  struct Bound: Sendable {
    let activation: Activation
    let units: Double
    let value: @Sendable (Double) -> Double
  }

  static let bounds = [
    Bound(activation: .elu(alpha: 1), units: 2) { $0 > 0 ? $0 : expm1($0) },
    Bound(activation: .selu, units: 3) {
      1.0507009873554805 * ($0 > 0 ? $0 : 1.6732632423543772 * expm1($0))
    },
    Bound(activation: .softplus(beta: 1), units: 3) { max($0, 0) + log1p(exp(-abs($0))) },
    Bound(activation: .silu, units: 4) { $0 < -800 ? 0 : $0 / (1 + exp(-$0)) },
    Bound(activation: .gelu, units: 9) { $0 < -40 ? 0 : $0 * erfc(-$0 / 2.0.squareRoot()) / 2 },
    // A rounding of the logistic function's argument z, which is up to 88, counts up to z units of its
    // result, and there are several.
    Bound(activation: .geluTanh, units: 200) {
      let z = (8 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)
      return z < -740 ? 0 : $0 / (1 + exp(-z))
    },
  ]

  /// Numbers of every exponent and both signs, and many where the functions bend.
  static let inputs: [Float] = {
    let dense = stride(from: -16.0, through: 16, by: 0.00137).map { Float($0) }
    let wide = stride(from: -120.0, through: 120, by: 0.0317).map { Float($0) }
    let sizes = stride(from: -149.0, to: 128, by: 0.25).map { Float(exp2($0)) }
    return dense + wide + sizes + sizes.map { -$0 } + [0, -0.0, .infinity, -.infinity]
  }()

  @Test(arguments: bounds) func values(_ bound: Bound) {
    let found = apply(bound.activation)
    var worst = (units: 0.0, input: Float(0))
    for (x, y) in zip(Self.inputs, found) {
      let exact = bound.value(Double(x))
      guard exact.isFinite, Float(exact).isFinite else {
        #expect(Double(y) == exact || y == Float(exact), "\(x)")
        continue
      }
      let error = abs(Double(y) - exact) / Double(Float(exact).ulp)
      let isTiny = abs(exact) < 1e-35
      if !isTiny, error > worst.units { worst = (error, x) }
      if isTiny { #expect(abs(Double(y) - exact) <= 1e-35, "\(x)") }
    }
    #expect(worst.units <= bound.units, "\(bound.activation.name) at \(worst.input)")
  }

  /// Derivatives have zeros, near which only the absolute error is small.
  @Test(arguments: bounds) func slopes(_ bound: Bound) {
    let isOfInput = ["silu", "gelu", "gelu_tanh"].contains(bound.activation.name)
    let (x, y) = (row(Self.inputs), row(apply(bound.activation)))
    let (dy, dx) = (row(Self.inputs.map { _ in 1 }), row(Self.inputs))
    run(
      .activationGradient(bound.activation, dy: dy, at: isOfInput ? x : y, into: dx, block: x.all))
    for (index, input) in Self.inputs.enumerated() {
      // Subnormal numbers may be taken for 0, which is below a kink.
      if bound.activation.name == "selu", input.isSubnormal { continue }
      let exact = slope(bound, Double(input))
      #expect(abs(dx[index] - exact) <= 1e-6, "\(bound.activation.name) at \(input)")
    }
  }

  /// By central differences of the formula, but for the kink of `selu`, where 0 counts as below.
  private func slope(_ bound: Bound, _ x: Double) -> Double {
    if x.isInfinite || abs(x) > 1e3 { return slope(bound, x > 0 ? 1e3 : -1e3) }
    if abs(x) < 1e-5, bound.activation.name == "selu" {
      return x > 0 ? 1.0507009873554805 : 1.0507009873554805 * 1.6732632423543772 * exp(x)
    }
    let step = min(1e-5, max(abs(x) / 2, 1e-9))
    return (bound.value(x + step) - bound.value(x - step)) / (2 * step)
  }

  private func apply(_ activation: Activation) -> [Float] {
    let x = row(Self.inputs)
    run(.activation(activation, x, into: x, block: x.all))
    return x.values(as: Float.self)
  }

  private func row(_ values: [Float]) -> Matrix {
    let result = matrix(.f32, 1, values.count)
    result.write(values)
    return result
  }
}
