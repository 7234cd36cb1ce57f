import Testing

@testable import Reporting

@Suite struct NumbersTests {
  private static let fixedCases: [(Double, Int, String)] = [
    (0, 2, "0.00"), (1.005, 1, "1.0"), (-0.04, 1, "0.0"), (-1.26, 1, "-1.3"), (12, 0, "12"),
    (0.9996, 3, "1.000"), (.nan, 2, "nan"), (-.infinity, 2, "-inf"),
    (123_456_789.5, 1, "123456789.5"), (1e300, 1, "1.0e+300"),
    (0, 22, "0.0000000000000000000000"), (0, 310, "0.0000000000000000000000"),
    (-0.0, 400, "0.0000000000000000000000"), (1e-20, 21, "0.000000000000000000010"),
    (.leastNonzeroMagnitude, 310, "0.0000000000000000000000"), (9.5, 16, "9.50000000000000e+00"),
    (1, 310, "1.00000000000000e+00"),
  ]

  @Test(arguments: fixedCases) func fixedPoint(value: Double, digits: Int, text: String) {
    #expect(fixed(value, digits) == text)
  }

  private static let powers: [(Double, Int, String)] = [
    (1e-3, 0, "1e-03"), (5.64e-11, 1, "5.6e-11"), (9.99e5, 1, "1.0e+06"), (-2.5e-7, 2, "-2.50e-07"),
    (0, 1, "0.0"), (1, 0, "1e+00"), (.leastNonzeroMagnitude, 0, "5e-324"),
    (-Double.leastNonzeroMagnitude, 2, "-4.94e-324"),
    (1e-300 * 1e-10, 3, "1.000e-310"), (9.9996e-300 * 1e-10, 3, "1.000e-309"),
    (2.5e-290, 1, "2.5e-290"),
    (9.5, 310, "9.50000000000000e+00"), (.greatestFiniteMagnitude, 3, "1.798e+308"),
  ]

  @Test(arguments: powers) func powersOfTen(value: Double, digits: Int, text: String) {
    #expect(scientific(value, digits) == text)
  }

  @Test func groupsAndUnits() {
    #expect(
      [0, 999, 1000, 266_610, -1_234_567].map(grouped) == [
        "0", "999", "1,000", "266,610", "-1,234,567",
      ])
    #expect(
      [0, 999, 1000, 3_199_320, 25_600_000_000].map(bytes) == [
        "0 B", "999 B", "1.00 kB", "3.20 MB", "25.60 GB",
      ])
    #expect(duration(milliseconds: 0.0107) == "10.7 us")
    #expect(duration(milliseconds: 0.4) == "0.400 ms")
  }
}
