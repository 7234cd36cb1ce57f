import Datasets
import Lowering
import Operators

/// How far training has come: the step, the order of the rows, and the best figures so far.
struct Progress {
  /// The steps that were done.
  var step = 0
  /// The rate of the last of them.
  var learningRate = 0.0
  /// How often a plateau has lowered the rate.
  private(set) var drops = 0
  /// The order of the rows in the epoch at hand.
  var shuffle: EpochShuffle

  private let plateau: Plateau?
  private let patience: Int?
  private var rate: BestFigure?
  private var stop: BestFigure?
  private var checkpoint: BestFigure?

  /// Starts training.
  init(_ model: Model, _ schedule: any RateRule, rows: Int) {
    shuffle = EpochShuffle(count: rows)
    plateau = schedule.plateau
    patience = model.settings.stop?.patience
    rate = plateau.map { BestFigure($0.metric, relativeMargin: $0.threshold) }
    stop = model.settings.stop.map { BestFigure($0.metric, margin: $0.minimumDelta) }
    checkpoint = model.settings.checkpoints.best.map { BestFigure($0) }
  }

  /// Notes an epoch for the schedule: after too many evaluations without improvement the rate drops.
  mutating func lowerRate(after record: EpochRecord) {
    guard let plateau, rate != nil else { return }
    rate?.note(record)
    if let stale = rate?.stale, stale > plateau.patience {
      drops += 1
      rate?.stale = 0
    }
  }

  /// Notes an epoch for the checkpoint of the best one, and tells whether it is that.
  mutating func improvesCheckpoint(_ record: EpochRecord) -> Bool {
    checkpoint?.note(record) ?? false
  }

  /// Notes an epoch for stopping early, and tells whether it is the best so far.
  mutating func improves(_ record: EpochRecord) -> Bool { stop?.note(record) ?? false }

  /// The best epoch and its figure, where training may stop early.
  var best: (epoch: Int, value: Double)? { stop?.best }

  /// Whether training has to stop: nothing has improved for too long.
  var isStale: Bool {
    guard let patience, let stop else { return false }
    return stop.stale >= patience
  }
}

/// The best value of a figure so far.
private struct BestFigure {
  private let metric: Metric
  private let margin: Double
  private let relativeMargin: Double
  /// The best value and its epoch.
  private(set) var best: (epoch: Int, value: Double)?
  /// The evaluations since then.
  var stale = 0

  init(_ metric: Metric, margin: Double = 0, relativeMargin: Double = 0) {
    self.metric = metric
    self.margin = margin
    self.relativeMargin = relativeMargin
  }

  /// Takes in an epoch where the figure was measured, and tells whether it is the best so far, which
  /// a value that is not a finite number never is.
  @discardableResult
  mutating func note(_ record: EpochRecord) -> Bool {
    guard let value = record[metric] else { return false }
    let improves =
      best.map {
        metric.improves(value, on: $0.value, by: margin + relativeMargin * abs($0.value))
      } ?? true
    guard value.isFinite, improves else {
      stale += 1
      return false
    }
    best = (record.epoch, value)
    stale = 0
    return true
  }
}
