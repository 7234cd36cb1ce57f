import IR

/// How much the rows of each class count in training.
///
/// A row's loss is multiplied by the weight of its class, and the mean is over the rows, as in Keras;
/// PyTorch divides by the sum of the rows' weights. So what a row contributes does not depend on the
/// others of its batch, a partial batch counts by its rows, and a batch of one row is weighted too.
public enum ClassWeights: Hashable, Sendable {
  /// A weight for each class.
  case given([Double])
  /// n / (k n_c) for n_c of n training rows, as scikit-learn's "balanced": all k classes count alike.
  case balanced

  /// The parameter `class_weights`.
  static let parameter = Parameter(
    "class_weights", .realsOrWord(.atLeast(0), ["balanced"]),
    "how much the rows of each class count in training, or balanced")

  /// The argument `class_weights`, if given.
  init?(_ arguments: Arguments) {
    if let weights = arguments.reals("class_weights") {
      self = .given(weights)
    } else if arguments.word("class_weights") != nil {
      self = .balanced
    } else {
      return nil
    }
  }

  /// The number of classes that scores tell apart: a single one tells two.
  public static func classes(ofScores count: Int) -> Int { count == 1 ? 2 : count }

  /// A weight for each of so many classes.
  ///
  /// - Parameter counts: how many training rows each class has; nil where that is not known, and all
  ///   are taken to have as many. A class without rows gets the weight 0 and counts as none.
  public func weights(classes: Int, counts: [Int]?) -> [Double] {
    switch self {
    case .given(let weights): return weights
    case .balanced:
      guard let counts else { return Array(repeating: 1, count: classes) }
      let rows = Double(counts.reduce(0, +))
      let present = Double(counts.count { $0 > 0 })
      return (0..<classes).map { label in
        guard label < counts.count, counts[label] > 0 else { return 0 }
        return rows / (present * Double(counts[label]))
      }
    }
  }
}

extension LayerBuilder {
  /// Each row's loss times the weight of its class, in training.
  mutating func weighted(
    _ losses: ValueID, by weights: ClassWeights?, scores: ValueID, labels: ValueID
  ) throws(ShapeError) -> ValueID {
    guard mode == .training, let weights else { return losses }
    let classes = ClassWeights.classes(ofScores: shape(of: scores)[1])
    let op = ClassWeight(element, weights: weights.weights(classes: classes, counts: classCounts))
    return try add(Multiply(), losses, add(op, labels))
  }
}
