import Source

/// A graph's text, parsed but not yet checked: names are not resolved and numbers not converted.
struct GraphSyntax {
  /// The first line: the graph's name and seed.
  struct Header {
    var name: Lexeme
    var seed: Lexeme
  }

  /// A line of the graph.
  enum Statement {
    case input(name: Lexeme, type: TensorType)
    case state(State)
    case node(Node)
    case update(state: Lexeme, value: Lexeme)
    case output(name: Lexeme, value: Lexeme)
    /// A line with a mistake, and the values that it would define.
    case broken([Lexeme])

    /// The values that the line defines.
    var definitions: [Lexeme] {
      switch self {
      case .input(let name, _): [name]
      case .state(let state): [state.name]
      case .node(let node): node.results.map(\.value)
      case .update, .output: []
      case .broken(let values): values
      }
    }
  }

  /// A type, such as `f32[64,300]`.
  struct TensorType {
    var element: Lexeme
    var extents: [Lexeme]
    var range: SourceRange
  }

  /// A state.
  struct State {
    var name: Lexeme
    var type: TensorType
    var role: Lexeme
    var initializer: Lexeme
    var arguments: [Lexeme]
    var penalties: [Penalty]
    var origin: Origin?

    /// Where the penalties stand, from the first to the last.
    var penaltyRange: SourceRange? {
      guard let first = penalties.first, let last = penalties.last else { return nil }
      return SourceRange(first.name.range.start, last.factor.range.end)
    }
  }

  /// The layer and line that something came from.
  struct Origin {
    var layer: Lexeme
    var line: Lexeme
  }

  /// An operator applied to values.
  struct Node {
    var results: [Result]
    var op: Lexeme
    var operands: [Lexeme]
    var attributes: [Attribute]
    var isRecomputed: Bool
    var origin: Origin?
  }

  /// A result of a node and its type.
  struct Result {
    var value: Lexeme
    var type: TensorType
  }

  /// A penalty of a state.
  struct Penalty {
    var name: Lexeme
    var factor: Lexeme
  }

  /// An attribute of a node.
  struct Attribute {
    var name: Lexeme
    var value: Constant
    /// Where the value stands.
    var valueRange: SourceRange
  }

  /// A number in a list.
  struct Number {
    var lexeme: Lexeme
    var isWhole: Bool
  }

  /// The value of an attribute.
  enum Constant {
    case integer(Lexeme)
    case real(Lexeme)
    case word(Lexeme)
    /// A list of numbers, each of which says for itself whether it is whole.
    case list([Number])
  }

  /// The first line; nil when it has a mistake.
  var header: Header?
  /// The lines in order.
  var statements: [Statement] = []
}
