import Testing

@testable import Reporting

@Suite struct AxisTests {
  private func labels(_ values: [Double], _ scale: Axis.Scale = .linear) -> [String] {
    Axis(values, scale).ticks.map(\.label)
  }

  @Test func roundNumbersWithTheDigitsTheyNeed() {
    #expect(labels([0, 1]) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels([0, 100]) == ["0", "20", "40", "60", "80", "100"])
    #expect(labels([1, 10], .whole) == ["2", "4", "6", "8", "10"])
    #expect(labels([0.001, 0.003]) == ["0.0010", "0.0015", "0.0020", "0.0025", "0.0030"])
    #expect(labels([0, 5e-6]) == ["0", "1e-06", "2e-06", "3e-06", "4e-06", "5e-06"])
    #expect(labels([1e-20, 1.2e-20]).contains("1.05e-20"))
    #expect(labels([0, 1e300]).last == "1.0e+300")
    #expect(labels([1e-3, 10], .logarithmic).contains("0.001"))
  }

  /// Whatever is drawn, there are a few ticks with different labels, within the axis, and everything
  /// has its place.
  @Test(
    arguments: [
      [0, .leastNonzeroMagnitude], [0, 1e-300 * 1e-10], [1e-300 * 1e-10, 2e-300 * 1e-10],
      [.leastNonzeroMagnitude, .leastNonzeroMagnitude], [0, 1e-290], [0, 1e-280],
      [1, 1 + 0x1p-52], [1, 1 + 1e-12], [1e300, 1e300 * (1 + 0x1p-52)], [-1e308, 1e308],
      [1e-100, 1.000_000_1e-100], [0, 0], [1e15, 2e15], [-1e-9, 1e-4],
    ] as [[Double]])
  func valuesThatAreCloseTinyOrHuge(values: [Double]) {
    for scale in [Axis.Scale.linear, .logarithmic, .whole] {
      let axis = Axis(values, scale)
      #expect(axis.ticks.count <= 20)
      #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count, "\(axis.ticks)")
      for tick in axis.ticks {
        #expect((-0.001...1.001).contains(axis.place(tick.value)), "\(tick)")
        #expect(tick.label.count <= 16, "\(tick.label)")
      }
      for value in values where axis.takes(value) { #expect(axis.place(value).isFinite) }
    }
    #expect(!Axis(values, .linear).ticks.isEmpty)
  }
}
