import Foundation
import Kernels
import Testing

@Suite struct LossTests {
  /// softmax(x)[r, c] in double precision.
  func softmax(_ x: Matrix, _ r: Int, _ c: Int) -> Double {
    let row = (0..<x.columns).map { x.at(r, $0) }
    let top = row.max() ?? 0
    return exp(x.at(r, c) - top) / row.reduce(0) { $0 + exp($1 - top) }
  }

  @Test(arguments: floatingPoint) func softmax(_ element: ElementType) {
    for (rows, columns) in shapes {
      let x = random(element, rows, columns, low: -20, high: 20)
      verify([x], rows, columns, element, cuts: [.rows], inPlace: [0]) {
        .softmax($0[0], into: $1, block: $2)
      } expected: {
        softmax(x, $0, $1)
      }
    }
  }

  @Test(arguments: floatingPoint) func softmaxCrossEntropy(_ element: ElementType) {
    for (rows, columns) in shapes {
      let logits = random(element, rows, columns, low: -20, high: 20)
      let labels = labels(rows, below: columns)
      verify([logits], 1, rows, element, cuts: [.columns], scale: 10) {
        .softmaxCrossEntropy($0[0], labels: labels, into: $1, rows: $2.columns)
      } expected: { _, r in
        -log(softmax(logits, r, Int(labels[r])))
      }
      let factors = random(element, 1, rows, seed: 8)
      verify([logits], rows, columns, element, cuts: [.rows], inPlace: [0]) {
        .softmaxCrossEntropyGradient(
          $0[0], labels: labels, dLosses: factors, into: $1, rows: $2.rows)
      } expected: {
        (softmax(logits, $0, $1) - (Double($1) == labels[$0] ? 1 : 0)) * factors[$0]
      }
    }
  }

  @Test(arguments: floatingPoint) func theFusedGradientIsTheThreeSteps(_ element: ElementType) {
    for (rows, columns) in shapes {
      let logits = random(element, rows, columns, low: -5, high: 5)
      let labels = labels(rows, below: columns)
      labels[rows / 2] = Double(columns)
      let factors = random(element, 1, rows, seed: 8)
      let p = matrix(element, rows, columns)
      let apart = matrix(element, rows, columns)
      run([.softmax(logits, into: p, block: p.all)])
      for block in Cut.both.blocks(rows: rows, columns: columns, seed: 3) {
        run(
          .subtractOneHot(p, labels: labels, into: apart, block: block),
          .scaleRows(apart, by: factors, into: apart, block: block))
      }
      let fused = matrix(element, rows, columns)
      run(
        .softmaxCrossEntropyGradient(
          logits, labels: labels, dLosses: factors, into: fused, rows: 0..<rows))
      for index in 0..<rows * columns {
        #expect(fused[index].isNaN ? apart[index].isNaN : fused[index] == apart[index])
      }
    }
  }

  @Test(arguments: floatingPoint) func lossesOfTargets(_ element: ElementType) {
    for (rows, columns) in shapes {
      let x = random(element, rows, columns, low: -8, high: 8)
      let targets = random(element, rows, columns, low: 0, high: 1, seed: 2)
      let factors = random(element, 1, rows, seed: 8)
      let count = Double(columns)
      verify([x], 1, rows, element, cuts: [.columns]) {
        .squaredError($0[0], targets: targets, into: $1, rows: $2.columns)
      } expected: { _, r in
        (0..<columns).reduce(0) { $0 + pow(x.at(r, $1) - targets.at(r, $1), 2) } / count
      }
      verify([x], rows, columns, element, cuts: [.rows], inPlace: [0]) {
        .squaredErrorGradient($0[0], targets: targets, dLosses: factors, into: $1, rows: $2.rows)
      } expected: {
        2 * (x.at($0, $1) - targets.at($0, $1)) / count * factors[$0]
      }
      verify([x], 1, rows, element, cuts: [.columns]) {
        .sigmoidCrossEntropy($0[0], targets: targets, into: $1, rows: $2.columns)
      } expected: { _, r in
        (0..<columns).reduce(0) {
          let p = 1 / (1 + exp(-x.at(r, $1)))
          let t = targets.at(r, $1)
          return $0 - t * log(p) - (1 - t) * log(1 - p)
        } / count
      }
      verify([x], rows, columns, element, cuts: [.rows], inPlace: [0]) {
        .sigmoidCrossEntropyGradient(
          $0[0], targets: targets, dLosses: factors, into: $1, rows: $2.rows)
      } expected: {
        (1 / (1 + exp(-x.at($0, $1))) - targets.at($0, $1)) / count * factors[$0]
      }
    }
  }

  @Test(arguments: floatingPoint) func oneHotAndAccuracies(_ element: ElementType) {
    for (rows, columns) in shapes {
      let x = random(element, rows, columns)
      let labels = labels(rows, below: max(columns, 2))
      verify([], rows, columns, element, cuts: [.rows]) {
        .oneHot(labels, into: $1, rows: $2.rows)
      } expected: {
        columns == 1 ? labels[$0] : Double($1) == labels[$0] ? 1 : 0
      }
      verify([x], 1, rows, element, cuts: [.columns]) {
        .argmaxEquals($0[0], labels: labels, into: $1, rows: $2.columns)
      } expected: { _, r in
        let row = (0..<columns).map { x.at(r, $0) }
        return row.firstIndex(of: row.max() ?? 0) == Int(labels[r]) ? 1 : 0
      }
      verify([x], 1, rows, element, cuts: [.columns]) {
        .signEquals($0[0], labels: labels, into: $1, rows: $2.columns)
      } expected: { _, r in
        let agreeing = (0..<columns).filter { c in
          (x.at(r, c) > 0) == (columns == 1 ? labels[r] != 0 : Double(c) == labels[r])
        }
        return Double(agreeing.count) / Double(columns)
      }
    }
    let tied = matrix(element, [[1, 3, 3], [3, 3, 1], [2, 2, 2]])
    let first = matrix(.i32, 1, 3)
    first.write([1, 0, 0] as [Int32])
    let correct = matrix(element, 1, 3)
    run(.argmaxEquals(tied, labels: first, into: correct, rows: 0..<3))
    #expect(correct.values(as: Double.self) == [1, 1, 1])
  }

  @Test(arguments: floatingPoint) func stableWhereExponentialsOverflow(_ element: ElementType) {
    let logits = matrix(element, [[1000, 0, -1000], [-1000, -1001, -1002]])
    let labels = matrix(.i32, 1, 2)
    labels.write([2, 0] as [Int32])
    let losses = matrix(element, 1, 2)
    run(.softmaxCrossEntropy(logits, labels: labels, into: losses, rows: 0..<2))
    #expect(losses[0] == 2000)
    #expect(isClose(losses[1], log(1 + exp(-1) + exp(-2)), element))
    let targets = matrix(element, [[0, 1, 0], [1, 0, 1]])
    run(.sigmoidCrossEntropy(logits, targets: targets, into: losses, rows: 0..<2))
    #expect(isClose(losses[0], (1000 + log(2)) / 3, element))
  }

  @Test(arguments: floatingPoint) func wrongLabelsAndNaNGiveNaN(_ element: ElementType) {
    let logits = random(element, 4, 10)
    logits[25] = .nan
    let labels = matrix(.i32, 1, 4)
    labels.write([-1, 10, 3, .max] as [Int32])
    let ones = matrix(element, 1, 4)
    run(.fill(ones, with: 1, block: ones.all))
    let losses = matrix(element, 1, 4)
    let gradient = matrix(element, 4, 10)
    let p = matrix(element, 4, 10)
    let correct = matrix(element, 1, 4)
    let encoded = matrix(element, 4, 10)
    run(
      .softmaxCrossEntropy(logits, labels: labels, into: losses, rows: 0..<4),
      .softmaxCrossEntropyGradient(
        logits, labels: labels, dLosses: ones, into: gradient, rows: 0..<4),
      .softmax(logits, into: p, block: p.all),
      .argmaxEquals(logits, labels: labels, into: correct, rows: 0..<4),
      .oneHot(labels, into: encoded, rows: 0..<4))
    #expect((0..<4).allSatisfy { losses[$0].isNaN && correct[$0] == 0 })
    #expect((0..<40).allSatisfy { gradient[$0].isNaN })
    #expect((20..<30).allSatisfy { p[$0].isNaN && !encoded[$0].isNaN })
    #expect((0..<20).allSatisfy { !p[$0].isNaN && encoded[$0].isNaN })
  }
}
