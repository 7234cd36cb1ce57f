import IR
import Kernels
import Operators

let randomCases: [OpCase] = (oddShapes + [[5], [], [3, 2, 3]]).flatMap { shape in
  [0, 0.3, 0.875].flatMap { rate in
    [
      dropout(Dropout(rate: rate, site: 9), shape, rate),
      dropout(DropoutGradient(rate: rate, site: 9), shape, rate),
    ]
  }
}

/// Element i falls where its word of the counter's random bits, as a fraction of 2^32, is below the
/// rate: word i mod 4 of the counter (i / 4, step, site) under the graph's seed.
private func dropout(_ op: any Op, _ shape: [Int], _ rate: Double) -> OpCase {
  OpCase(type(of: op), "\(shape) rate \(rate)") { e in
    OpCase.Setup(
      op: op, operands: [.signed(e, shape), .scalar(.i32, 5)], results: [TensorType(e, shape)],
      flops: shape.reduce(1, *),
      twin: { operands in
        let generator = Philox(key: Bench.seed)
        return [
          operands[0].values.enumerated().map { index, value in
            let words = generator.words(SIMD4(UInt32(index / 4), 0, 5, 9))
            let fraction = Double(words[index % 4]) / 4_294_967_296
            return fraction < rate ? 0 : value / (1 - rate)
          }
        ]
      })
  }.with {
    $0.refusedAttributes = [
      ("rate", .real(1)), ("rate", .real(-0.5)), ("site", .integer(-1)),
      ("site", .integer(1 << 32)),
    ]
    $0.refusedShapes = [[TensorType(.f64, [3]), TensorType(.i32, [1])]]
  }
}
