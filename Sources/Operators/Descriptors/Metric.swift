/// A figure of an epoch that training watches.
public enum Metric: String, CaseIterable, Hashable, Sendable {
  /// The mean loss of the epoch's batches, penalties included.
  case trainLoss = "train_loss"
  /// The data loss on the validation rows.
  case validLoss = "valid_loss"
  /// The share of training rows that were right when they were trained on.
  case trainAccuracy = "train_accuracy"
  /// The share of validation rows that are right.
  case validAccuracy = "valid_accuracy"

  /// What a parameter takes that names one.
  public static let kind = Parameter.Kind.word(noun: "metric", choices: allCases.map(\.rawValue))

  /// Whether it is measured on the validation rows.
  public var needsValidation: Bool { self == .validLoss || self == .validAccuracy }
  /// Whether rows have to be right or wrong.
  public var needsAccuracy: Bool { self == .trainAccuracy || self == .validAccuracy }

  /// Whether `value` is better than `best` by more than `margin`: a lower loss, a higher accuracy.
  public func improves(_ value: Double, on best: Double, by margin: Double = 0) -> Bool {
    needsAccuracy ? value > best + margin : value < best - margin
  }
}
