/// `standardize`: brings each column of the input to mean 0 and standard deviation 1, by the
/// training rows; see `ScalingLayer`.
public struct StandardizeLayer: ScalingLayer {
  public static let signature = Signature(
    "standardize", "input: each column to mean 0 and deviation 1, by the training rows")

  public init(_ arguments: Arguments) {}

  public static func fit(_ column: ColumnFigures) -> (shift: Double, scale: Double) {
    (column.mean, column.inverse(of: column.deviation))
  }
}
