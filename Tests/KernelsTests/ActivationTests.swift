import Foundation
import Kernels
import Testing

@Suite struct ActivationTests {
  /// An activation, its definition, and its derivative in terms of its point, the output or input.
  struct Twin: Sendable {
    let activation: Activation
    let value: @Sendable (Double) -> Double
    let slope: @Sendable (Double) -> Double
  }

  static let twins = [
    Twin(activation: .relu, value: { max($0, 0) }, slope: { $0 > 0 ? 1 : 0 }),
    Twin(
      activation: .leakyReLU(slope: 0.25), value: { $0 > 0 ? $0 : 0.25 * $0 },
      slope: { $0 > 0 ? 1 : 0.25 }),
    Twin(activation: .sigmoid, value: { 1 / (1 + exp(-$0)) }, slope: { $0 * (1 - $0) }),
    Twin(activation: .tanh, value: { tanh($0) }, slope: { 1 - $0 * $0 }),
    Twin(
      activation: .elu(alpha: 0.5), value: { $0 > 0 ? $0 : 0.5 * expm1($0) },
      slope: { $0 > 0 ? 1 : $0 + 0.5 }),
    Twin(
      activation: .selu, value: { scale * ($0 > 0 ? $0 : alpha * expm1($0)) },
      slope: { $0 > 0 ? scale : $0 + scale * alpha }),
    Twin(activation: .silu, value: { silu($0) }, slope: { siluSlope($0) }),
    Twin(activation: .gelu, value: { gelu($0) }, slope: { geluSlope($0) }),
    Twin(activation: .geluTanh, value: { geluTanh($0) }, slope: { geluTanhSlope($0) }),
    Twin(
      activation: .softplus(beta: 2), value: { max($0, 0) + log1p(exp(-abs(2 * $0))) / 2 },
      slope: { -expm1(-2 * $0) }),
  ]

  private static let scale = 1.0507009873554805
  private static let alpha = 1.6732632423543772

  /// The limits at minus infinity are 0.
  private static func silu(_ x: Double) -> Double { x == -.infinity ? 0 : x / (1 + exp(-x)) }

  private static func siluSlope(_ x: Double) -> Double {
    let s = 1 / (1 + exp(-x))
    return x.isInfinite ? s : s * (1 + x / (1 + exp(x)))
  }

  private static func below(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  private static func gelu(_ x: Double) -> Double { x == -.infinity ? 0 : x * below(x) }

  private static func geluSlope(_ x: Double) -> Double {
    x.isInfinite ? below(x) : below(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
  }

  private static let root = (2 / Double.pi).squareRoot()

  private static func geluTanh(_ x: Double) -> Double {
    silu(2 * root * (x + 0.044715 * x * x * x)) == 0
      ? 0 : x / (1 + exp(-2 * root * (x + 0.044715 * x * x * x)))
  }

  private static func geluTanhSlope(_ x: Double) -> Double {
    let z = 2 * root * (x + 0.044715 * x * x * x)
    let s = 1 / (1 + exp(-z))
    guard abs(x) < 100 else { return s }
    return s * (1 + x / (1 + exp(z)) * 2 * root * (1 + 3 * 0.044715 * x * x))
  }

  @Test(arguments: floatingPoint) func forwardGradientAndFusedBias(_ element: ElementType) {
    for twin in Self.twins {
      for (rows, columns) in shapes {
        let x = random(element, rows, columns, low: -6, high: 6)
        let dy = random(element, rows, columns, seed: 2)
        let bias = random(element, 1, columns, seed: 3)
        verify([x], rows, columns, element, inPlace: [0]) {
          .activation(twin.activation, $0[0], into: $1, block: $2)
        } expected: {
          twin.value(x.at($0, $1))
        }
        let y = matrix(element, rows, columns)
        run(.activation(twin.activation, x, into: y, block: y.all))
        verify([dy, y], rows, columns, element, inPlace: [0, 1]) {
          .activationGradient(twin.activation, dy: $0[0], at: $0[1], into: $1, block: $2)
        } expected: {
          dy.at($0, $1) * twin.slope(y.at($0, $1))
        }
        verify([x], rows, columns, element, inPlace: [0]) {
          .biasActivation(twin.activation, $0[0], bias, into: $1, block: $2)
        } expected: {
          twin.value(x.at($0, $1) + bias[$1])
        }
        let apart = matrix(element, rows, columns)
        let fused = matrix(element, rows, columns)
        run(
          .addBias(x, bias, into: apart, block: apart.all),
          .activation(twin.activation, apart, into: apart, block: apart.all),
          .biasActivation(twin.activation, x, bias, into: fused, block: fused.all))
        #expect(apart.bytes() == fused.bytes(), "\(twin.activation.name)")
      }
    }
  }

  /// Over the whole range, the error is a few units in the last place.
  @Test func accuracyInSinglePrecision() {
    let values = stride(from: -100.0, through: 100, by: 0.0137).map { Float($0) }
    let small = stride(from: -30.0, through: 0, by: 0.05).map { Float(exp2($0)) }
    let all = values + small + small.map { -$0 }
    let x = matrix(.f32, 1, all.count)
    x.write(all)
    for (activation, value) in [
      (Activation.sigmoid, { 1 / (1 + exp(-$0)) }), (Activation.tanh, { tanh($0) }),
    ] as [(Activation, (Double) -> Double)] {
      let y = matrix(.f32, 1, all.count)
      run(.activation(activation, x, into: y, block: y.all))
      let worst = all.indices.map { index in
        let exact = value(Double(all[index]))
        return abs(y[index] - exact) / Double(max(Float(exact).ulp, Float.leastNormalMagnitude))
      }.max()
      #expect((worst ?? 0) < 3, "\(activation.name)")
    }
  }

  @Test(arguments: floatingPoint) func extremesAndNaN(_ element: ElementType) {
    let x = matrix(element, [[.nan, .infinity, -.infinity, 1e30, -1e30, 0, -0.0]])
    for twin in Self.twins {
      let y = matrix(element, 1, 7)
      let dx = matrix(element, 1, 7)
      let dy = matrix(element, 1, 7)
      dy.write([Double](repeating: .nan, count: 7))
      run(
        .activation(twin.activation, x, into: y, block: y.all),
        .activationGradient(twin.activation, dy: dy, at: y, into: dx, block: dx.all))
      #expect(y[0].isNaN, "\(twin.activation.name)")
      #expect(dx[0].isNaN, "\(twin.activation.name)")
      for index in 1..<7 {
        #expect(isClose(y[index], twin.value(x[index]), element), "\(twin.activation.name)")
      }
    }
  }
}
