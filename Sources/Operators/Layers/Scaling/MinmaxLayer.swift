/// `minmax`: brings each column of the input to the range from 0 to 1, by the training rows; see
/// `ScalingLayer`.
public struct MinmaxLayer: ScalingLayer {
  public static let signature = Signature(
    "minmax", "input: each column to the range from 0 to 1, by the training rows")

  public init(_ arguments: Arguments) {}

  public static func fit(_ column: ColumnFigures) -> (shift: Double, scale: Double) {
    (column.minimum, column.inverse(of: column.maximum - column.minimum))
  }
}
