import Foundation
import IR
import Source
import Testing

/// `Grammar/ir.ebnf` is the norm: the reader's comments repeat it, and its sentences parse.
@Suite struct GrammarTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func grammar() throws -> String {
    try String(contentsOf: Self.root.appending(path: "Grammar/ir.ebnf"), encoding: .utf8)
  }

  @Test func commentsRepeatTheGrammar() throws {
    let folder = Self.root.appending(path: "Sources/IR/Text")
    var comments: [String] = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      comments += text.matches(of: /\/\/ grammar: (?s:(.*?;))\s*\n/).map { match in
        match.output.1.replacing(/\s*\n\s*\/\/\s*/, with: " ").joinedLines
      }
    }
    let rules = try grammar().replacing(/\(\*(?s:.*?)\*\)/, with: "")
      .matches(of: /(?m)^[A-Za-z]+ (?s:.*?;)$/).map { String($0.output).joinedLines }
    #expect(rules.count == 36)
    #expect(comments.sorted() == rules.sorted())
  }

  @Test func everyRuleIsThereAndUsed() throws {
    let grammar = try EBNFGrammar(try grammar())
    var used: Set<String> = ["graph", "BLANK"]
    func visit(_ expression: EBNFExpression) {
      switch expression {
      case .literal, .special: break
      case .rule(let name): used.insert(name)
      case .sequence(let parts), .choice(let parts): parts.forEach(visit)
      case .optional(let part), .repetition(let part): visit(part)
      }
    }
    grammar.rules.values.forEach(visit)
    #expect(used.sorted() == grammar.rules.keys.sorted())
  }

  @Test func randomSentencesHaveNoSyntaxErrors() throws {
    var sentences = SentenceGenerator(
      try EBNFGrammar(try grammar()),
      examples: [
        "a line feed": ["\n"],
        "a space, a tab or a carriage return": [" ", "\t", "\r"],
        "any character but a line feed": ["a", "%", "}", "é", "🙂", "#", "\t"],
        "a letter from A to Z or from a to z": ["a", "e", "f", "z", "A", "Z"],
        "a digit from 0 to 9": ["0", "1", "5", "9"],
      ], seed: 4)
    var statements = 0
    for _ in 0..<2000 {
      let sentence = try sentences.sentence(of: "graph")
      let found = diagnostics(SourceText(name: "sentence.ir", sentence))
      for diagnostic in found where diagnostic.code < "E0620" {
        Issue.record("\(diagnostic.code) \(diagnostic.message) in\n\(sentence)")
      }
      statements += sentence.matches(of: /[:<-]/).count
    }
    #expect(statements > 2000)
  }
}

extension StringProtocol {
  /// The text with each run of white space turned into one blank.
  fileprivate var joinedLines: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
