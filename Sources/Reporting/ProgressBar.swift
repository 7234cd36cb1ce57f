/// A line on standard error that tells how far something is, and is drawn over as it goes on; nothing
/// where standard error is no terminal.
public struct ProgressBar {
  private let terminal: Terminal
  private var lastDraw = ContinuousClock.now - .seconds(1)
  private var isDrawn = false

  /// A bar that is not drawn yet.
  public init(_ terminal: Terminal) { self.terminal = terminal }

  /// Draws that `done` of `count` parts are done, between what goes on and a figure. It is drawn at
  /// most ten times a second, so that it costs nothing.
  public mutating func draw(_ title: String, _ done: Int, of count: Int, _ figure: String = "") {
    guard terminal.isInteractive, ContinuousClock.now - lastDraw > .milliseconds(100) else {
      return
    }
    lastDraw = .now
    // A narrow terminal cuts the line (its wrapping is off meanwhile): one that went on in the next
    // row could not be drawn over.
    terminal.note("\r\u{1B}[K\u{1B}[?7l\(Self.line(title, done, of: count, figure))\u{1B}[?7h")
    isDrawn = true
  }

  /// Draws that a model of so many layers is being compiled.
  public mutating func draw(compiling layers: Int) {
    guard terminal.isInteractive else { return }
    terminal.note("\r\u{1B}[Kcompiling \(grouped(layers)) layers")
    isDrawn = true
  }

  /// The line's text.
  static func line(_ title: String, _ done: Int, of count: Int, _ figure: String) -> String {
    let width = 24
    let full = width * min(done, count) / max(count, 1)
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    return "\(title)  \(bar)  \(done)/\(count)" + (figure.isEmpty ? "" : "  \(figure)")
  }

  /// Takes the line away.
  public mutating func clear() {
    if isDrawn { terminal.note("\r\u{1B}[K") }
    isDrawn = false
  }
}
