import JSON
import Operators
import Syntax

// Statements and settings in one spelling, so that texts are equal where they mean the same.

extension Statement {
  /// Whether it adds to the network, rather than setting how it is trained.
  var isLayer: Bool {
    block != nil || Catalog.layers.contains { $0.signature.keyword == name.text }
  }

  /// The statement on one line.
  var canonicalText: String {
    let head = [name.text, argumentText].filter { !$0.isEmpty }.joined(separator: " ")
    guard let block else { return head }
    return "\(head) { \(block.statements.map(\.canonicalText).joined(separator: "; ")) }"
  }

  /// The arguments: positional ones in their order, then those with names by the alphabet.
  var argumentText: String {
    let positional = arguments.filter { $0.name == nil }.map(\.value.canonicalText)
    let named = arguments.compactMap { argument in
      argument.name.map { "\($0.text)=\(argument.value.canonicalText)" }
    }
    return (positional + named.sorted()).joined(separator: " ")
  }
}

extension Value {
  /// The value, numbers in the shortest form that reads back the same.
  var canonicalText: String {
    func list(_ values: [Value]) -> String {
      values.map(\.canonicalText).joined(separator: ", ")
    }
    return switch kind {
    case .number(let number): numberText(number)
    case .word(let word): word
    case .shape(let sizes): sizes.map(String.init).joined(separator: "x")
    case .call(let name, let values): "\(name)(\(list(values)))"
    case .list(let values): "[\(list(values))]"
    }
  }
}

extension JSON {
  /// A setting as the language writes it; nil for one that says nothing.
  var settingText: String? {
    switch self {
    case .null, .object: nil
    case .bool(let value): value ? "yes" : "no"
    case .integer(let value): String(value)
    case .number(let value): numberText(value)
    case .string(let value): value
    case .array(let elements): elements.compactMap(\.settingText).joined(separator: "x")
    }
  }
}

/// A number without a fraction that is zero.
func numberText(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? "\(value)"
}
