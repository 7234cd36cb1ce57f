public import Source

/// A `.nn` file that was read: its statements in order.
///
/// A statement that has a syntax error is left out, so that whoever checks the others finds only
/// mistakes that the user made.
public struct Program: Hashable, Sendable {
  /// The text it was read from; all ranges point into it.
  public let source: SourceText
  /// The statements, in the order written.
  public var statements: [Statement]

  /// Makes a program.
  public init(source: SourceText, statements: [Statement]) {
    self.source = source
    self.statements = statements
  }
}

/// A layer or a setting: a name, its arguments, and perhaps a block.
public struct Statement: Hashable, Sendable {
  /// The name of the layer or the setting.
  public var name: Name
  /// The arguments, positional ones first.
  public var arguments: [Argument]
  /// From the name to the last argument.
  public var range: SourceRange
  /// The block behind the arguments, as `repeat` has one.
  public var block: StatementBlock?

  /// Makes a statement.
  public init(name: Name, arguments: [Argument], range: SourceRange, block: StatementBlock? = nil) {
    self.name = name
    self.arguments = arguments
    self.range = range
    self.block = block
  }
}

/// Statements in braces.
public struct StatementBlock: Hashable, Sendable {
  /// The statements, in the order written.
  public var statements: [Statement]
  /// From the brace that opens it to the brace that closes it.
  public var range: SourceRange

  /// Makes a block.
  public init(statements: [Statement], range: SourceRange) {
    self.statements = statements
    self.range = range
  }
}

/// A word that names something, and where it stands.
public struct Name: Hashable, Sendable {
  /// The word.
  public var text: String
  /// Where it stands.
  public var range: SourceRange

  /// Makes a name.
  public init(text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// An argument of a statement: a value, or `name=value`.
public struct Argument: Hashable, Sendable {
  /// The name before `=`; nil for a positional argument.
  public var name: Name?
  /// The value.
  public var value: Value
  /// From the name, or else the value, to the end of the value.
  public var range: SourceRange

  /// Makes an argument.
  public init(name: Name?, value: Value, range: SourceRange) {
    self.name = name
    self.value = value
    self.range = range
  }
}

/// What an argument holds.
public struct Value: Hashable, Sendable {
  /// The kinds of values.
  public indirect enum Kind: Hashable, Sendable {
    /// A finite number such as `300`, `-1` or `1e-3`. Whole numbers are exact.
    case number(Double)
    /// A word such as `relu`.
    case word(String)
    /// Two or more sizes, each at least 1, such as `28x28`. Their product fits an `Int`.
    case shape([Int])
    /// A word with one or more values in parentheses, such as `normal(0.01)`.
    case call(String, [Value])
    /// One or more values in brackets, such as `[10, 20]`.
    case list([Value])
  }

  /// What it is.
  public var kind: Kind
  /// Where it stands; the text as written is the source's text in this range.
  public var range: SourceRange
  /// Where the value stands that a name stands for; nil for a value that stands there itself.
  public var definition: SourceRange?

  /// Makes a value.
  public init(kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}
