/// How far predicted numbers are from the true ones.
///
/// Over n rows of k outputs, y true and p predicted:
///
///     mean squared error = sum (y - p)^2 / (n k)        mean absolute error = sum |y - p| / (n k)
///     R2 = the mean over outputs of 1 - sum (y - p)^2 / sum (y - mean y)^2
///
/// An output whose true values are all the same counts as R2 = 1 where it was predicted exactly,
/// else as 0. Source: scikit-learn, `r2_score`.
public struct RegressionFigures: Hashable, Sendable {
  /// The mean squared error, in squared units of the targets.
  public let meanSquaredError: Double
  /// The mean absolute error, in units of the targets.
  public let meanAbsoluteError: Double
  /// The coefficient of determination; nil for a single row.
  public let r2: Double?
  /// The number of rows.
  public let rows: Int

  /// Compares numbers, rows of the same length.
  ///
  /// - Precondition: there is a row, and an output.
  public init(targets: [[Double]], predictions: [[Double]]) {
    precondition(
      !targets.isEmpty && targets.count == predictions.count, "every row has a target")
    let outputs = targets[0].count
    let count = Double(targets.count)
    var (squares, absolutes, shares) = (0.0, 0.0, 0.0)
    for output in 0..<outputs {
      let mean = targets.reduce(0) { $0 + $1[output] } / count
      var (residual, spread) = (0.0, 0.0)
      for (target, prediction) in zip(targets, predictions) {
        let error = target[output] - prediction[output]
        residual += error * error
        absolutes += error.magnitude
        spread += (target[output] - mean) * (target[output] - mean)
      }
      squares += residual
      shares += spread > 0 ? 1 - residual / spread : residual == 0 ? 1 : 0
    }
    meanSquaredError = squares / (count * Double(outputs))
    meanAbsoluteError = absolutes / (count * Double(outputs))
    r2 = targets.count > 1 ? shares / Double(outputs) : nil
    rows = targets.count
  }
}
