public import Operators
public import Source

/// A checked model: its layers with their shapes, and how it is trained.
public struct Model: Sendable {
  /// The text it was written in.
  public let source: SourceText
  /// The shape of an input row.
  public let inputShape: [Int]
  /// The layers in order; the last is the output layer.
  public let layers: [PlacedLayer]
  /// What the output layer's scores mean.
  public let head: Head
  /// The number of outputs.
  public let outputCount: Int
  /// What a row's label is: plain numbers give numbers, all other heads tell classes apart.
  public var targets: Targets { head == .linear ? .values(outputCount) : .classes }
  /// What is minimised.
  public let loss: any Loss
  /// How the parameters are updated.
  public let optimizer: any Optimizer
  /// How the learning rate changes.
  public let schedule: any Schedule
  /// How many training rows each class has, for weights of classes that depend on it; nil where that
  /// is not known.
  public var classCounts: [Int]?
  /// The keyword of the loss.
  public var lossName: String { type(of: loss).signature.keyword }
  /// The keyword of the optimizer.
  public var optimizerName: String { type(of: optimizer).signature.keyword }
  /// The remaining settings.
  public var settings: Settings
}

/// What the rows that a model learns from are labelled with.
public enum Targets: Hashable, Sendable {
  /// A class each.
  case classes
  /// So many plain numbers each.
  case values(Int)
}

/// A layer in its place in a model.
public struct PlacedLayer: Sendable {
  /// The unique name, such as `dense1`.
  public var name: String
  /// Where its statement stands.
  public var range: SourceRange
  /// The line of its statement.
  public var line: Int
  /// The layer.
  public var layer: any Layer
  /// The shape of a row of its output.
  public var outputShape: [Int]
}

/// How many rows a step trains on.
public enum BatchSize: Hashable, Sendable, CustomStringConvertible {
  /// This many; the last batch of an epoch may have fewer.
  case rows(Int)
  /// All training rows.
  case full

  /// The text form.
  public var description: String {
    switch self {
    case .rows(let count): String(count)
    case .full: "full"
    }
  }
}

/// What the statements other than layers say; the command line may override it.
public struct Settings: Hashable, Sendable {
  /// The rows of a step.
  public var batch = BatchSize.rows(64)
  /// How long training goes on.
  public var length = TrainingLength(epochs: 10)
  /// The epochs from one evaluation of the validation rows to the next; the last is evaluated too.
  public var validationInterval = 1
  /// When training ends early; nil for never.
  public var stop: StopRule?
  /// What is saved while the model trains.
  public var checkpoints = CheckpointRule()
  /// The seed of all random numbers.
  public var seed: UInt64 = 1
  /// The factor of the sum of absolute weights.
  public var l1 = 0.0
  /// The factor of the sum of squared weights.
  public var l2 = 0.0
  /// How gradients are clipped; nil for not at all.
  public var clipping: Clipping?
  /// The noise on gradients; nil for none.
  public var gradientNoise: GradientNoise?

  /// The defaults.
  public init() {}
}

/// How long training goes on: until the epochs or the steps are done, whichever is first.
public struct TrainingLength: Hashable, Sendable {
  /// How often all rows are seen; nil for as often as the steps take.
  public var epochs: Int?
  /// The most steps; nil for as many as the epochs take.
  public var steps: Int?

  /// Makes a length; one of the two has to be given.
  public init(epochs: Int? = nil, steps: Int? = nil) {
    precondition(epochs != nil || steps != nil, "training has to end")
    self.epochs = epochs
    self.steps = steps
  }
}

/// When training ends early: a metric has not improved for some evaluations.
public struct StopRule: Hashable, Sendable {
  /// The figure that is watched.
  public var metric: Metric
  /// The evaluations without improvement after which training ends.
  public var patience: Int
  /// How much better than the best a value must be to count as an improvement.
  public var minimumDelta: Double
}

/// What is saved while a model trains.
public struct CheckpointRule: Hashable, Sendable {
  /// The epochs from one checkpoint to the next; nil for none.
  public var interval: Int?
  /// The figure whose best epoch is kept; nil for none.
  public var best: Metric?
  /// Whether nothing is saved.
  public var isEmpty: Bool { interval == nil && best == nil }
}

/// What is known of the data that a model is for.
public struct DataFacts: Hashable, Sendable {
  /// The shape of a row.
  public var inputShape: [Int]
  /// Where the shape comes from, such as `--data fashion`.
  public var origin: String
  /// The number of classes; nil where only the shape is known, or the labels are plain numbers.
  public var classCount: Int?
  /// How many plain numbers each row is labelled with; nil where it is classes, or not known.
  public var valueCount: Int?
  /// How many training rows each class has; nil where that is not known.
  public var classCounts: [Int]?

  /// Makes facts.
  public init(
    inputShape: [Int], origin: String, classCount: Int? = nil, classCounts: [Int]? = nil,
    valueCount: Int? = nil
  ) {
    self.valueCount = valueCount
    self.classCounts = classCounts
    self.inputShape = inputShape
    self.origin = origin
    self.classCount = classCount
  }

  /// A shape as the language writes it.
  static func text(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: "x")
  }
}
