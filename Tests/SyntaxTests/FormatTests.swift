import Source
import Syntax
import Testing

@Suite("Formatter")
struct FormatTests {
  private func formatted(_ text: String) throws -> String {
    try format(SourceText(name: "m.nn", text))
  }

  @Test("One statement a line, single spaces, aligned comments")
  func layout() throws {
    let text =
      "\u{FEFF}\n\n# A model  \t\r\ninput   28x28 # size \n\tdense 300 relu  init = he_normal#act"
      + "\n   # more\nbatchnorm;dropout 0.20 ;; # rate\n\n\n\n  # next\nsoftmax 10\n# end\n"
      + "init f( 1,g (2) )\n\n"
    #expect(
      try formatted(text) == """
        # A model
        input 28x28                    # size
        dense 300 relu init=he_normal  #act
                                       # more
        batchnorm
        dropout 0.20                   # rate

        # next
        softmax 10
        # end
        init f(1, g(2))

        """)
  }

  @Test("Blocks are indented, and 'let' has spaces around '='")
  func blocks() throws {
    let text =
      "let  width=50 # wide\nrepeat 2 { # twice\n\n\n  # first\ndense width init=[ 1,2 ]# x\n"
      + "   # more\n repeat 3 {relu}; tanh\n\n# last\n\n} # done\nrepeat 1 {}\nsoftmax 10"
    #expect(
      try formatted(text) == """
        let width = 50  # wide
        repeat 2 {      # twice

          # first
          dense width init=[1, 2]  # x
                                   # more
          repeat 3 {
            relu
          }
          tanh

          # last
        }  # done
        repeat 1 {
        }
        softmax 10

        """)
  }

  @Test("A file without statements", arguments: [("", ""), (" \n;\n", ""), (" # a", "# a\n")])
  func empty(text: String, expected: String) throws {
    #expect(try formatted(text) == expected)
  }

  @Test("A file with mistakes is not touched")
  func mistakes() {
    let error = #expect(throws: InputError.self) { try formatted("dense 3\nrelu @\n12abc") }
    #expect(error?.diagnostics.map(\.code) == ["E0103", "E0104"])
  }

  @Test("Formatting again changes nothing, and loses nothing", arguments: 0..<4)
  func idempotence(seed: Int) throws {
    var derivation = Derivation(try Grammar(Grammar.normText()), seed: UInt64(100 + seed))
    for _ in 0..<500 {
      let text = try derivation.sentence(of: "program")
      let once = try formatted(text)
      #expect(try formatted(once) == once, "\(text.debugDescription)")
      #expect(meaning(once) == meaning(text), "\(text.debugDescription)")
      #expect(content(once) == content(text), "\(text.debugDescription)")
    }
  }

  /// The statements of a file, each without its spaces.
  private func meaning(_ text: String) -> [String] {
    let program = parse(SourceText(name: "", text)).program
    func meaning(_ statements: [Statement]) -> [String] {
      statements.flatMap { statement in
        [program.source.text(in: statement.range).filter { !$0.isWhitespace }]
          + (statement.block.map { ["{"] + meaning($0.statements) + ["}"] } ?? [])
      }
    }
    return meaning(program.statements)
  }

  /// The characters of a file, whatever their order: a comment may move behind a statement.
  private func content(_ text: String) -> [Character] {
    text.filter { !$0.isWhitespace && $0 != ";" }.sorted()
  }
}
