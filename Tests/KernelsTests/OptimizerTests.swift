import Foundation
import Kernels
import Testing

@Suite struct OptimizerTests {
  /// Three updates on the whole and out of place, and in pieces and in place, against the formulas.
  @Test(arguments: floatingPoint) func allThree(_ element: ElementType) {
    for (rows, columns) in shapes {
      let w = random(element, rows, columns)
      let g = random(element, rows, columns, seed: 2)
      let lr = scalar(element, 0.05)
      let rate = lr[0]
      let count = rows * columns
      for kind in ["sgd", "momentum", "adam"] {
        var wanted = w.values(as: Double.self)
        var m = [Double](repeating: 0, count: count)
        var v = m
        var whole = (0..<3).map { $0 == 0 ? w : matrix(element, rows, columns) }
        let pieced = (0..<3).map { $0 == 0 ? w.copied() : matrix(element, rows, columns) }
        for t in 1...3 {
          let step = scalar(.i32, Double(t))
          let make = { (old: [Matrix], new: [Matrix], block: Block) -> Step in
            switch kind {
            case "sgd": .sgd(w: old[0], g: g, lr: lr, into: new[0], block: block)
            case "momentum":
              .momentum(
                w: old[0], g: g, m: old[1], lr: lr, momentum: 0.9, into: new[0], m2: new[1],
                block: block)
            default:
              .adam(
                w: old[0], g: g, m: old[1], v: old[2], lr: lr, step: step, beta1: 0.9,
                beta2: 0.999, epsilon: 1e-8, into: new[0], m2: new[1], v2: new[2], block: block)
            }
          }
          let next = (0..<3).map { _ in matrix(element, rows, columns) }
          run(make(whole, next, w.all))
          whole = next
          run(
            Cut.both.blocks(rows: rows, columns: columns, seed: UInt64(t)).map {
              make(pieced, pieced, $0)
            })
          #expect(whole[0].bytes() == pieced[0].bytes(), "\(kind)")
          for i in 0..<count {
            switch kind {
            case "sgd": wanted[i] -= rate * g[i]
            case "momentum":
              m[i] = 0.9 * m[i] + g[i]
              wanted[i] -= rate * m[i]
            default:
              m[i] = 0.9 * m[i] + 0.1 * g[i]
              v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
              let mean = m[i] / (1 - pow(0.9, Double(t)))
              let square = v[i] / (1 - pow(0.999, Double(t)))
              wanted[i] -= rate * mean / (square.squareRoot() + 1e-8)
            }
          }
        }
        let wrong = (0..<count).filter { !isClose(whole[0][$0], wanted[$0], element, scale: 10) }
        #expect(wrong.isEmpty, "\(kind) \(element) \(rows) x \(columns)")
      }
    }
  }

  /// The first step of Adam moves by the learning rate, whatever the gradient's size.
  @Test func theFirstStepOfAdam() {
    let w = scalar(.f64, 1)
    let g = scalar(.f64, 1e-3)
    let m = scalar(.f64, 0)
    let v = scalar(.f64, 0)
    run(
      .adam(
        w: w, g: g, m: m, v: v, lr: scalar(.f64, 0.1), step: scalar(.i32, 1), beta1: 0.9,
        beta2: 0.999, epsilon: 0, into: w, m2: m, v2: v, block: w.all))
    #expect(abs(w[0] - 0.9) < 1e-12)
  }
}
