// Written by tools/reference/tabular.py with scikit-learn and numpy.

/// What scikit-learn's scalers make of the rows of the test.
enum ScalingFigures {
  /// The means and the deviations.
  static let means = [2.066666666666667, 1.9333333333333333, 1000001.4333333333, 42.0, 0.001953125]
  static let deviations = [
    3.182591536608003, 3.182591536608003, 1.1160446028522137, 1.0, 0.0013810679320049757,
  ]
  /// The smallest numbers and the ranges.
  static let minima = [-3.0, -3.0, 1000000.0, 42.0, 0.0]
  static let ranges = [10.0, 10.0, 3.0, 1.0, 0.00390625]
  /// The same of the standardised rows.
  static let standardMinima = [
    -1.59199401129141, -1.5500994320468993, -1.2842975358563307, 0.0, -1.414213562373095,
  ]
  static let standardRanges = [
    3.142093443338309, 3.142093443338309, 2.688064609902745, 1.0, 2.82842712474619,
  ]
}
