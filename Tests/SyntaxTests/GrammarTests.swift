import Foundation
import Source
import Syntax
import Testing

@Suite("The grammar file is what the parser reads")
struct GrammarTests {
  let grammar: Grammar

  init() throws {
    grammar = try Grammar(Grammar.normText())
  }

  @Test("The comments above the functions are the rules of the file")
  func comments() throws {
    let folder = Grammar.packageFolder.appending(path: "Sources/Syntax")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    var rules: [String] = []
    for file in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let comments = text.matches(of: #/// grammar: (.*)/#).map { String($0.output.1) }
      rules += Grammar.oneLine(comments.joined(separator: " ")).components(separatedBy: " ;")
    }
    let expected = try Grammar.normText().components(separatedBy: " ;")
    func sorted(_ rules: [String]) -> [String] {
      rules.map(Grammar.oneLine).filter { !$0.isEmpty }.sorted()
    }
    #expect(sorted(rules) == sorted(expected))
    #expect(sorted(rules).count == grammar.names.count)
  }

  @Test("Random sentences of the grammar are read without errors", arguments: 0..<4)
  func sentences(seed: Int) throws {
    var derivation = Derivation(grammar, seed: UInt64(seed))
    var longest = 0
    for _ in 0..<1000 {
      let text = try derivation.sentence(of: "program")
      let result = parse(SourceText(name: "random.nn", text))
      #expect(result.diagnostics.isEmpty, "\(text)")
      longest = max(longest, result.program.statements.count)
    }
    #expect(longest >= 4)
  }

  @Test("The parser takes a text if and only if the grammar does", arguments: 0..<4)
  func recognition(seed: Int) throws {
    let fragments = [
      "a", "x", "1", "2x3", "0", ".", "-", "e", " ", " ", ";", "\n", "#", "=", "(", ")", ",", "_",
      "a ", "b=", "f(1", "1)", " 2",
    ]
    // What the grammar does not say: how large numbers and shapes may be.
    let beyondTheGrammar: Set = ["E0106", "E0107"]
    var random = RandomSequence(seed: UInt64(seed))
    var accepted = 0
    let count = 2000
    for _ in 0..<count {
      let length = Int.random(in: 0...7, using: &random)
      let text = (0..<length).map { _ in random.pick(fragments) }.joined()
      let expected = try Recognizer(grammar: grammar, text: Array(text)).accepts(from: "program")
      let codes = Set(parse(SourceText(name: "random.nn", text)).diagnostics.map(\.code))
      #expect(codes.subtracting(beyondTheGrammar).isEmpty == expected, "\(text.debugDescription)")
      accepted += expected ? 1 : 0
    }
    #expect(accepted > count / 50 && accepted < count / 2)
  }
}
