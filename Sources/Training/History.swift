public import Operators
public import Source

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
  /// The data loss on the validation rows after the epoch; nil where it was not measured.
  public var validLoss: Double?
  /// The accuracy on the validation rows after the epoch; nil where it was not measured.
  public var validAccuracy: Double?
  /// The learning rate of the epoch's last step.
  public var learningRate: Double
  /// The seconds that the epoch took, validation included.
  public var seconds: Double

  /// Makes a record.
  public init(
    epoch: Int, trainLoss: Double, trainDataLoss: Double, trainAccuracy: Double?,
    validLoss: Double?, validAccuracy: Double?, learningRate: Double, seconds: Double
  ) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.trainDataLoss = trainDataLoss
    self.trainAccuracy = trainAccuracy
    self.validLoss = validLoss
    self.validAccuracy = validAccuracy
    self.learningRate = learningRate
    self.seconds = seconds
  }

  /// A figure that can be watched; nil where it was not measured.
  public subscript(metric: Metric) -> Double? {
    switch metric {
    case .trainLoss: trainLoss
    case .validLoss: validLoss
    case .trainAccuracy: trainAccuracy
    case .validAccuracy: validAccuracy
    }
  }

  /// All figures by the names that files and programs know them by.
  public var figures: KeyValuePairs<String, Double?> {
    [
      "train_loss": trainLoss, "train_data_loss": trainDataLoss, "train_accuracy": trainAccuracy,
      "valid_loss": validLoss, "valid_accuracy": validAccuracy, "learning_rate": learningRate,
      "seconds": seconds,
    ]
  }
}

/// What training reports while it runs.
public enum TrainingEvent: Sendable {
  /// A step was done: its batch's loss, and the mean over those of the epoch so far.
  case step(epoch: Int, step: Int, of: Int, loss: Double, meanLoss: Double)
  /// An epoch was done.
  case epoch(EpochRecord)
  /// The model is to be saved as it is now, and with it what it takes to go on from here.
  case checkpoint(Checkpoint, TrainingState)
  /// A loss or a weight is no finite number any more: training ends with an error. These are the
  /// epochs that were done; where an epoch was `kept`, the network has its weights again.
  case diverged(TrainingResult)
}

/// What is saved while a model trains.
public enum Checkpoint: Hashable, Sendable {
  /// The best epoch so far, in place of the one before.
  case best
  /// This epoch.
  case epoch(Int)
}

/// What training came to.
public struct TrainingResult: Sendable {
  /// A record an epoch.
  public var history: [EpochRecord] = []
  /// Whether it ended because nothing improved any more.
  public var hasStoppedEarly = false
  /// The epoch whose weights the network has, where the best are kept.
  public var kept: Kept?
  /// What is to be told of it.
  public var warnings: [Diagnostic] = []

  /// A result with these epochs.
  public init(history: [EpochRecord] = []) { self.history = history }

  /// The best epoch.
  public struct Kept: Hashable, Sendable {
    /// Its number.
    public var epoch: Int
    /// The figure that it is the best by.
    public var metric: Metric
    /// The value of the figure.
    public var value: Double
  }
}
