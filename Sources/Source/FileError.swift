extension InputError {
  /// An error about a file or folder as a whole.
  public init(_ code: String, _ message: String, in file: String, help: [String] = []) {
    self.init(Diagnostic(code: code, message, at: .file(file), help: help))
  }
}
