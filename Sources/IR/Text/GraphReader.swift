public import Source

extension Graph {
  /// Reads a graph's text, the inverse of `text`; `Grammar/ir.ebnf` is the norm.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - ops: The operators that the text may name.
  /// - Throws: The mistakes that were found, in the order of the text: E0601 to E0619 about the
  ///   syntax; E0620 and above about names, types and what else `verify()` asks of a graph.
  public init(reading source: SourceText, ops: OpTable) throws(InputError) {
    self = try GraphReader.read(source, ops: ops).graph
  }
}

/// Builds a graph out of its parsed text, and checks what the syntax leaves open.
struct GraphReader {
  /// What a value in the text stands for.
  enum Meaning {
    /// A value of the graph.
    case value(ValueID)
    /// Its definition has a mistake, which is reported there and not again at each use.
    case broken
  }

  let source: SourceText
  let ops: OpTable
  var graph = Graph(name: "", seed: 0)
  /// The mistakes in the order of the text.
  private(set) var diagnostics: [Diagnostic] = []
  /// The meanings of the values defined so far.
  private var meanings: [String: Meaning] = [:]
  /// Every value that the text defines anywhere.
  private var defined: Set<String> = []
  /// Where what was read stands.
  var places = Places()
  /// The states that have an update.
  var updated: Set<ValueID> = []
  /// The names of the outputs.
  var outputs: Set<String> = []

  /// Where the parts of the graph stand in the text, each in the order of the graph's own.
  struct Places: Sendable {
    /// The names of the inputs.
    var inputs: [SourceRange] = []
    /// The names of the states.
    var states: [SourceRange] = []
    /// The penalties of the states, from the first to the last; nil for states without.
    var penalties: [SourceRange?] = []
    /// The operators of the nodes.
    var nodes: [SourceRange] = []
    /// The new values of the states that have an update.
    var updates: [SourceRange] = []
    /// The values of the outputs.
    var outputs: [SourceRange] = []
  }

  /// Reads `source`, which may name `ops`.
  private init(_ source: SourceText, ops: OpTable) {
    self.source = source
    self.ops = ops
  }

  /// Reads a text whole; see `Graph.init(reading:ops:)`.
  static func read(_ source: SourceText, ops: OpTable) throws(InputError) -> GraphReader {
    let invalid = source.invalidUTF8()
    guard invalid.isEmpty else { throw InputError(invalid) }
    var parser = GraphParser(source)
    let syntax = parser.parse()
    guard !parser.gaveUp else { throw InputError(parser.diagnostics) }
    var reader = GraphReader(source, ops: ops)
    reader.read(syntax)
    var diagnostics = parser.diagnostics + reader.diagnostics
    if diagnostics.isEmpty {
      diagnostics = reader.verify(at: syntax.header?.name.range ?? SourceRange(0, 0))
    }
    guard diagnostics.isEmpty else {
      throw InputError(diagnostics.sorted { $0.offset < $1.offset })
    }
    return reader
  }

  /// Reads the whole graph.
  private mutating func read(_ syntax: GraphSyntax) {
    if let header = syntax.header { read(header) }
    for statement in syntax.statements {
      for value in statement.definitions { defined.insert(value.text) }
    }
    for statement in syntax.statements where diagnostics.count < GraphParser.limit {
      switch statement {
      case .input(let name, let type): readInput(name, type)
      case .state(let state): readState(state)
      case .node(let node): readNode(node)
      case .update(let state, let value): readUpdate(of: state, to: value)
      case .output(let name, let value): readOutput(name, value)
      case .broken(let values): for value in values { define(value, as: .broken) }
      }
    }
  }

  private mutating func read(_ header: GraphSyntax.Header) {
    graph.name = header.name.text
    if let seed = UInt64(header.seed.text) {
      graph.seed = seed
    } else {
      report(
        "E0620", "the seed \(quoted(header.seed.text)) is out of range", at: header.seed.range,
        label: "must be from 0 to \(UInt64.max)")
    }
  }

  /// What the verifier still finds in a graph that was read without a mistake.
  private func verify(at place: SourceRange) -> [Diagnostic] {
    do {
      try graph.verify()
      return []
    } catch {
      let range = error.node.map { places.nodes[$0.index] } ?? place
      return [
        Diagnostic(
          code: "E0638", error.description, at: .text(source, range),
          label: "breaks a rule for graphs")
      ]
    }
  }
}

// What the rules of all statements share.
extension GraphReader {
  /// Reports a mistake.
  mutating func report(
    _ code: String, _ message: String, at range: SourceRange, label: String, help: [String] = []
  ) {
    diagnostics.append(
      Diagnostic(
        code: code, Self.cut(message), at: .text(source, range), label: Self.cut(label),
        help: help))
  }

  /// A text as it is, or cut where it quotes very many operands or axes.
  private static func cut(_ text: String) -> String {
    let limit = 400
    guard text.utf8.count > limit else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) + "…"
  }

  /// Gives a value in the text its meaning; a second definition is a mistake.
  mutating func define(_ value: Lexeme, as meaning: Meaning) {
    guard meanings[value.text] == nil else {
      return report(
        "E0624", "\(quoted(value.text)) is defined twice", at: value.range,
        label: "is already defined above")
    }
    meanings[value.text] = meaning
  }

  /// The named values that are defined so far: a number tells nothing of what was meant.
  private var namesAbove: [String] {
    meanings.keys.filter { !$0.dropFirst().allSatisfy(\.isNumber) }.sorted()
  }

  /// The graph's value that a value in the text stands for; nil after a mistake.
  mutating func resolve(_ value: Lexeme) -> ValueID? {
    switch meanings[value.text] {
    case .value(let id): return id
    case .broken: return nil
    case nil: break
    }
    if defined.contains(value.text) {
      report(
        "E0626", "\(quoted(value.text)) is used before it is defined", at: value.range,
        label: "is defined only below", help: ["nodes stand in the order of computation"])
    } else {
      report(
        "E0625", "there is no value \(quoted(value.text))", at: value.range,
        label: "is not defined",
        help: suggestion(for: value.text, among: namesAbove))
    }
    return nil
  }
}

extension Diagnostic {
  /// The offset in the text; 0 for a diagnostic about the whole.
  fileprivate var offset: Int {
    if case .text(_, let range) = place { range.start } else { 0 }
  }
}
