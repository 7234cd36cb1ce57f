import Foundation
import IR
import Kernels
import Operators

/// An activation, its formula and its derivative as a function of its point, the output or input.
struct Function: Sendable {
  var op: any ActivationOp
  var value: @Sendable (Double) -> Double
  var slopeAtPoint: @Sendable (Double) -> Double

  static let all = [
    Function(op: ReLU(), value: { max($0, 0) }, slopeAtPoint: { $0 > 0 ? 1 : 0 }),
    Function(
      op: LeakyReLU(slope: 0.25), value: { $0 > 0 ? $0 : 0.25 * $0 },
      slopeAtPoint: { $0 > 0 ? 1 : 0.25 }),
    Function(
      op: Sigmoid(), value: { 1 / (1 + exp(-$0)) }, slopeAtPoint: { $0 * (1 - $0) }),
    Function(op: Tanh(), value: { tanh($0) }, slopeAtPoint: { 1 - $0 * $0 }),
    gelu,
    Function(
      op: ELU(alpha: 0.5), value: { $0 > 0 ? $0 : 0.5 * expm1($0) },
      slopeAtPoint: { $0 > 0 ? 1 : $0 + 0.5 }),
    Function(
      op: SELU(), value: { 1.0507009873554805 * ($0 > 0 ? $0 : 1.6732632423543772 * expm1($0)) },
      slopeAtPoint: { $0 > 0 ? 1.0507009873554805 : $0 + 1.7580993408473766 }),
    Function(
      op: SiLU(), value: { $0 / (1 + exp(-$0)) },
      slopeAtPoint: { (1 + exp(-$0) * (1 + $0)) / ((1 + exp(-$0)) * (1 + exp(-$0))) }),
    Function(
      op: Softplus(beta: 2), value: { max($0, 0) + log1p(exp(-abs(2 * $0))) / 2 },
      slopeAtPoint: { 1 - exp(-2 * $0) }),
  ]

  static let gelu = Function(
    op: GELU(), value: { $0 * erfc(-$0 / 2.0.squareRoot()) / 2 },
    slopeAtPoint: {
      erfc(-$0 / 2.0.squareRoot()) / 2 + $0 * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot()
    })

  static let geluTanh = Function(
    op: GELU(isApproximate: true), value: { $0 / 2 * (1 + tanh(tanhArgument($0))) },
    slopeAtPoint: {
      let t = tanh(tanhArgument($0))
      let slope = (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * $0 * $0)
      return (1 + t) / 2 + $0 / 2 * (1 - t * t) * slope
    })

  private static func tanhArgument(_ x: Double) -> Double {
    (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
  }

  /// Attributes that may be left out wherever the function is named.
  var optional: Set<String> { op is GELU ? ["tanh"] : [] }

  /// Attributes that must be refused wherever the function is named.
  var refused: [(String, Attribute)] {
    op.attributes.entries.filter { $0.value != .flag(true) }
      .flatMap { [($0.name, .real(0)), ($0.name, .real(-1))] }
  }
}

/// Inputs far from 0, where an exponential may overflow, and 0 itself.
private let extremes = [-1e4, -100, -20, -1, 0, 1, 20, 100, 1e4]

let activationCases: [OpCase] =
  (Function.all + [.geluTanh]).flatMap { function in
    (oddShapes + [[5], [], [3, 2, 3]]).flatMap { shape in cases(function, shape) }
      + [
        OpCase(type(of: function.op), "far from 0") { e in
          var operand = Operand.signed(e, [extremes.count])
          operand.draw = .values(
            function.op is LeakyReLU ? [1, -1, 0, 2, 3, 4, 5, 6, 7] : extremes)
          return OpCase.Setup(
            op: function.op, operands: [operand], results: [operand.type], flops: extremes.count,
            twin: { [$0[0].values.map(function.value)] })
        }.with {
          $0.refusedAttributes = function.refused
          $0.optionalAttributes = function.optional
          // 0 is a kink.
          $0.differentiableResults = []
        }
      ]
  }
  + oddShapes.flatMap { shape in
    Function.all.flatMap {
      [biasCase($0, shape), biasGradientCase($0, shape), addCase($0, shape)]
    }
  }
  + preluCases
  // More columns than the unrolled loop takes, and more rows than a span of a column's sum.
  + [[130, 70], [2, 2100]].map { biasGradientCase(Function.all[1], $0) }
  + [addCase(Function.all[1], [3, 1100])]

private func cases(_ function: Function, _ shape: [Int]) -> [OpCase] {
  let count = shape.reduce(1, *)
  return [
    OpCase(type(of: function.op), "\(shape)") { e in
      OpCase.Setup(
        op: function.op, operands: [.signed(e, shape)], results: [TensorType(e, shape)],
        flops: count, twin: { [$0[0].values.map(function.value)] })
    }.with {
      $0.refusedAttributes = function.refused
      $0.optionalAttributes = function.optional
    },
    gradientCase(function, shape, scale: 1), gradientCase(function, shape, scale: 1.25),
  ]
}

/// What is refused where an activation is an attribute.
private func refusedFunctions(_ function: Function) -> [(String, Attribute)] {
  function.refused + [("function", .word("softmax"))]
}

private func gradientCase(_ function: Function, _ shape: [Int], scale: Double) -> OpCase {
  OpCase(ActivationGradient.self, "\(function.op.name) \(shape) times \(scale)") { e in
    OpCase.Setup(
      op: ActivationGradient(of: function.op, scale: scale),
      operands: [.signed(e, shape), .signed(e, shape)], results: [TensorType(e, shape)],
      flops: (scale == 1 ? 1 : 2) * shape.reduce(1, *),
      twin: { [zip($0[0].values, $0[1].values).map { $0 * function.slopeAtPoint($1) * scale }] })
  }.with {
    $0.optionalAttributes = function.optional.union(["scale"])
    $0.refusedAttributes = refusedFunctions(function)
    $0.refusedShapes = [[TensorType(.f64, [2, 3]), TensorType(.f64, [3, 2])]]
  }
}

private func biasGradientCase(_ function: Function, _ shape: [Int]) -> OpCase {
  OpCase(BiasActivationGradient.self, "\(function.op.name) \(shape)") { e in
    OpCase.Setup(
      op: BiasActivationGradient(function.op), operands: [.signed(e, shape), .signed(e, shape)],
      results: [TensorType(e, shape), TensorType(e, [shape[1]])], flops: 2 * shape[0] * shape[1],
      twin: { operands in
        let (dy, y) = (operands[0], operands[1])
        let dx = zip(dy.values, y.values).map { $0 * function.slopeAtPoint($1) }
        let sums = (0..<y.columns).map { c in
          (0..<y.rows).reduce(0) { $0 + dx[$1 * y.columns + c] }
        }
        return [dx, sums]
      })
  }.with {
    $0.slack = 10
    $0.refusedAttributes = refusedFunctions(function)
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [3, 2])],
      [TensorType(.f64, [3]), TensorType(.f64, [3])],
    ]
  }
}

private func addCase(_ function: Function, _ shape: [Int]) -> OpCase {
  OpCase(AddActivation.self, "\(function.op.name) \(shape)") { e in
    OpCase.Setup(
      op: AddActivation(function.op), operands: [.signed(e, shape), .signed(e, shape)],
      results: [TensorType(e, shape)], flops: 2 * shape[0] * shape[1],
      twin: { [zip($0[0].values, $0[1].values).map { function.value($0 + $1) }] })
  }.with {
    $0.refusedAttributes = refusedFunctions(function)
    $0.refusedShapes = [[TensorType(.f64, [2, 3]), TensorType(.f64, [3, 2])]]
  }
}

private func biasCase(_ function: Function, _ shape: [Int]) -> OpCase {
  OpCase(BiasActivation.self, "\(function.op.name) \(shape)") { e in
    OpCase.Setup(
      op: BiasActivation(function.op), operands: [.signed(e, shape), .signed(e, [shape[1]])],
      results: [TensorType(e, shape)], flops: 2 * shape[0] * shape[1],
      twin: { operands in
        let (x, b) = (operands[0], operands[1].values)
        return [
          x.values.enumerated().map { function.value($1 + b[$0 % x.columns]) }
        ]
      })
  }.with {
    $0.refusedAttributes = function.refused + [("function", .word("softmax"))]
    $0.refusedShapes = [
      [TensorType(.f64, [2, 3]), TensorType(.f64, [2])],
      [TensorType(.f64, [3]), TensorType(.f64, [3])],
      [TensorType(.f64, [2, 3]), TensorType(.f64, [1, 3])],
    ]
  }
}
