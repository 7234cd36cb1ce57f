import Operators
import Source
import Syntax

// What messages about arguments say, in words.
extension ArgumentChecker {
  /// "did you mean", where a name is near; else all names, where they are few.
  static func suggestion(_ word: String, among names: [String]) -> [String] {
    if let near = nearestName(to: word, among: names) { return ["did you mean '\(near)'?"] }
    return names.isEmpty ? [] : ["known names: \(names.joined(separator: ", "))"]
  }

  /// A signature as one would write it.
  static func usage(_ signature: Signature) -> String {
    let parts = signature.parameters.map { parameter in
      let part = parameter.isPositional ? parameter.name.uppercased() : "\(parameter.name)=..."
      return parameter.isRequired ? part : "[\(part)]"
    }
    return "'\(([signature.keyword] + parts).joined(separator: " "))'"
  }

  /// A number of arguments in words.
  static func arguments(_ count: Int) -> String {
    count == 0 ? "no arguments" : count == 1 ? "1 argument" : "\(count) arguments"
  }

  /// A noun behind its article.
  static func article(_ noun: String) -> String {
    "aeiou".contains(noun.prefix(1)) ? "an \(noun)" : "a \(noun)"
  }

  /// What a parameter takes, in words.
  static func article(_ kind: Parameter.Kind) -> String {
    switch kind {
    case .integer: "a whole number"
    case .integerOrWord(_, let words): "a whole number or '\(words.joined(separator: "' or '"))'"
    case .real: "a number"
    case .integers: "a list of whole numbers such as [10, 20]"
    case .reals: "a list of numbers such as [1, 0.5]"
    case .realsOrWord(_, let words):
      "a list of numbers such as [1, 0.5] or '\(words.joined(separator: "' or '"))'"
    case .factor: "a number such as 1e-4 or half(1e-4)"
    case .word(_, let choices): "one of \(choices.joined(separator: ", "))"
    case .shape: "a size such as 784 or 28x28"
    case .initializer: "an initialiser such as he_normal or normal(0.01)"
    }
  }

  /// What a value is, in words.
  static func article(_ kind: Syntax.Value.Kind) -> String {
    switch kind {
    case .number: "a number"
    case .word: "a word"
    case .shape: "a shape"
    case .call: "a call"
    case .list: "a list"
    }
  }
}
