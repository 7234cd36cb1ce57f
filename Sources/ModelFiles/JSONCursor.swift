import JSON
import Source

/// A value in a JSON text, with the way to it, so that messages can point at it.
struct JSONCursor {
  /// The value.
  let value: JSON
  /// The text that it was read from.
  let text: SourceText
  private let path: [JSONStep]
  /// What the text as a whole is called in messages.
  private let root: String

  /// Reads a text, which messages call `root`.
  ///
  /// - Throws: E0412 at the byte that is wrong.
  init(parsing text: SourceText, root: String = "the model") throws(InputError) {
    do throws(JSONError) {
      value = try JSON.parse(text.bytes)
    } catch {
      let range = SourceRange(error.offset, error.offset + 1)
      throw InputError(
        Diagnostic(
          code: "E0412", "the file is not valid JSON: \(error.message)", at: .text(text, range),
          label: "here"))
    }
    self.text = text
    self.root = root
    path = []
  }

  private init(_ value: JSON, within parent: JSONCursor, _ step: JSONStep) {
    self.value = value
    text = parent.text
    root = parent.root
    path = parent.path + [step]
  }

  /// The member `key`.
  ///
  /// - Throws: E0414 where this is no object or lacks it, as all that follow do for other kinds.
  func member(_ key: String) throws(InputError) -> JSONCursor {
    guard let members = value.objectValue else { throw mismatch("an object") }
    guard let member = members[key] else { throw error("E0414", "\(name) lacks '\(key)'") }
    return JSONCursor(member, within: self, .key(key))
  }

  /// The member `key` unless it is null.
  func optionalMember(_ key: String) throws(InputError) -> JSONCursor? {
    let member = try member(key)
    return member.value == .null ? nil : member
  }

  /// The elements of an array.
  func elements() throws(InputError) -> [JSONCursor] {
    guard let elements = value.arrayValue else { throw mismatch("a list") }
    return elements.enumerated().map { JSONCursor($1, within: self, .index($0)) }
  }

  /// A list of strings.
  func strings() throws(InputError) -> [String] {
    guard let elements = value.arrayValue else { throw mismatch("a list of strings") }
    let strings = elements.compactMap(\.stringValue)
    guard strings.count == elements.count else { throw mismatch("a list of strings") }
    return strings
  }

  /// A string.
  func string() throws(InputError) -> String {
    guard let string = value.stringValue else { throw mismatch("a string") }
    return string
  }

  /// A string of `count` lower-case hexadecimal digits.
  func hexadecimal(count: Int) throws(InputError) -> String {
    let digits = Set("0123456789abcdef".utf8)
    guard let string = value.stringValue, string.utf8.count == count,
      string.utf8.allSatisfy(digits.contains)
    else { throw mismatch("\(count) lower-case hexadecimal digits") }
    return string
  }

  /// The name of a file in the same folder.
  func fileName() throws(InputError) -> String {
    let name = try string()
    guard !["", ".", ".."].contains(name), !name.contains("/") else {
      throw mismatch("the name of a file in the same folder")
    }
    return name
  }

  /// A whole number within a range.
  func integer(in range: ClosedRange<Int>) throws(InputError) -> Int {
    guard let integer = value.intValue, range.contains(integer) else {
      throw mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// A number within a range.
  func number(in range: ClosedRange<Double>) throws(InputError) -> Double {
    guard let number = value.doubleValue, range.contains(number) else {
      let isOpen = range.upperBound == .greatestFiniteMagnitude
      let bounds =
        !isOpen
        ? " from \(range.lowerBound) to \(range.upperBound)"
        : range.lowerBound == 0 ? " of at least 0" : ""
      throw mismatch("a number\(bounds)")
    }
    return number
  }

  /// A figure that may have grown beyond all numbers: a number, `"inf"`, `"-inf"` or `"nan"`.
  func figure() throws(InputError) -> Double {
    if let number = value.doubleValue { return number }
    guard let word = value.stringValue, ["inf", "-inf", "nan"].contains(word),
      let figure = Double(word)
    else { throw mismatch("a number") }
    return figure
  }

  /// An error about this value, or about the one within it that `steps` lead to.
  func error(
    _ code: String, _ message: String, label: String = "here", at steps: [JSONStep] = [],
    help: [String] = []
  ) -> InputError {
    let range = text.range(ofJSON: path + steps)
    return InputError(
      Diagnostic(code: code, message, at: .text(text, range), label: label, help: help))
  }

  /// E0414: this value is not what it must be.
  func mismatch(_ expected: String) -> InputError {
    error("E0414", "\(name) must be \(expected)", label: "not \(expected)")
  }

  /// The way to the value in words.
  private var name: String {
    guard !path.isEmpty else { return root }
    var name = ""
    for step in path {
      switch step {
      case .key(let key): name += name.isEmpty ? key : ".\(key)"
      case .index(let index): name += "[\(index)]"
      }
    }
    return "'\(name)'"
  }
}

extension JSON {
  /// The way to the first value in which two values differ; nil where they are equal.
  func difference(from other: JSON) -> [JSONStep]? {
    guard self != other else { return nil }
    switch (self, other) {
    case (.object(let mine), .object(let theirs)):
      for (key, value) in mine {
        guard let path = value.difference(from: theirs[key] ?? .null) else { continue }
        return [.key(key)] + path
      }
      return []
    case (.array(let mine), .array(let theirs)):
      for (index, (a, b)) in zip(mine, theirs).enumerated() {
        if let path = a.difference(from: b) { return [.index(index)] + path }
      }
      return []
    default: return []
    }
  }
}
