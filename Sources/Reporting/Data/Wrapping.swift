/// A shape as it is written in the language, such as `28x28`.
func shapeText(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "x") }

extension String {
  /// The text with spaces behind it up to a width.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

/// A text in lines of at most 80 characters, indented.
func wrapped(_ text: String, indent: Int) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines = [margin]
  for word in text.split(separator: " ") {
    let line = lines[lines.count - 1]
    if line.count > indent, line.count + 1 + word.count > 80 {
      lines.append(margin + word)
    } else {
      lines[lines.count - 1] = line + (line.count > indent ? " " : "") + word
    }
  }
  return lines.joined(separator: "\n") + "\n"
}
