/// Rows of cells as comma-separated values, a line a row; cells with a comma, a quote or a line
/// break are quoted. Source: RFC 4180, but for lines that end with a line feed alone.
public func csv(_ rows: [[String]]) -> String {
  rows.map { $0.map(csvCell).joined(separator: ",") + "\n" }.joined()
}

private func csvCell(_ text: String) -> String {
  text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
}
