/// What the elements of a tensor are like.
struct TensorFigures: Hashable, Sendable {
  /// The number of elements.
  let count: Int
  /// The smallest element.
  let minimum: Double
  /// The largest element.
  let maximum: Double
  /// The mean of the elements.
  let mean: Double
  /// The standard deviation of the elements: the root of the mean of (x - mean)^2.
  let deviation: Double
  /// How many elements are 0.
  let zeros: Int
  /// The root of the sum of x^2.
  let norm: Double
  /// Of a matrix, how many rows are all 0: inputs that no unit reads.
  let zeroRows: Int
  /// Of a matrix, how many columns are all 0: units that read no input.
  let zeroColumns: Int

  /// Looks at the elements of a tensor, row by row.
  init(shape: [Int], values: [Float]) {
    count = values.count
    minimum = values.min().map(Double.init) ?? 0
    maximum = values.max().map(Double.init) ?? 0
    let size = Double(max(values.count, 1))
    let mean = values.reduce(0.0) { $0 + Double($1) } / size
    self.mean = mean
    let spread = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    deviation = (spread / size).squareRoot()
    zeros = values.count { $0 == 0 }
    norm = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard shape.count == 2, zeros > 0 else {
      (zeroRows, zeroColumns) = (0, 0)
      return
    }
    var rows = [Bool](repeating: true, count: shape[0])
    var columns = [Bool](repeating: true, count: shape[1])
    for (place, value) in values.enumerated() where value != 0 {
      rows[place / shape[1]] = false
      columns[place % shape[1]] = false
    }
    zeroRows = rows.count { $0 }
    zeroColumns = columns.count { $0 }
  }
}
