public import IR

/// A layer in front of all others that brings the columns of the input to a common scale,
/// Y[r,c] = (X[r,c] - shift[c]) scale[c]. Both are fitted to the training rows before training,
/// belong to the model from then on, and do not change.
///
/// Shapes: X and Y [rows, columns] (rows of higher rank are flattened). Statistics shift (0 until
/// they are fitted) and scale (1).
public protocol ScalingLayer: Layer {
  /// The shift and scale for a column of the training rows.
  static func fit(_ column: ColumnFigures) -> (shift: Double, scale: Double)
}

/// What a column of the training rows is like.
public struct ColumnFigures: Hashable, Sendable {
  /// The mean.
  public var mean: Double
  /// The standard deviation, of all rows and not of a sample.
  public var deviation: Double
  /// The smallest number.
  public var minimum: Double
  /// The largest number.
  public var maximum: Double

  /// Makes figures.
  public init(mean: Double, deviation: Double, minimum: Double, maximum: Double) {
    self.mean = mean
    self.deviation = deviation
    self.minimum = minimum
    self.maximum = maximum
  }

  /// 1 / `spread`; 1 for a column of one number, or of numbers so near to each other that single
  /// precision does not hold the quotient.
  func inverse(of spread: Double) -> Double {
    let inverse = 1 / spread
    return maximum > minimum && Float(inverse).isFinite ? inverse : 1
  }
}

extension ScalingLayer {
  public func outputShape(of input: [Int]) -> [Int] { [input.reduce(1, *)] }

  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let x = try builder.flattened(input)
    let columns = builder.shape(of: x)[1]
    let shift = builder.vector("shift", columns, role: .statistic, value: 0)
    let scale = builder.vector("scale", columns, role: .statistic, value: 1)
    return try builder.add(ShiftScale(), x, shift, scale)
  }
}
