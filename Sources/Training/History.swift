/// What an epoch of training came to.
public struct EpochRecord: Hashable, Sendable {
  /// The number of the epoch from 1.
  public var epoch: Int
  /// The row-weighted mean of the batches' losses, penalties included.
  public var trainLoss: Double
  /// The same without penalties.
  public var trainDataLoss: Double
  /// The share of training rows that were right when their batch was trained on.
  public var trainAccuracy: Double?
  /// The data loss on the validation rows after the epoch.
  public var validLoss: Double?
  /// The accuracy on the validation rows after the epoch.
  public var validAccuracy: Double?
  /// The seconds that the epoch took, validation included.
  public var seconds: Double

  /// Makes a record.
  public init(
    epoch: Int, trainLoss: Double, trainDataLoss: Double, trainAccuracy: Double?,
    validLoss: Double?, validAccuracy: Double?, seconds: Double
  ) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.trainDataLoss = trainDataLoss
    self.trainAccuracy = trainAccuracy
    self.validLoss = validLoss
    self.validAccuracy = validAccuracy
    self.seconds = seconds
  }
}

/// What training reports while it runs.
public enum TrainingEvent: Sendable {
  /// A step was done.
  case step(epoch: Int, step: Int, of: Int, meanLoss: Double)
  /// An epoch was done.
  case epoch(EpochRecord)
}
