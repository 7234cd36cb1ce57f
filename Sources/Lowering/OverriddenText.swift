public import Source

/// A model's text with values replaced by `--set`, which remembers of each stretch whether the file or
/// an override says it: a mistake is then shown where the user made it, and not in a text that nobody
/// wrote.
public struct OverriddenText: Sendable {
  /// The text with the values replaced, which is checked, shown and saved.
  public private(set) var text: SourceText
  /// What is wrong with the overrides themselves, by which they are not in the text.
  public internal(set) var mistakes: [Diagnostic]
  private let file: SourceText
  private var stretches: [Stretch]

  /// Bytes in a row that have one origin.
  private struct Stretch {
    var count: Int
    var origin: Origin

    /// The stretch without its first bytes.
    func dropping(_ left: Int) -> Stretch {
      switch origin {
      case .file(let start): Stretch(count: count - left, origin: .file(start: start + left))
      case .value(let override, let start):
        Stretch(count: count - left, origin: .value(override, start: start + left))
      case .frame: Stretch(count: count - left, origin: origin)
      }
    }
  }

  private enum Origin {
    /// Bytes of the file from an offset on.
    case file(start: Int)
    /// Bytes of an override's value from an offset on.
    case value(Override, start: Int)
    /// What was added around an override's value.
    case frame(Override)
  }

  /// Where an override's value goes: the piece of the text that it replaces, and what is added around
  /// it.
  struct Edit {
    var range: SourceRange
    var before = ""
    var behind = ""

    init(_ range: SourceRange, before: String = "", behind: String = "") {
      self.range = range
      self.before = before
      self.behind = behind
    }
  }

  /// A text as the file says it.
  init(_ file: SourceText, mistakes: [Diagnostic]) {
    self.file = file
    self.mistakes = mistakes
    text = file
    stretches = [Stretch(count: file.bytes.count, origin: .file(start: 0))]
  }

  /// Puts the value of an override into the text.
  mutating func apply(_ edit: Edit, of override: Override) {
    let new = edit.before + override.value + edit.behind
    let middle = [
      Stretch(count: edit.before.utf8.count, origin: .frame(override)),
      Stretch(count: override.value.utf8.count, origin: .value(override, start: 0)),
      Stretch(count: edit.behind.utf8.count, origin: .frame(override)),
    ]
    stretches =
      stretches(in: SourceRange(0, edit.range.start)) + middle.filter { $0.count > 0 }
      + stretches(in: SourceRange(edit.range.end, text.bytes.count))
    text = SourceText(
      name: text.name,
      bytes: text.bytes[..<edit.range.start] + Array(new.utf8) + text.bytes[edit.range.end...])
  }

  /// The stretches of a range, cut to it.
  private func stretches(in range: SourceRange) -> [Stretch] {
    var start = 0
    var found: [Stretch] = []
    for stretch in stretches {
      let left = max(0, range.start - start)
      let end = min(stretch.count, range.end - start)
      start += stretch.count
      guard left < end else { continue }
      var part = stretch.dropping(left)
      part.count = end - left
      found.append(part)
    }
    return found
  }

  /// The override that says what stands at a range; nil where the file does.
  func override(at range: SourceRange) -> Override? {
    switch stretches(in: SourceRange(range.start, range.start + 1)).first?.origin {
    case .value(let override, _), .frame(let override): override
    case .file, nil: nil
    }
  }

  /// The override whose value stands at a range; nil where something else does.
  func value(at range: SourceRange) -> Override? {
    guard case .value(let override, _)? = stretches(in: range).first?.origin else { return nil }
    return override
  }

  /// A diagnostic about the text, shown in the file or in the option that says what it is about.
  func placed(_ diagnostic: Diagnostic) -> Diagnostic {
    guard case .text(let source, let range) = diagnostic.place, source == text else {
      return diagnostic
    }
    var diagnostic = diagnostic
    diagnostic.place = place(of: range)
    return diagnostic
  }

  private func place(of range: SourceRange) -> Diagnostic.Place {
    let parts = stretches(in: SourceRange(range.start, max(range.end, range.start + 1)))
    var inFile: SourceRange?
    var option: (override: Override, hasName: Bool, value: Range<Int>?)?
    var startsInOption = false
    for part in parts {
      switch part.origin {
      case .file(let start):
        inFile = SourceRange(inFile?.start ?? start, start + part.count)
      case .value(let override, let start):
        startsInOption = startsInOption || inFile == nil
        guard option == nil || option?.override == override else { continue }
        option = (override, option?.hasName ?? false, start..<(start + part.count))
      case .frame(let override):
        startsInOption = startsInOption || inFile == nil
        if option == nil { option = (override, true, nil) }
      }
    }
    // A whole statement of the file is the file's, but an argument whose value was set is not.
    let isArgument = !text.text(in: range).contains { $0 == " " || $0 == "\t" }
    if let option, startsInOption || isArgument {
      return option.override.place(ofName: option.hasName, value: option.value)
    }
    let end = SourceRange(file.bytes.count, file.bytes.count)
    guard var shown = inFile else { return .text(file, end) }
    if range.end <= range.start { shown.end = shown.start }
    return .text(file, shown)
  }
}

extension Override {
  /// An assignment as the option of the command line, cut where it is very long.
  static func option(_ assignment: String) -> String {
    let limit = 60
    let start = assignment.unicodeScalars.prefix(limit + 1)
    return start.count > limit
      ? "--set \(String(String.UnicodeScalarView(start.prefix(limit))))…" : "--set \(assignment)"
  }

  /// The option as the command line has it, with its name, or a part of its value, or both marked.
  func place(ofName hasName: Bool, value: Range<Int>?) -> Diagnostic.Place {
    let text = "\(name)=\(self.value)"
    let start = name.utf8.count + 1
    return .option(
      SourceText(name: Self.option(text), text),
      SourceRange(
        hasName ? 0 : start + (value?.lowerBound ?? 0),
        value.map { start + $0.upperBound } ?? name.utf8.count))
  }
}
