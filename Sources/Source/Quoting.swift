extension Unicode.Scalar {
  /// Whether a terminal would act on the character, or show something other than what is there:
  /// control and format characters, among them those that change the direction of writing.
  var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// The character, or `\u{1B}` for one that is not printable.
  var printable: String {
    isUnprintable ? "\\u{\(String(value, radix: 16, uppercase: true))}" : String(self)
  }
}

/// The text with characters that are not printable written as `\u{1B}`, so that a hostile file
/// cannot send commands to the user's terminal through a message that quotes it.
public func printable(_ text: some StringProtocol) -> String {
  guard text.unicodeScalars.contains(where: \.isUnprintable) else { return String(text) }
  return text.unicodeScalars.map(\.printable).joined()
}

/// The text as a word of a POSIX shell's command line: as it is where the shell reads it so, else in
/// single quotes.
public func shellWord(_ text: String) -> String {
  let plain = /[A-Za-z0-9_@%+=:,.\/-]+/
  guard text.wholeMatch(of: plain) == nil else { return text }
  return "'\(text.replacing("'", with: #"'\''"#))'"
}

/// The text in single quotes, for use in a message: printable, and cut behind 40 characters.
public func quoted(_ text: some StringProtocol) -> String {
  let limit = 40
  let start = text.unicodeScalars.prefix(limit + 1)
  guard start.count > limit else { return "'\(printable(text))'" }
  return "'\(start.prefix(limit).map(\.printable).joined())…'"
}
