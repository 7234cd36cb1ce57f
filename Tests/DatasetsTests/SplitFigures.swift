// Written by tools/reference/tabular.py with scikit-learn and numpy.

/// What scikit-learn makes of splits, folds and missing cells.
enum SplitFigures {
  /// The rows of each class, the test size, and the test rows of each class.
  static let stratified: [(counts: [Int], test: Double, taken: [Int])] = [
    ([212, 357], 0.25, [53, 90]),
    ([59, 71, 48], 0.25, [15, 18, 12]),
    ([59, 71, 48], 0.1, [6, 7, 5]),
    (
      [178, 182, 177, 183, 181, 182, 181, 179, 174, 180], 0.25,
      [45, 46, 44, 46, 45, 46, 45, 45, 43, 45]
    ),
    ([744, 855], 0.25, [186, 214]),
    ([3, 50, 947], 0.01, [0, 1, 9]),
    ([5, 6, 7], 7.0, [2, 2, 3]),
  ]
  /// The rows of each class, and those of each fold's test rows.
  static let stratifiedFolds: [(counts: [Int], folds: Int, taken: [[Int]])] = [
    ([212, 357], 5, [[43, 71], [43, 71], [42, 72], [42, 72], [42, 71]]),
    (
      [59, 71, 48], 10,
      [
        [6, 7, 5], [6, 7, 5], [6, 7, 5], [6, 7, 5], [6, 7, 5], [6, 7, 5], [6, 7, 5], [6, 7, 5],
        [6, 7, 4], [5, 8, 4],
      ]
    ),
    ([5, 6, 7], 4, [[2, 1, 2], [1, 2, 2], [1, 2, 1], [1, 1, 2]]),
  ]
  /// The test rows of each fold, in the order of the rows.
  static let folds: [(rows: Int, folds: Int, taken: [[Int]])] = [
    (10, 3, [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9]]),
    (7, 7, [[0], [1], [2], [3], [4], [5], [6]]),
    (11, 4, [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10]]),
  ]
  /// The last of these at random by seed 1.
  static let randomFolds = [[4, 8, 10], [6, 7, 9], [2, 3, 5], [0, 1]]
  /// 6 of 20 rows by seed 1, and by seed 2.
  static let randomRows = [[0, 2, 8, 9, 15, 18], [5, 6, 8, 9, 10, 18]]
  /// Labels, and 6 of the rows by their classes, by seed 1.
  static let labels: [Int32] = [0, 1, 1, 1, 2, 2, 2, 0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0, 0, 1]
  static let stratifiedRows = [4, 5, 9, 11, 12, 18]
  /// The mean and the median of the columns of the test's table without its missing cells.
  static let means = [3.5, 3.375, 4.25]
  static let medians = [3.0, 2.25, 3.5]
}
