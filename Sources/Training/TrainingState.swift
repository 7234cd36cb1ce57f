/// How far training has come when an epoch is done: with the network's weights all that it takes to
/// go on as if it had not been interrupted.
///
/// Random numbers need nothing of their own. The order of an epoch's rows is a function of the seed
/// and the epoch, and what dropout and noise draw is one of the seed, the step and their place.
public struct TrainingState: Hashable, Sendable {
  /// The steps that were done.
  public var step: Int
  /// How often a plateau has lowered the learning rate.
  public var drops: Int
  /// The figure that the schedule watches; nil where it watches none.
  public var plateau: BestFigure?
  /// The figure that training may stop early by; nil where it may not.
  public var stop: BestFigure?
  /// The figure whose best epoch is saved; nil where none is.
  public var checkpoint: BestFigure?
  /// What the epochs came to.
  public var history: [EpochRecord]
  /// The states of the optimizer.
  public var optimizer: StateSnapshot
  /// The weights of the best epoch, where training may stop early and there is one.
  public var best: StateSnapshot?

  /// The number of epochs that were done.
  public var epoch: Int { history.count }

  /// Makes a state of its parts.
  public init(
    step: Int, drops: Int, plateau: BestFigure?, stop: BestFigure?, checkpoint: BestFigure?,
    history: [EpochRecord], optimizer: StateSnapshot, best: StateSnapshot?
  ) {
    self.step = step
    self.drops = drops
    self.plateau = plateau
    self.stop = stop
    self.checkpoint = checkpoint
    self.history = history
    self.optimizer = optimizer
    self.best = best
  }
}

/// The best value of a figure so far.
public struct BestFigure: Hashable, Sendable {
  /// The best value and its epoch; nil where the figure was never measured.
  public var best: Best?
  /// The evaluations since then, or since a plateau last lowered the rate.
  public var stale: Int

  /// A value and its epoch.
  public struct Best: Hashable, Sendable {
    /// The number of the epoch from 1.
    public var epoch: Int
    /// The value.
    public var value: Double

    /// Makes one.
    public init(epoch: Int, value: Double) { (self.epoch, self.value) = (epoch, value) }
  }

  /// Makes a figure, at first one that was never measured.
  public init(best: Best? = nil, stale: Int = 0) { (self.best, self.stale) = (best, stale) }
}
