import Datasets
import Kernels
import Lowering
import Operators

/// Steps over shuffled rows without end.
struct EpochLoop {
  private let runner: BatchRunner
  private let batch: Int
  private let learningRate: Double
  private let seed: UInt64
  private var shuffle: EpochShuffle
  private var next = 0
  private var step = 0

  init(_ runner: BatchRunner, rows: Int, batch: Int, model: Model) {
    self.runner = runner
    self.batch = batch
    learningRate = model.optimizer.learningRate
    seed = model.settings.seed
    shuffle = EpochShuffle(count: rows)
    _ = secondsOfShuffle()
  }

  /// One step on the next rows; begins again at the last full batch.
  mutating func run() {
    if next + batch > shuffle.order.count { next = 0 }
    step += 1
    runner.set(learningRate: learningRate, step: step)
    runner.run(rowsAt: shuffle.order[next..<(next + batch)])
    next += batch
  }

  /// Shuffles, and tells what part of that time falls to one step.
  mutating func secondsOfShuffle() -> Double {
    guard shuffle.order.count > batch else { return 0 }
    var stream = RandomStream(seed: seed, stream: 0)
    let start = Machine.seconds()
    shuffle.shuffle { stream.below($0) }
    return (Machine.seconds() - start) / Double(shuffle.order.count / batch)
  }
}
