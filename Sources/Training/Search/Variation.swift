internal import Glibc
public import Source

/// What a search varies: something that `--set` takes, and the values that it may have.
public struct Variation: Hashable, Sendable {
  /// The name, as `--set` takes it.
  public let name: String
  /// Its values.
  public let values: Values

  /// Values to choose from.
  public enum Values: Hashable, Sendable {
    /// These, as the language writes them.
    case list([String])
    /// The numbers between two.
    case range(ClosedRange<Double>, Scale)
  }

  /// How numbers between two are spread.
  public enum Scale: String, Hashable, Sendable {
    /// Evenly.
    case linear
    /// Evenly by their logarithms.
    case log
    /// Whole numbers, evenly.
    case int
  }

  /// Makes a variation.
  public init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  /// Reads `name=100,200,400`, `name=0.1..0.5`, `name=log:1e-5..1e-1` or `name=int:10..50`.
  ///
  /// - Throws: E0711 for another form, for a range that is upside down or empty, for a logarithmic
  ///   one that does not lie above 0, and for ends whose size is not from 1e-300 to 1e300.
  public init(parsing text: String) throws(InputError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Self.mistake("\(quoted(text)) does not say what to vary")
    }
    let name = String(parts[0])
    let values = parts[1]
    guard let dots = values.firstRange(of: "..") else {
      let list = Self.elements(of: values)
      guard list.count > 1, !list.contains("") else {
        throw Self.mistake("\(quoted(name)) has only one value, or an empty one")
      }
      // A number may be written in several ways.
      guard Set(list.map { Double($0)?.description ?? $0 }).count == list.count else {
        throw Self.mistake("\(quoted(name)) has the same value twice")
      }
      self.init(name: name, values: .list(list))
      return
    }
    var low = values[..<dots.lowerBound]
    var scale = Scale.linear
    if let colon = low.firstIndex(of: ":") {
      guard let given = Scale(rawValue: String(low[..<colon])) else {
        throw Self.mistake(
          "\(quoted(low[..<colon])) is no way to spread numbers; there are linear, log and int")
      }
      scale = given
      low = low[low.index(after: colon)...]
    }
    let high = values[dots.upperBound...]
    guard let start = Double(low), let end = Double(high), start.isFinite, end.isFinite else {
      throw Self.mistake("\(quoted(values)) is not a range of two numbers")
    }
    guard start < end else {
      guard start > end else { throw Self.mistake("the range of \(quoted(name)) is empty") }
      let turned = "\(name)=\(scale == .linear ? "" : "\(scale.rawValue):")\(high)..\(low)"
      throw Self.mistake(
        "the range of \(quoted(name)) is upside down: \(low) is above \(high)",
        help: "write --vary \(printable(shellWord(turned)))")
    }
    guard [start, end].allSatisfy({ $0 == 0 || Self.sizes.contains(abs($0)) }) else {
      throw Self.mistake(
        "the range of \(quoted(name)) ends beyond the numbers that a search can tell apart, whose "
          + "size is from 1e-300 to 1e300")
    }
    if scale == .log, start <= 0 {
      throw Self.mistake(
        "a logarithmic range must lie above 0, and that of \(quoted(name)) does not")
    }
    if scale == .int, !Self.areWhole(start...end) {
      throw Self.mistake("the range of \(quoted(name)) must be of whole numbers up to 1e9")
    }
    self.init(name: name, values: .range(start...end, scale))
  }

  /// The sizes of a range's ends: the span of any two is a number, and so is each of six digits of
  /// either.
  private static let sizes = 1e-300...1e300

  private static func mistake(
    _ message: String,
    help: String =
      "write --vary l2=log:1e-5..1e-1, --vary rate=0.1..0.5 or --vary width=100,200,400"
  ) -> InputError {
    InputError(Diagnostic(code: "E0711", message, help: [help]))
  }

  /// The values of a list: what stands between the commas that are in no parentheses or brackets.
  private static func elements(of text: Substring) -> [String] {
    var elements = [""]
    var depth = 0
    for character in text {
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      if character == ",", depth == 0 {
        elements.append("")
      } else {
        elements[elements.count - 1].append(character)
      }
    }
    return elements.map { String($0.drop { $0 == " " }) }
  }

  /// How many values there are; nil for a range of numbers that are not whole, which has no end of them.
  var count: Int? {
    switch values {
    case .list(let list): list.count
    case .range(let range, .int): Int(range.upperBound - range.lowerBound) + 1
    case .range: nil
    }
  }

  /// All values, of which there are `count`.
  var all: [String] {
    let count = count ?? 0
    return (0..<count).map { value(at: (Double($0) + 0.5) / Double(count)) }
  }

  /// The text of a variation by the whole numbers of a range that does not say that it has only these;
  /// nil where its ends are none.
  public var wholeText: String? {
    guard case .range(let range, .linear) = values, Self.areWhole(range) else { return nil }
    return "\(name)=int:\(Int(range.lowerBound))..\(Int(range.upperBound))"
  }

  private static func areWhole(_ range: ClosedRange<Double>) -> Bool {
    [range.lowerBound, range.upperBound].allSatisfy { $0 == $0.rounded() && abs($0) <= 1e9 }
  }

  /// The value that a uniform random number from 0 up to, not including, 1 stands for.
  func value(at uniform: Double) -> String {
    switch values {
    case .list(let list): return list[min(Int(uniform * Double(list.count)), list.count - 1)]
    case .range(let range, .int):
      let count = range.upperBound - range.lowerBound + 1
      return String(Int(range.lowerBound + (uniform * count).rounded(.down)))
    case .range(let range, .linear):
      return Self.text(range.lowerBound + uniform * (range.upperBound - range.lowerBound))
    case .range(let range, .log):
      let (low, high) = (Glibc.log(range.lowerBound), Glibc.log(range.upperBound))
      return Self.text(exp(low + uniform * (high - low)))
    }
  }

  /// The same within narrower bounds: around the given values, widened to both sides by a quarter of
  /// what they span, but at least a tenth of the range, which it never leaves. A list keeps the given
  /// values.
  func narrowed(to kept: [String]) -> Variation {
    switch values {
    case .list(let list):
      return Variation(name: name, values: .list(list.filter(kept.contains)))
    case .range(let range, let scale):
      func place(_ value: Double) -> Double { scale == .log ? Glibc.log(value) : value }
      let places = kept.compactMap(Double.init).map(place)
      guard let low = places.min(), let high = places.max() else { return self }
      let whole = place(range.lowerBound)...place(range.upperBound)
      let margin = max((high - low) / 4, (whole.upperBound - whole.lowerBound) / 10)
      func value(_ place: Double) -> Double {
        let value = scale == .log ? exp(place) : scale == .int ? place.rounded() : place
        return min(max(value, range.lowerBound), range.upperBound)
      }
      return Variation(
        name: name, values: .range(value(low - margin)...value(high + margin), scale))
    }
  }

  /// A number with six digits, which is all that a search can tell apart.
  private static func text(_ value: Double) -> String {
    let size = abs(value)
    // Between 0 and an end of a range, a number may be too small to have six digits.
    guard sizes.contains(size) else { return value == 0 ? "0" : "\(value)" }
    let exponent = Int(log10(size).rounded(.down)) - 5
    let digits = (value / pow(10, Double(exponent))).rounded()
    let number = Double("\(Int(digits))e\(exponent)") ?? value
    return number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
  }
}
