internal import Glibc

/// A result that could not be written to standard output.
public struct OutputError: Error {
  /// The system's reason.
  public let reason: String
}

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
  ///
  /// - Throws: where the system takes no more, as on a full disk.
  public func print(_ text: String) throws(OutputError) {
    guard Self.write(text, to: STDOUT_FILENO) else {
      throw OutputError(reason: unsafe String(cString: strerror(errno)))
    }
  }

  /// Writes text to standard error; where that fails there is nowhere left to say so.
  public func note(_ text: String) { _ = Self.write(text, to: STDERR_FILENO) }

  /// Whether all of the text was written, or its reader wants no more of it.
  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      // A reader that went away, as in `nnc ... | head`, wants no more.
      guard written > 0 else { return errno == EPIPE }
      rest = rest.dropFirst(written)
    }
    return true
  }
}
