/// What the numbers of one column, or of all, are like.
public struct ColumnSummary: Hashable, Sendable {
  /// How many there are.
  public let count: Int
  /// How many are missing: not a number.
  public let missing: Int
  /// The smallest; NaN where there is none.
  public let minimum: Double
  /// The largest; NaN where there is none.
  public let maximum: Double
  /// sum x / n.
  public let mean: Double
  /// sqrt(sum (x - mean)^2 / n).
  public let deviation: Double

  /// From the smallest to the largest; from 0 to 0 where there is none.
  public var range: ClosedRange<Double> { count > missing ? minimum...maximum : 0...0 }

  /// Looks at numbers twice: for the mean, and for the deviation from it.
  init(_ values: some Sequence<Float>) {
    var count = 0
    var missing = 0
    var minimum = Double.infinity
    var maximum = -Double.infinity
    var sum = 0.0
    for value in values {
      count += 1
      guard !value.isNaN else {
        missing += 1
        continue
      }
      minimum = min(minimum, Double(value))
      maximum = max(maximum, Double(value))
      sum += Double(value)
    }
    let present = Double(count - missing)
    mean = sum / present
    var squares = 0.0
    for value in values where !value.isNaN {
      let distance = Double(value) - mean
      squares += distance * distance
    }
    deviation = (squares / present).squareRoot()
    self.count = count
    self.missing = missing
    self.minimum = present > 0 ? minimum : .nan
    self.maximum = present > 0 ? maximum : .nan
  }
}

/// How many numbers lie further than 1.5 times the distance of the quartiles outside of them; the
/// quartiles are interpolated between the sorted numbers.
///
/// Source: J. W. Tukey, "Exploratory Data Analysis", 1977.
func outlierCount(_ values: [Float]) -> Int {
  let sorted = values.filter { !$0.isNaN }.sorted()
  guard let last = sorted.indices.last else { return 0 }
  func quantile(_ part: Double) -> Double {
    let place = part * Double(last)
    let low = Int(place)
    let high = min(low + 1, last)
    let weight = place - Double(low)
    return Double(sorted[low]) * (1 - weight) + Double(sorted[high]) * weight
  }
  let (lower, upper) = (quantile(0.25), quantile(0.75))
  let reach = 1.5 * (upper - lower)
  return sorted.count { Double($0) < lower - reach || Double($0) > upper + reach }
}
