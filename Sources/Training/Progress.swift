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
  private var rate: WatchedFigure?
  private var stop: WatchedFigure?
  private var checkpoint: WatchedFigure?

  /// Starts training, or takes it up where it was interrupted.
  init(
    _ model: Model, _ schedule: any RateRule, rows: Int, resuming state: TrainingState? = nil
  ) {
    shuffle = EpochShuffle(count: rows)
    plateau = schedule.plateau
    patience = model.settings.stop?.patience
    step = state?.step ?? 0
    drops = state?.drops ?? 0
    rate = plateau.map {
      WatchedFigure($0.metric, relativeMargin: $0.threshold, state?.plateau)
    }
    stop = model.settings.stop.map {
      WatchedFigure($0.metric, margin: $0.minimumDelta, state?.stop)
    }
    checkpoint = model.settings.checkpoints.best.map { WatchedFigure($0, state?.checkpoint) }
  }

  /// What it takes to go on from here later; `best` are the weights of the best epoch.
  func state(
    of network: Network, history: [EpochRecord], best: StateSnapshot?
  ) -> TrainingState {
    TrainingState(
      step: step, drops: drops, plateau: rate?.figure, stop: stop?.figure,
      checkpoint: checkpoint?.figure, history: history, optimizer: .optimizer(of: network),
      best: best)
  }

  /// Notes an epoch for the schedule: after too many evaluations without improvement the rate drops.
  mutating func lowerRate(after record: EpochRecord) {
    guard let plateau, rate != nil else { return }
    rate?.note(record)
    if let stale = rate?.figure.stale, stale > plateau.patience {
      drops += 1
      rate?.figure.stale = 0
    }
  }

  /// Notes an epoch for the checkpoint of the best one, and tells whether it is that.
  mutating func improvesCheckpoint(_ record: EpochRecord) -> Bool {
    checkpoint?.note(record) ?? false
  }

  /// Notes an epoch for stopping early, and tells whether it is the best so far.
  mutating func improves(_ record: EpochRecord) -> Bool { stop?.note(record) ?? false }

  /// The best epoch and its figure, where training may stop early.
  var best: BestFigure.Best? { stop?.figure.best }

  /// Whether training has to stop: nothing has improved for too long.
  var isStale: Bool {
    guard let patience, let stop else { return false }
    return stop.figure.stale >= patience
  }
}

/// A figure that is watched: its best value so far, and what counts as a better one.
private struct WatchedFigure {
  private let metric: Metric
  private let margin: Double
  private let relativeMargin: Double
  /// The best value so far.
  var figure: BestFigure

  init(
    _ metric: Metric, margin: Double = 0, relativeMargin: Double = 0, _ figure: BestFigure?
  ) {
    self.metric = metric
    self.margin = margin
    self.relativeMargin = relativeMargin
    self.figure = figure ?? BestFigure()
  }

  /// Takes in an epoch where the figure was measured, and tells whether it is the best so far, which
  /// a value that is not a finite number never is.
  @discardableResult
  mutating func note(_ record: EpochRecord) -> Bool {
    guard let value = record[metric] else { return false }
    let improves =
      figure.best.map {
        metric.improves(value, on: $0.value, by: margin + relativeMargin * abs($0.value))
      } ?? true
    guard value.isFinite, improves else {
      figure.stale += 1
      return false
    }
    figure = BestFigure(best: BestFigure.Best(epoch: record.epoch, value: value))
    return true
  }
}
