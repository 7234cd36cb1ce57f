/// What a statement of the language takes, for the checker, the help and the formatter.
public struct Signature: Sendable {
  /// The word that the statement starts with, such as `dense`.
  public var keyword: String
  /// One line on what it does.
  public var summary: String
  /// Its parameters; the positional ones first, in order.
  public var parameters: [Parameter]

  /// Makes a signature.
  public init(_ keyword: String, _ summary: String, _ parameters: [Parameter] = []) {
    self.keyword = keyword
    self.summary = summary
    self.parameters = parameters
  }

  /// The parameters that are given by position, in order.
  public var positional: [Parameter] { parameters.filter(\.isPositional) }
}

/// One parameter of a statement.
public struct Parameter: Sendable {
  /// What kind of value it takes.
  public enum Kind: Sendable {
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// A whole number in a range, or one of some words.
    case integerOrWord(ClosedRange<Int>, [String])
    /// A real number within bounds.
    case real(Bounds)
    /// A list of whole numbers in a range, such as `[30, 80]`.
    case integers(ClosedRange<Int>)
    /// A list of real numbers within bounds, such as `[1, 0.5]`.
    case reals(Bounds)
    /// A list of real numbers within bounds, or one of some words.
    case realsOrWord(Bounds, [String])
    /// The factor of a penalty, at least 0: a number, or `half(1e-4)` for half of one.
    case factor
    /// One of some words; `noun` says what they are, as in "unknown activation".
    case word(noun: String, choices: [String])
    /// The shape of a row, such as `28x28`.
    case shape
    /// An initialiser by name, with its arguments in parentheses.
    case initializer
  }

  /// The name, as in `rate=0.2`.
  public var name: String
  /// What kind of value it takes.
  public var kind: Kind
  /// Whether it may be given by position, without its name.
  public var isPositional: Bool
  /// Whether it must be given.
  public var isRequired: Bool
  /// A few words on it.
  public var summary: String
  /// What must be given with it, because it has no effect otherwise.
  public var requirement: Requirement?

  /// Another argument, and if there are words, that argument with one of them for its value.
  public struct Requirement: Hashable, Sendable {
    /// The name of the other parameter.
    public var parameter: String
    /// The values that it may have; none for any.
    public var words: [String]
  }

  /// Makes a parameter.
  public init(
    _ name: String, _ kind: Kind, positional: Bool = false, required: Bool = false,
    _ summary: String
  ) {
    self.name = name
    self.kind = kind
    isPositional = positional
    isRequired = required
    self.summary = summary
  }

  /// A parameter that is `yes` or `no`.
  static func flag(_ name: String, _ summary: String) -> Parameter {
    Parameter(name, .word(noun: "answer", choices: ["yes", "no"]), summary)
  }

  /// The same parameter where it has an effect only with another argument.
  func requiring(_ parameter: String, _ words: [String] = []) -> Parameter {
    var copy = self
    copy.requirement = Requirement(parameter: parameter, words: words)
    return copy
  }
}

/// Bounds of a real number: the lower one may itself be allowed, the upper one never is.
public struct Bounds: Hashable, Sendable, CustomStringConvertible {
  private var low: Double
  private var high: Double
  private var includesLow: Bool

  /// At least `low`, and below `high` where one is given.
  public static func atLeast(_ low: Double, below high: Double = .infinity) -> Bounds {
    Bounds(low: low, high: high, includesLow: true)
  }
  /// Above `low`, and below `high` where one is given.
  public static func above(_ low: Double, below high: Double = .infinity) -> Bounds {
    Bounds(low: low, high: high, includesLow: false)
  }

  /// Whether a number is within the bounds.
  public func contains(_ value: Double) -> Bool {
    (includesLow ? value >= low : value > low) && value < high
  }

  /// The bounds in words, such as `at least 0 and below 1`.
  public var description: String {
    let start = (includesLow ? "at least " : "above ") + Self.text(low)
    guard high.isFinite else { return start }
    return start + " and below " + Self.text(high)
  }

  private static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e6 ? String(Int(value)) : String(value)
  }
}

/// The checked arguments of a statement, by parameter name.
public struct Arguments: Sendable {
  /// A checked argument.
  public enum Value: Hashable, Sendable {
    /// For parameters of kind `integer`.
    case integer(Int)
    /// For parameters of kind `real` and `factor`.
    case real(Double)
    /// For parameters of kind `integers`.
    case integers([Int])
    /// For parameters of kind `reals`.
    case reals([Double])
    /// For parameters of kind `word`.
    case word(String)
    /// For parameters of kind `shape`.
    case shape([Int])
    /// For parameters of kind `initializer`: the name and its arguments.
    case initializer(NamedInitializer)
  }

  private var values: [String: Value] = [:]

  /// No arguments.
  public init() {}

  /// The argument of a parameter, if given.
  public subscript(name: String) -> Value? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// A whole number, if given.
  public func integer(_ name: String) -> Int? {
    if case .integer(let value) = values[name] { value } else { nil }
  }
  /// A real number, if given.
  public func real(_ name: String) -> Double? {
    if case .real(let value) = values[name] { value } else { nil }
  }
  /// Whole numbers, if given.
  public func integers(_ name: String) -> [Int]? {
    if case .integers(let values) = values[name] { values } else { nil }
  }
  /// Real numbers, if given.
  public func reals(_ name: String) -> [Double]? {
    if case .reals(let values) = values[name] { values } else { nil }
  }
  /// A word, if given.
  public func word(_ name: String) -> String? {
    if case .word(let value) = values[name] { value } else { nil }
  }
  /// Whether the answer `yes` is given.
  func flag(_ name: String) -> Bool { word(name) == "yes" }
  /// A shape, if given.
  public func shape(_ name: String) -> [Int]? {
    if case .shape(let value) = values[name] { value } else { nil }
  }
  /// An initialiser, if given.
  public func initializer(_ name: String) -> NamedInitializer? {
    if case .initializer(let value) = values[name] { value } else { nil }
  }
}
