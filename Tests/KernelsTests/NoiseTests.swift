import Foundation
import Kernels
import Testing

@Suite struct NoiseTests {
  private let count = 200_000

  private func noise(_ element: ElementType, site: UInt32 = 3, step: Double = 1) -> Matrix {
    let y = matrix(element, 1, count)
    run(
      .noise(
        y, deviation: 1, seed: 7, site: site, step: scalar(.i32, step), into: y, block: y.all))
    return y
  }

  /// Each number is the quantile of its random word, however rare.
  @Test(arguments: floatingPoint) func quantiles(_ element: ElementType) {
    let generator = Philox(key: 7)
    let y = noise(element)
    var worst = 0.0
    for index in 0..<count {
      let words = generator.words(SIMD4(UInt32(index / 4), 0, 1, 3))
      let word = Double(Int32(bitPattern: words[index % 4])) + 0.5
      // P(Z > |z|) of the exact number is known; its density turns the difference into one of z.
      let size = abs(y[index])
      let difference = erfc(size / 2.0.squareRoot()) / 2 - (0.5 - abs(word) / 0x1p32)
      let density = exp(-size * size / 2) / (2 * Double.pi).squareRoot()
      worst = max(worst, abs(difference) / density / max(size, 1e-3))
      #expect((y[index] > 0) == (word > 0))
    }
    #expect(worst < 1e-6)
  }

  /// Mean, variance, skewness and kurtosis within five standard errors.
  @Test func moments() {
    let values = noise(.f32).values(as: Double.self)
    let n = Double(count)
    func moment(_ power: Int) -> Double { values.reduce(0) { $0 + pow($1, Double(power)) } / n }
    #expect(abs(moment(1)) < 5 / n.squareRoot())
    #expect(abs(moment(2) - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(moment(3)) < 5 * (15 / n).squareRoot())
    #expect(abs(moment(4) - 3) < 5 * (96 / n).squareRoot())
  }

  /// Steps and sites have numbers of their own, without correlation; precisions have the same.
  @Test func streams() {
    let first = noise(.f32).values(as: Double.self)
    for other in [noise(.f32, site: 4), noise(.f32, step: 2)] {
      let product = zip(first, other.values(as: Double.self)).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(product) / Double(count) < 5 / Double(count).squareRoot())
    }
    #expect(first == noise(.f64).values(as: Double.self))
  }

  /// Any cut gives the same bits, in place too.
  @Test(arguments: floatingPoint) func blocks(_ element: ElementType) {
    for (rows, columns) in shapes {
      let x = random(element, rows, columns)
      let whole = matrix(element, rows, columns)
      let step = scalar(.i32, 5)
      run(
        .noise(x, deviation: 0.5, seed: 7, site: 3, step: step, into: whole, block: whole.all))
      verify([x], rows, columns, element, inPlace: [0]) {
        .noise($0[0], deviation: 0.5, seed: 7, site: 3, step: step, into: $1, block: $2)
      } expected: {
        whole.at($0, $1)
      }
    }
  }
}
