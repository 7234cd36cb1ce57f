import Foundation
import Kernels
import Testing

@Suite struct InitialValueTests {
  private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot())
  }

  @Test func normalAndUniformHaveTheirMoments() {
    let x = matrix(.f64, 300, 400)
    x.fillNormal(mean: 2, deviation: 0.5, seed: 1, stream: 2)
    var (mean, deviation) = moments(x.values(as: Double.self))
    #expect(abs(mean - 2) < 0.01 && abs(deviation - 0.5) < 0.01)
    x.fillUniform(low: -1, high: 3, seed: 1, stream: 2)
    (mean, deviation) = moments(x.values(as: Double.self))
    #expect(abs(mean - 1) < 0.02 && abs(deviation - 4 / 12.0.squareRoot()) < 0.02)
  }

  /// Within two deviations, and of the deviation that the truncated distribution has.
  @Test func truncatedNormal() {
    let x = matrix(.f64, 300, 400)
    x.fillTruncatedNormal(mean: 1, deviation: 0.5, limit: 2, seed: 1, stream: 2)
    let values = x.values(as: Double.self)
    #expect(values.allSatisfy { abs($0 - 1) <= 1 })
    #expect(values.contains { abs($0 - 1) > 0.95 })
    let density = exp(-2) / (2 * Double.pi).squareRoot()
    let share = erf(2.0.squareRoot())
    let expected = 0.5 * (1 - 4 * density / share).squareRoot()
    let (mean, deviation) = moments(values)
    #expect(abs(mean - 1) < 0.01 && abs(deviation - expected) < 0.005)
  }

  @Test(arguments: [(1, 1), (1, 9), (9, 1), (17, 17), (40, 13), (13, 40), (300, 100)])
  func orthogonal(_ rows: Int, _ columns: Int) {
    let x = matrix(.f64, rows, columns)
    x.fillOrthogonal(gain: 1.5, seed: 1, stream: 2)
    let isTall = rows >= columns
    let (count, length) = isTall ? (columns, rows) : (rows, columns)
    func at(_ vector: Int, _ place: Int) -> Double {
      isTall ? x.at(place, vector) : x.at(vector, place)
    }
    for a in 0..<count {
      for b in 0...a {
        let product = (0..<length).reduce(0) { $0 + at(a, $1) * at(b, $1) }
        #expect(abs(product - (a == b ? 2.25 : 0)) < 1e-13)
      }
    }
  }

  /// Over many draws no direction is preferred: the trace of a random rotation has mean 0 and variance
  /// 1.
  @Test func orthogonalMatricesAreUniform() {
    let x = matrix(.f64, 5, 5)
    let traces = (0..<4000).map { stream in
      x.fillOrthogonal(gain: 1, seed: 1, stream: UInt64(stream))
      return (0..<5).reduce(0) { $0 + x.at($1, $1) }
    }
    let (mean, deviation) = moments(traces)
    #expect(abs(mean) < 0.08 && abs(deviation - 1) < 0.06)
  }
}
