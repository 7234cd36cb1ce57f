public import Training

/// Shows training as it goes: on a terminal a bar that is drawn over, and a line an epoch.
public struct TrainingProgress {
  private let terminal: Terminal
  private let epochs: Int
  private let interval: Int
  private var bar: ProgressBar

  /// Starts a display; `epochs` is how many there will be, of which every `interval`-th gets a line,
  /// and the last.
  public init(_ terminal: Terminal, epochs: Int, interval: Int = 1) {
    self.terminal = terminal
    self.epochs = epochs
    self.interval = interval
    bar = ProgressBar(terminal)
  }

  /// Takes in what happened.
  public mutating func report(_ event: TrainingEvent) {
    switch event {
    case .step(let epoch, let step, let count, _, let loss):
      bar.draw("epoch \(epoch)/\(epochs)", step, of: count, "loss \(fixed(loss, 4))")
    case .epoch(let record):
      clear()
      guard record.epoch % interval == 0 || record.epoch == epochs else { return }
      terminal.note(Self.line(record, of: epochs) + "\n")
    case .checkpoint, .diverged: break
    }
  }

  /// Takes the bar away.
  public mutating func clear() { bar.clear() }

  /// The line of an epoch.
  static func line(_ record: EpochRecord, of epochs: Int) -> String {
    let number = String(record.epoch)
    let pad = String(repeating: " ", count: max(0, String(epochs).count - number.count))
    var parts = ["epoch \(pad)\(number)/\(epochs)", "loss \(fixed(record.trainLoss, 4))"]
    if let accuracy = record.trainAccuracy { parts.append("accuracy \(fixed(accuracy, 4))") }
    if let loss = record.validLoss { parts.append("valid loss \(fixed(loss, 4))") }
    if let accuracy = record.validAccuracy { parts.append("valid accuracy \(fixed(accuracy, 4))") }
    parts.append("\(fixed(record.seconds, 2)) s")
    return parts.joined(separator: "  ")
  }
}
