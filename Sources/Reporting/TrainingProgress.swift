internal import Glibc
public import Training

/// Shows training as it goes: on a terminal a bar that is drawn over, and a line an epoch.
public struct TrainingProgress {
  private let terminal: Terminal
  private let epochs: Int
  private let interval: Int
  private var lastDraw = ContinuousClock.now - .seconds(1)
  private var isDrawn = false

  /// Starts a display; `epochs` is how many there will be, of which every `interval`-th gets a line,
  /// and the last.
  public init(_ terminal: Terminal, epochs: Int, interval: Int = 1) {
    self.terminal = terminal
    self.epochs = epochs
    self.interval = interval
  }

  /// Takes in what happened.
  public mutating func report(_ event: TrainingEvent) {
    switch event {
    case .step(let epoch, let step, let count, _, let loss):
      draw(epoch: epoch, step: step, of: count, loss: loss)
    case .epoch(let record):
      clear()
      guard record.epoch % interval == 0 || record.epoch == epochs else { return }
      terminal.note(Self.line(record, of: epochs) + "\n")
    case .checkpoint: break
    }
  }

  /// Takes the bar away.
  public mutating func clear() {
    if isDrawn { terminal.note("\r\u{1B}[K") }
    isDrawn = false
  }

  /// The bar is drawn at most ten times a second, so that it costs nothing.
  private mutating func draw(epoch: Int, step: Int, of count: Int, loss: Double) {
    guard terminal.isInteractive, ContinuousClock.now - lastDraw > .milliseconds(100) else {
      return
    }
    lastDraw = .now
    let width = 24
    let done = width * step / max(count, 1)
    let bar = String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
    // A narrow terminal cuts the line (its wrapping is off meanwhile): one that went on in the next
    // row could not be drawn over.
    terminal.note(
      "\r\u{1B}[K\u{1B}[?7lepoch \(epoch)/\(epochs)  \(bar)  \(step)/\(count)  "
        + "loss \(fixed(loss, 4))\u{1B}[?7h")
    isDrawn = true
  }

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
