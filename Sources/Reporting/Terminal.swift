internal import Glibc
public import Source

/// The two streams that the program writes to: results go to standard output, progress and
/// diagnostics to standard error.
public struct Terminal: Sendable {
  /// Whether standard error is a terminal, so that a line may be drawn over.
  public let isInteractive: Bool
  /// Whether standard error takes colour: a terminal, unless `NO_COLOR` is set.
  public let hasColor: Bool
  /// Whether standard output takes colours of 24 bits: a terminal that says so in `COLORTERM`, unless
  /// `NO_COLOR` is set.
  public let outputHasTrueColor: Bool

  /// Looks at the process's streams and environment.
  public init(environment: [String: String]) {
    let isDumb = environment["TERM"] == "dumb"
    isInteractive = isatty(STDERR_FILENO) == 1 && !isDumb
    outputHasTrueColor =
      isatty(STDOUT_FILENO) == 1 && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty
      && ["truecolor", "24bit"].contains(environment["COLORTERM"])
    hasColor = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Writes text to standard output.
  ///
  /// - Throws: E0707 where it cannot be written, as on a full disk.
  public func print(_ text: String) throws(InputError) {
    guard Self.write(text, to: STDOUT_FILENO) else {
      let reason = unsafe String(cString: strerror(errno))
      throw InputError(
        Diagnostic(code: "E0707", "the result cannot be written to standard output: \(reason)"))
    }
  }

  /// Writes text to standard error; nobody could be told that this failed.
  public func note(_ text: String) { _ = Self.write(text, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}
