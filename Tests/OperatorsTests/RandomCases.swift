import Foundation
import IR
import Kernels
import Operators

let randomCases: [OpCase] = (oddShapes + [[5], [], [3, 2, 3], [2, 1100]]).flatMap { shape in
  [0, 0.3, 0.875].flatMap { rate in
    let dropouts: [OpCase] = [
      dropout(Dropout(rate: rate, site: 9), shape, rate),
      dropout(DropoutGradient(rate: rate, site: 9), shape, rate),
    ]
    let fused = [Function.all[0], Function.all[3], .gelu].flatMap { function in
      [activation(function, shape, rate, biased: false), gradient(function, shape, rate)]
        + (shape.count == 2 ? [activation(function, shape, rate, biased: true)] : [])
    }
    return dropouts + fused
  } + [noise(shape, 0), noise(shape, 1e-5)]
}

/// The standard normal number z with P(Z <= z) = p, by bisection.
private func normalQuantile(_ p: Double) -> Double {
  var (low, high) = (-8.0, 8.0)
  while high - low > 1e-12 {
    let middle = (low + high) / 2
    if erfc(-middle / 2.0.squareRoot()) / 2 < p { low = middle } else { high = middle }
  }
  return low
}

/// Element i's number is the quantile of its word as a signed number, from the middle of its step of
/// 2^-32. They come from single precision; so the deviation is small enough for double precision, and
/// the kernel's own test has a large one.
private func noise(_ shape: [Int], _ deviation: Double) -> OpCase {
  OpCase(Noise.self, "\(shape) deviation \(deviation)") { e in
    OpCase.Setup(
      op: Noise(deviation: deviation, site: 9), operands: [.signed(e, shape), .scalar(.i32, 5)],
      results: [TensorType(e, shape)], flops: 2 * shape.reduce(1, *),
      twin: { operands in
        let generator = Philox(key: Bench.seed)
        return [
          operands[0].values.enumerated().map { index, value in
            let words = generator.words(SIMD4(UInt32(index / 4), 0, 5, 9))
            let word = Double(Int32(bitPattern: words[index % 4]))
            return value + deviation * normalQuantile(0.5 + (word + 0.5) / 4_294_967_296)
          }
        ]
      })
  }.with {
    $0.slack = 50
    $0.refusedAttributes = [
      ("deviation", .real(-1)), ("site", .integer(-1)), ("site", .integer(1 << 32)),
    ]
    $0.refusedShapes = [[TensorType(.f64, [3]), TensorType(.i32, [1])]]
  }
}

/// Element i falls where its word of the counter's random bits, as a fraction of 2^32, is below the
/// rate: word i mod 4 of the counter (i / 4, step, site) under the graph's seed.
private func dropped(_ values: [Double], _ rate: Double) -> [Double] {
  let generator = Philox(key: Bench.seed)
  return values.enumerated().map { index, value in
    let words = generator.words(SIMD4(UInt32(index / 4), 0, 5, 9))
    let fraction = Double(words[index % 4]) / 4_294_967_296
    return fraction < rate ? 0 : value / (1 - rate)
  }
}

private let refusedDropouts: [(String, Attribute)] = [
  ("rate", .real(1)), ("rate", .real(-0.5)), ("site", .integer(-1)), ("site", .integer(1 << 32)),
]

private func dropout(_ op: any Op, _ shape: [Int], _ rate: Double) -> OpCase {
  OpCase(type(of: op), "\(shape) rate \(rate)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape), .scalar(.i32, 5)], results: [TensorType(e, shape)],
      flops: shape.reduce(1, *), twin: { [dropped($0[0].values, rate)] })
  }.with {
    $0.refusedAttributes = refusedDropouts
    $0.refusedShapes = [[TensorType(.f64, [3]), TensorType(.i32, [1])]]
  }
}

private func activation(
  _ function: Function, _ shape: [Int], _ rate: Double, biased: Bool
) -> OpCase {
  OpCase(DropoutActivation.self, "\(function.op.name) \(shape) rate \(rate) \(biased)") { e in
    OpCase.Setup(
      op: DropoutActivation(Dropout(rate: rate, site: 9), function.op),
      operands: [.signed(e, shape)] + (biased ? [.signed(e, [shape[1]])] : [])
        + [.scalar(.i32, 5)],
      results: [TensorType(e, shape)], flops: (biased ? 3 : 2) * shape.reduce(1, *),
      twin: { operands in
        let x = operands[0]
        let sums = x.values.enumerated().map {
          $1 + (biased ? operands[1].values[$0 % x.columns] : 0)
        }
        return [dropped(sums.map(function.value), rate)]
      })
  }.with {
    $0.slack = 10
    $0.refusedAttributes = refusedDropouts + function.refused + [("function", .word("softmax"))]
    $0.refusedShapes = [
      [TensorType(.f64, [3]), TensorType(.i32, [1])],
      [TensorType(.f64, [2, 3]), TensorType(.f64, [2]), TensorType(.i32, [])],
      [TensorType(.f64, [3]), TensorType(.f64, [3]), TensorType(.i32, [])],
    ]
  }
}

private func gradient(_ function: Function, _ shape: [Int], _ rate: Double) -> OpCase {
  OpCase(DropoutActivationGradient.self, "\(function.op.name) \(shape) rate \(rate)") { e in
    OpCase.Setup(
      op: DropoutActivationGradient(DropoutGradient(rate: rate, site: 9), function.op),
      operands: [.signed(e, shape), .signed(e, shape), .scalar(.i32, 5)],
      results: [TensorType(e, shape)], flops: 2 * shape.reduce(1, *),
      twin: { operands in
        [
          zip(dropped(operands[0].values, rate), operands[1].values).map {
            $0 * function.slopeAtPoint($1)
          }
        ]
      })
  }.with {
    $0.slack = 10
    $0.refusedAttributes = refusedDropouts + function.refused + [("function", .word("softmax"))]
    $0.refusedShapes = [
      [TensorType(.f64, [3]), TensorType(.f64, [3]), TensorType(.i32, [1])],
      [TensorType(.f64, [3]), TensorType(.f64, [2]), TensorType(.i32, [])],
    ]
  }
}
