import Datasets
import Kernels
public import Lowering
public import Operators
import Source

/// The training loop: epochs of shuffled batches, each one run of the training step's graph.
public struct Trainer {
  private let network: Network
  private let rows: LoadedRows
  private let validation: LoadedRows?
  private let batch: Int
  private let full: BatchRunner
  private let partial: BatchRunner?
  /// The steps of an epoch.
  public let stepsPerEpoch: Int
  /// The epochs of training; the last may be cut short by a number of steps.
  public let epochs: Int
  let totalSteps: Int
  private let schedule: any RateRule
  let model: Model

  /// Prepares training.
  ///
  /// - Parameters:
  ///   - network: the network; it was made for batches of this trainer's size.
  ///   - rows: the training rows.
  ///   - validation: the rows that are evaluated between epochs.
  ///   - length: how long training goes on, in place of what the model says.
  ///   - schedule: how the learning rate changes, in place of what the model says.
  ///   - watches: whether training ends early and saves checkpoints where the model says so.
  ///   - fitsScaling: whether the layers that scale the input are fitted to the rows first; they are
  ///     not where a trained network is trained on, or training is taken up.
  /// - Throws: E0502 where a batch does not fit this machine, E0504 for more steps than can be
  ///   counted, E0507 where settings need validation rows or more steps than there are.
  public init(
    _ network: Network, rows: LoadedRows, validation: LoadedRows?, length: TrainingLength? = nil,
    schedule: (any RateRule)? = nil, watches: Bool = true, fitsScaling: Bool = true
  ) throws {
    if fitsScaling { network.fitScaling(to: rows) }
    var model = network.model
    if !watches {
      model.settings.stop = nil
      model.settings.checkpoints = Settings().checkpoints
    }
    let schedule = schedule ?? model.schedule
    self.model = model
    self.schedule = schedule
    self.network = network
    self.rows = rows
    self.validation = validation
    let settings = model.settings
    let length = length ?? settings.length
    batch = Self.rowsOfBatch(settings.batch, trainingRows: rows.count)
    stepsPerEpoch = Self.stepsPerEpoch(settings.batch, trainingRows: rows.count)
    totalSteps = try length.steps(perEpoch: stepsPerEpoch)
    epochs = (totalSteps + stepsPerEpoch - 1) / stepsPerEpoch
    try Self.check(
      model.settings, schedule, totalSteps: totalSteps, hasValidation: validation != nil)
    full = try network.trainingStep(on: rows, batch: batch)
    let rest = rows.count % batch
    partial = rest > 0 ? try network.trainingStep(on: rows, batch: rest) : nil
  }

  /// Whether there are rows that are evaluated between epochs.
  public var validates: Bool { validation != nil }

  /// The rows of a batch: what the model says, but no more than there are.
  public static func rowsOfBatch(_ batch: BatchSize, trainingRows: Int) -> Int {
    switch batch {
    case .rows(let count): min(count, trainingRows)
    case .full: trainingRows
    }
  }

  /// The steps of an epoch; the last may have fewer rows than the others.
  public static func stepsPerEpoch(_ batch: BatchSize, trainingRows: Int) -> Int {
    let rows = rowsOfBatch(batch, trainingRows: trainingRows)
    return (trainingRows + rows - 1) / rows
  }

  /// Trains.
  ///
  /// Where the model says when to stop early, the network has the weights of the best epoch in the
  /// end, whether training stopped early or not.
  ///
  /// - Parameters:
  ///   - state: where training goes on, of the same model, rows and settings; the network has the
  ///     weights of that moment already. The result is the one of training that was never
  ///     interrupted, to the bit.
  ///   - observe: is told of every step, epoch and checkpoint; what it throws ends training.
  /// - Throws: E0501 when the loss or, behind the last step, a weight is no longer a finite number,
  ///   which `observe` is told of first; E0513 and E0515 for a state that this training cannot go on from.
  /// - Precondition: The tensors of `state` are those of the network.
  @discardableResult
  public func run(
    from state: TrainingState? = nil, observe: (TrainingEvent) throws -> Void = { _ in }
  ) throws -> TrainingResult {
    if let state { try check(resuming: state) }
    let settings = model.settings
    var progress = Progress(model, schedule, rows: rows.count, resuming: state)
    var result = TrainingResult(history: state?.history ?? [])
    var best = state?.best
    if let state {
      state.optimizer.restore(into: network)
      // The interruption may have come between what is saved behind the same epoch.
      let isBest = state.checkpoint?.best?.epoch == state.epoch
      for checkpoint in checkpoints(behind: state.epoch, isBest: isBest) {
        try observe(.checkpoint(checkpoint, state))
      }
    }
    for epoch in stride(from: result.history.count + 1, through: epochs, by: 1) {
      if progress.isStale { break }
      let start = Machine.seconds()
      if stepsPerEpoch > 1 {
        var stream = RandomStream(
          seed: settings.seed, stream: 0x7368_7566_0000_0000 + UInt64(epoch))
        progress.shuffle.shuffle { stream.below($0) }
      }
      let sums: (loss: ScoreSum, dataLoss: ScoreSum)
      do {
        sums = try runEpoch(epoch, &progress, observe)
      } catch let divergence as Divergence {
        try end(&result, by: divergence, best, progress, observe)
      }
      let isEvaluated = epoch % settings.validationInterval == 0 || epoch == epochs
      let score = isEvaluated ? try validation.map(network.evaluate) : nil
      let mean = sums.loss.mean
      let record = EpochRecord(
        epoch: epoch, trainLoss: mean.loss, trainDataLoss: sums.dataLoss.mean.loss,
        trainAccuracy: mean.accuracy, validLoss: score?.loss, validAccuracy: score?.accuracy,
        learningRate: progress.learningRate, seconds: Machine.seconds() - start)
      result.history.append(record)
      try observe(.epoch(record))

      progress.lowerRate(after: record)
      if progress.improves(record) { best = .weights(of: network) }
      let isBest = progress.improvesCheckpoint(record)
      let due = checkpoints(behind: epoch, isBest: isBest)
      guard !due.isEmpty else { continue }
      let state = progress.state(of: network, history: result.history, best: best)
      for checkpoint in due { try observe(.checkpoint(checkpoint, state)) }
    }
    result.hasStoppedEarly = progress.isStale && result.history.count < epochs
    // No loss was computed with what the last step made of the weights.
    if let last = result.history.last, !network.isFinite {
      let step = progress.step - (last.epoch - 1) * stepsPerEpoch
      try end(
        &result, by: Divergence(epoch: last.epoch, step: step, what: "a weight is"), best,
        progress, observe)
    }
    if !network.hasFiniteOptimizer { result.warnings.append(Divergence.ofOptimizer(model)) }
    keep(best, of: progress, in: &result)
    return result
  }

  /// Gives the network the weights of the best epoch again, where the model says when to stop early.
  private func keep(
    _ best: StateSnapshot?, of progress: Progress, in result: inout TrainingResult
  ) {
    guard let best, let stop = model.settings.stop, let value = progress.best else { return }
    best.restore(into: network)
    result.kept = TrainingResult.Kept(
      epoch: value.epoch, metric: stop.metric, value: value.value)
  }

  /// Ends training that diverged, with what can be kept of it.
  private func end(
    _ result: inout TrainingResult, by divergence: Divergence, _ best: StateSnapshot?,
    _ progress: Progress, _ observe: (TrainingEvent) throws -> Void
  ) throws -> Never {
    keep(best, of: progress, in: &result)
    if !network.isFinite { result.kept = nil }
    try observe(.diverged(result))
    throw divergence.error(model.settings.gradientNoise)
  }

  /// What is to be saved behind an epoch.
  private func checkpoints(behind epoch: Int, isBest: Bool) -> [Checkpoint] {
    let interval = model.settings.checkpoints.interval
    let isDue = interval.map { epoch % $0 == 0 } ?? false
    return (isBest ? [.best] : []) + (isDue ? [.epoch(epoch)] : [])
  }

  private func runEpoch(
    _ epoch: Int, _ progress: inout Progress, _ observe: (TrainingEvent) throws -> Void
  ) throws -> (loss: ScoreSum, dataLoss: ScoreSum) {
    var loss = ScoreSum()
    var dataLoss = ScoreSum()
    for first in stride(from: 0, to: rows.count, by: batch) where progress.step < totalSteps {
      let count = min(batch, rows.count - first)
      guard let runner = count == batch ? full : partial else { break }
      progress.learningRate = schedule.rate(
        base: model.optimizer.learningRate,
        at: Moment(
          step: progress.step, stepsPerEpoch: stepsPerEpoch, totalSteps: totalSteps,
          drops: progress.drops))
      progress.step += 1
      runner.set(learningRate: progress.learningRate, step: progress.step)
      runner.run(rowsAt: progress.shuffle.order[first..<(first + count)])
      let score = runner.score
      guard score.loss.isFinite else {
        throw Divergence(epoch: epoch, step: first / batch + 1, what: "the loss is")
      }
      loss.add(score, rows: count)
      dataLoss.add(Score(loss: runner.lastDataLoss, accuracy: nil), rows: count)
      try observe(
        .step(
          epoch: epoch, step: first / batch + 1, of: stepsPerEpoch, loss: score.loss,
          meanLoss: loss.mean.loss))
    }
    return (loss, dataLoss)
  }

}
