import Foundation
import Kernels
import Testing

@Suite struct RandomTests {
  /// The known-answer vectors of the Random123 library, `philox4x32 10`.
  @Test func knownAnswers() {
    let zero = Philox(key: 0).words(SIMD4(repeating: 0))
    #expect(zero == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = Philox(key: .max).words(SIMD4(repeating: .max))
    #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    let pi = Philox(key: 0x299f_31d0_a409_3822)
      .words(SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344))
    #expect(pi == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test(arguments: floatingPoint) func dropoutFollowsItsDefinition(_ element: ElementType) {
    let step = scalar(.i32, 7)
    for (rows, columns) in shapes + [(64, 300)] {
      let x = random(element, rows, columns)
      verify([x], rows, columns, element, inPlace: [0]) {
        .dropout($0[0], rate: 0.3, seed: 42, site: 5, step: step, into: $1, block: $2)
      } expected: {
        let index = $0 * columns + $1
        let words = Philox(key: 42).words(SIMD4(UInt32(index / 4), 0, 7, 5))
        return words[index % 4] >> 1 >= UInt32(0.3 * 0x1p31) ? x.at($0, $1) / 0.7 : 0
      }
    }
  }

  @Test func dropoutDependsOnSeedSiteAndStep() {
    let x = matrix(.f32, 100, 100)
    run(.fill(x, with: 1, block: x.all))
    let mask = { (seed: UInt64, site: UInt32, step: Double) -> [Float] in
      let y = matrix(.f32, 100, 100)
      run(
        .dropout(
          x, rate: 0.2, seed: seed, site: site, step: scalar(.i32, step), into: y, block: y.all))
      return y.values(as: Float.self)
    }
    let base = mask(1, 0, 1)
    #expect(mask(1, 0, 1) == base)
    for other in [mask(2, 0, 1), mask(1, 1, 1), mask(1, 0, 2)] {
      // Two independent masks agree in 0.8^2 + 0.2^2 of all places.
      let agreeing = zip(base, other).count { $0 == $1 }
      #expect(abs(agreeing - 6800) < 250)
    }
    #expect(abs(base.count { $0 == 0 } - 2000) < 200)
    #expect(mask(1, 0, 1).allSatisfy { $0 == 0 || $0 == 1.25 })
  }

  @Test func aRateOfZeroKeepsEverything() {
    let x = random(.f32, 9, 17)
    let y = matrix(.f32, 9, 17)
    run(.dropout(x, rate: 0, seed: 1, site: 0, step: scalar(.i32, 0), into: y, block: y.all))
    #expect(y.bytes() == x.bytes())
  }

  @Test func uniformNumbers() {
    var stream = RandomStream(seed: 3, stream: 1)
    let values = (0..<100_000).map { _ in stream.uniform() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(values.reduce(0, +) / 1e5 - 0.5) < 0.005)
    let matrix = random(.f64, 100, 100, low: 3, high: 4)
    #expect(matrix.values(as: Double.self).allSatisfy { $0 >= 3 && $0 < 4 })
  }

  @Test func normalNumbers() {
    let x = matrix(.f64, 1, 100_000)
    x.fillNormal(mean: 2, deviation: 3, seed: 1, stream: 9)
    let values = x.values(as: Double.self).map { ($0 - 2) / 3 }
    let moment = { (power: Double) in values.reduce(0) { $0 + pow($1, power) } / 1e5 }
    #expect(abs(moment(1)) < 0.02)
    #expect(abs(moment(2) - 1) < 0.02)
    #expect(abs(moment(4) - 3) < 0.15)
    #expect(abs(Double(values.count { $0 > 1.96 }) / 1e5 - 0.025) < 0.002)
  }

  @Test func wholeNumbersBelow() {
    var stream = RandomStream(seed: 3, stream: 2)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.below(7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    #expect(stream.below(1) == 0)
  }

  @Test func streamsAreReproducibleAndApart() {
    var a = RandomStream(seed: 1, stream: 2)
    var b = RandomStream(seed: 1, stream: 2)
    var other = RandomStream(seed: 1, stream: 3)
    var seeded = RandomStream(seed: 2, stream: 2)
    let words = (0..<9).map { _ in a.next() }
    #expect(words == (0..<9).map { _ in b.next() })
    #expect(words != (0..<9).map { _ in other.next() })
    #expect(words != (0..<9).map { _ in seeded.next() })
  }

  @Test func theLogarithmIsAccurate() {
    for x in stride(from: 0.001, through: 3, by: 0.00137) {
      #expect(abs(naturalLogarithm(x) - log(x)) <= 4e-16 * max(1, abs(log(x))))
    }
  }
}
