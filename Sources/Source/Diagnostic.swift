/// Something to tell the user about their input: what is wrong, where, and what would help.
public struct Diagnostic: Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    case error, warning
  }

  /// Where it is.
  public enum Place: Hashable, Sendable {
    /// Nowhere in particular, or in the command line.
    case nowhere
    /// In a file as a whole, such as a data file.
    case file(String)
    /// In a stretch of a text.
    case text(SourceText, SourceRange)
    /// In a stretch of what an option of the command line says, such as `width=0`; the text's name is
    /// the option with it, such as `--set width=0`.
    case option(SourceText, SourceRange)
  }

  /// How bad it is.
  public var severity: Severity
  /// A stable code such as `E0203`.
  public var code: String
  /// One line that says what is wrong.
  public var message: String
  /// Where it is.
  public var place: Place
  /// A few words that stand beside the caret.
  public var label: String
  /// Lines that say what would help.
  public var help: [String]

  /// Makes a diagnostic.
  public init(
    _ severity: Severity = .error, code: String, _ message: String, at place: Place = .nowhere,
    label: String = "", help: [String] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.place = place
    self.label = label
    self.help = help
  }
}

/// The user's input is wrong: every diagnostic that was found, errors and warnings in the order
/// found. Thrown by whatever cannot go on.
public struct InputError: Error, Sendable {
  /// What was found.
  public var diagnostics: [Diagnostic]

  /// Makes an error of several diagnostics.
  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  /// Makes an error of one diagnostic.
  public init(_ diagnostic: Diagnostic) {
    self.diagnostics = [diagnostic]
  }
}
