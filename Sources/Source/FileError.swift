extension InputError {
  /// An error about a file or folder as a whole.
  public init(_ code: String, _ message: String, in file: String, help: [String] = []) {
    self.init(Diagnostic(code: code, message, at: .file(file), help: help))
  }
}

extension InputError {
  /// The error with another line of help.
  public func adding(help: String) -> InputError {
    InputError(
      diagnostics.map {
        var diagnostic = $0
        diagnostic.help.append(help)
        return diagnostic
      })
  }
}
