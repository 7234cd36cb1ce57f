import Datasets
import Kernels
public import Lowering
import Operators
import Source

/// The training loop: epochs of shuffled batches, each one run of the training step's graph.
public struct Trainer {
  private let network: Network
  private let rows: LoadedRows
  private let validation: LoadedRows?
  private let epochs: Int
  private let stepLimit: Int?
  private let batch: Int
  private let full: BatchRunner
  private let partial: BatchRunner?

  /// Prepares training.
  ///
  /// - Parameters:
  ///   - network: the network; it was made for batches of this trainer's size.
  ///   - rows: the training rows.
  ///   - validation: the rows to evaluate after each epoch.
  ///   - epochs: how often all rows are seen.
  ///   - stepLimit: ends training after so many steps, even within an epoch.
  ///   - fitsScaling: whether the layers that scale the input are fitted to the rows first; they are
  ///     not where a trained network is trained on.
  /// - Throws: E0502 where a batch does not fit this machine, E0504 for more steps than can be
  ///   counted.
  public init(
    _ network: Network, rows: LoadedRows, validation: LoadedRows?, epochs: Int,
    stepLimit: Int? = nil, fitsScaling: Bool = true
  ) throws {
    if fitsScaling { network.fitScaling(to: rows) }
    self.network = network
    self.rows = rows
    self.validation = validation
    self.epochs = epochs
    self.stepLimit = stepLimit
    batch = Self.rowsOfBatch(network.model.settings.batch, trainingRows: rows.count)
    try Self.checkSteps(
      epochs: epochs, stepsPerEpoch: (rows.count + batch - 1) / batch, stepLimit: stepLimit)
    full = try network.trainingStep(on: rows, batch: batch)
    let rest = rows.count % batch
    partial = rest > 0 ? try network.trainingStep(on: rows, batch: rest) : nil
  }

  /// Graphs count steps in 32 bits.
  private static func checkSteps(
    epochs: Int, stepsPerEpoch: Int, stepLimit: Int?
  ) throws(InputError) {
    let most = Int(Int32.max)
    guard epochs <= most / stepsPerEpoch || stepLimit ?? .max <= most else {
      throw InputError(
        Diagnostic(
          code: "E0504", "\(epochs) epochs of \(stepsPerEpoch) steps are more than \(most) steps",
          help: ["use larger batches or fewer epochs, or end training by --steps"]))
    }
  }

  /// The rows of a batch: what the model says, but no more than there are.
  public static func rowsOfBatch(_ batch: BatchSize, trainingRows: Int) -> Int {
    switch batch {
    case .rows(let count): min(count, trainingRows)
    case .full: trainingRows
    }
  }

  /// The steps of an epoch.
  public var stepsPerEpoch: Int { (rows.count + batch - 1) / batch }

  /// Trains.
  ///
  /// - Parameter report: is told of every step and epoch.
  /// - Returns: a record an epoch.
  /// - Throws: E0501 when the loss or, behind the last step, a weight is no longer a finite number.
  public func run(report: (TrainingEvent) -> Void = { _ in }) throws -> [EpochRecord] {
    var shuffle = EpochShuffle(count: rows.count)
    var history: [EpochRecord] = []
    var step = 0
    for epoch in stride(from: 1, through: epochs, by: 1) {
      if let stepLimit, step >= stepLimit { break }
      let start = Machine.seconds()
      if stepsPerEpoch > 1 {
        var stream = RandomStream(
          seed: network.model.settings.seed, stream: 0x7368_7566_0000_0000 + UInt64(epoch))
        shuffle.shuffle { stream.below($0) }
      }
      let sums = try runEpoch(epoch, shuffle.order, &step, report)
      let score = try validation.map(network.evaluate)
      let mean = sums.loss.mean
      let record = EpochRecord(
        epoch: epoch, trainLoss: mean.loss, trainDataLoss: sums.dataLoss.mean.loss,
        trainAccuracy: mean.accuracy, validLoss: score?.loss, validAccuracy: score?.accuracy,
        seconds: Machine.seconds() - start)
      history.append(record)
      report(.epoch(record))
    }
    // No loss was computed with what the last step made of the weights.
    if let last = history.last, !network.isFinite {
      throw Self.diverged(last.epoch, step - (last.epoch - 1) * stepsPerEpoch, "a weight is")
    }
    return history
  }

  private func runEpoch(
    _ epoch: Int, _ order: [Int32], _ step: inout Int, _ report: (TrainingEvent) -> Void
  ) throws(InputError) -> (loss: ScoreSum, dataLoss: ScoreSum) {
    var loss = ScoreSum()
    var dataLoss = ScoreSum()
    for first in stride(from: 0, to: rows.count, by: batch) {
      if let stepLimit, step >= stepLimit { break }
      let count = min(batch, rows.count - first)
      guard let runner = count == batch ? full : partial else { break }
      step += 1
      runner.set(learningRate: network.model.optimizer.learningRate, step: step)
      runner.run(rowsAt: order[first..<(first + count)])
      let score = runner.score
      guard score.loss.isFinite else {
        throw Self.diverged(epoch, first / batch + 1, "the loss is")
      }
      loss.add(score, rows: count)
      dataLoss.add(Score(loss: runner.lastDataLoss, accuracy: nil), rows: count)
      report(
        .step(
          epoch: epoch, step: first / batch + 1, of: stepsPerEpoch, meanLoss: loss.mean.loss))
    }
    return (loss, dataLoss)
  }

  private static func diverged(_ epoch: Int, _ step: Int, _ what: String) -> InputError {
    InputError(
      Diagnostic(
        code: "E0501",
        "training stopped: \(what) no longer a finite number in epoch \(epoch), step \(step)",
        help: [
          "the weights grew out of bounds; lower the learning rate, as in 'optimizer adam lr=1e-4'",
          "check the data for missing or huge values, and the initialisers",
        ]))
  }
}
