import Kernels
import Testing

@Suite struct BatchNormTests {
  let epsilon = 1e-3

  @Test(arguments: floatingPoint) func trainingAndItsGradient(_ element: ElementType) {
    for (rows, columns) in shapes where rows > 1 {
      let x = random(element, rows, columns, low: 1, high: 5)
      let dy = random(element, rows, columns, seed: 2)
      let gamma = random(element, 1, columns, seed: 3)
      let beta = random(element, 1, columns, seed: 4)
      let n = Double(rows)
      let mean = (0..<columns).map { c in (0..<rows).reduce(0) { $0 + x.at($1, c) } / n }
      let variance = (0..<columns).map { c in
        (0..<rows).reduce(0) { $0 + (x.at($1, c) - mean[c]) * (x.at($1, c) - mean[c]) } / n
      }
      let outputs = { (whole: Bool) -> [Matrix] in
        let y = x.copied()
        let dx = dy.copied()
        let vectors = (0..<4).map { _ in matrix(element, 1, columns) }
        for columns in whole ? [0..<columns] : pieces(of: columns, seed: 6) {
          // In place when in pieces, so that both are compared at once.
          let (source, gradient) = whole ? (x, dy) : (y, dx)
          run(
            .batchnormGradient(
              dy: gradient, x: x, mean: statistic(mean, element),
              variance: statistic(variance, element), gamma: gamma, epsilon: epsilon, into: dx,
              dGamma: vectors[2], dBeta: vectors[3], columns: columns),
            .batchnorm(
              source, gamma: gamma, beta: beta, epsilon: epsilon, into: y, mean: vectors[0],
              variance: vectors[1], columns: columns))
        }
        return [y, dx] + vectors
      }
      let whole = outputs(true)
      #expect(outputs(false).map { $0.bytes() } == whole.map { $0.bytes() })

      let scale = 50.0
      for c in 0..<columns {
        let precision = 1 / (variance[c] + epsilon).squareRoot()
        let hat = (0..<rows).map { (x.at($0, c) - mean[c]) * precision }
        let dBeta = (0..<rows).reduce(0) { $0 + dy.at($1, c) }
        let dGamma = (0..<rows).reduce(0) { $0 + dy.at($1, c) * hat[$1] }
        #expect(isClose(whole[2][c], mean[c], element, scale: scale))
        #expect(isClose(whole[3][c], variance[c], element, scale: scale))
        #expect(isClose(whole[4][c], dGamma, element, scale: scale))
        #expect(isClose(whole[5][c], dBeta, element, scale: scale))
        for r in 0..<rows {
          #expect(isClose(whole[0].at(r, c), hat[r] * gamma[c] + beta[c], element, scale: scale))
          let dx = gamma[c] * precision * (dy.at(r, c) - dBeta / n - hat[r] * dGamma / n)
          #expect(isClose(whole[1].at(r, c), dx, element, scale: scale))
        }
      }
    }
  }

  /// A row of given numbers.
  func statistic(_ values: [Double], _ element: ElementType) -> Matrix {
    matrix(element, [values])
  }

  @Test(arguments: floatingPoint) func inferenceAndFolding(_ element: ElementType) {
    for (rows, columns) in shapes {
      let x = random(element, rows, columns)
      let gamma = random(element, 1, columns, seed: 3)
      let beta = random(element, 1, columns, seed: 4)
      let mean = random(element, 1, columns, seed: 5)
      let variance = random(element, 1, columns, low: 0.1, high: 3, seed: 6)
      let gains = (0..<columns).map { gamma[$0] / (variance[$0] + epsilon).squareRoot() }
      verify([x], rows, columns, element, inPlace: [0], scale: 10) {
        .batchnormInference(
          $0[0], gamma: gamma, beta: beta, mean: mean, variance: variance, epsilon: epsilon,
          into: $1, block: $2)
      } expected: {
        (x.at($0, $1) - mean[$1]) * gains[$1] + beta[$1]
      }
      let gain = matrix(element, 1, columns)
      let shift = matrix(element, 1, columns)
      run(
        .batchnormGain(gamma: gamma, variance: variance, epsilon: epsilon, into: gain),
        .batchnormShift(beta: beta, mean: mean, gain: gain, into: shift))
      for c in 0..<columns {
        #expect(isClose(gain[c], gains[c], element))
        #expect(isClose(shift[c], beta[c] - mean[c] * gains[c], element, scale: 10))
      }
    }
  }

  /// Far from zero, the squares of the values would cancel; the distances from the mean do not.
  @Test func aLargeMeanDoesNotSpoilTheVariance() {
    let x = matrix(.f32, 4, 1)
    x.write([10_000, 10_001, 10_002, 10_003] as [Double])
    let one = scalar(.f32, 1)
    let zero = scalar(.f32, 0)
    let y = matrix(.f32, 4, 1)
    let mean = matrix(.f32, 1, 1)
    let variance = matrix(.f32, 1, 1)
    run(
      .batchnorm(
        x, gamma: one, beta: zero, epsilon: 0, into: y, mean: mean, variance: variance,
        columns: 0..<1))
    #expect(mean[0] == 10_001.5 && variance[0] == 1.25)
  }
}
