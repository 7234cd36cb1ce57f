extension String {
  /// The text with spaces before it up to a width.
  func leftPadding(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

/// A text cut to a number of characters, the last of which tells that it was.
func shortened(_ text: String, _ limit: Int) -> String {
  text.count <= limit ? text : text.prefix(limit - 1) + "…"
}
