internal import Glibc

/// The two streams that the program writes to: results go to standard output, progress and
/// diagnostics to standard error.
public struct Terminal: Sendable {
  /// Whether standard error is a terminal, so that a line may be drawn over.
  public let isInteractive: Bool
  /// Whether standard error takes colour: a terminal, unless `NO_COLOR` is set.
  public let hasColor: Bool

  /// Looks at the process's streams and environment.
  public init(environment: [String: String]) {
    let isDumb = environment["TERM"] == "dumb"
    isInteractive = isatty(STDERR_FILENO) == 1 && !isDumb
    hasColor = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Writes text to standard output.
  public func print(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  /// Writes text to standard error.
  public func note(_ text: String) { Self.write(text, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      // A reader that went away, as in `nnc ... | head`, wants no more.
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
