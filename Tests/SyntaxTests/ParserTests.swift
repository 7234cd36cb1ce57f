import Source
import Syntax
import Testing

@Suite("Parser")
struct ParserTests {
  private func program(_ text: String) throws -> Program {
    let result = parse(SourceText(name: "model.nn", text))
    try #require(result.diagnostics.isEmpty, "\(DiagnosticRenderer().text(result.diagnostics))")
    return result.program
  }

  /// The values of the arguments of `x ...`.
  private func values(_ text: String) throws -> [Value.Kind] {
    try program("x \(text)").statements.flatMap { $0.arguments.map(\.value.kind) }
  }

  @Test("A program becomes statements with names, arguments and ranges")
  func statements() throws {
    let text = "dense 300 relu init = he_normal # first\nsoftmax 10"
    let program = try program(text)
    #expect(program.statements.map(\.name.text) == ["dense", "softmax"])
    let dense = program.statements[0]
    #expect(dense.arguments.map(\.name?.text) == [nil, nil, "init"])
    #expect(
      dense.arguments.map(\.value.kind) == [.number(300), .word("relu"), .word("he_normal")])
    let written = dense.arguments.map { program.source.text(in: $0.range) }
    #expect(written == ["300", "relu", "init = he_normal"])
    #expect(dense.range == SourceRange(0, 31))
    #expect(program.statements[1].range == SourceRange(40, 50))
    #expect(program.statements[1].name.range == SourceRange(40, 47))
  }

  @Test(
    "Numbers",
    arguments: [
      ("300", 300), ("-1", -1), ("+1", 1), ("1e-3", 0.001), (".5", 0.5), ("2.", 2),
      ("1.5E+2", 150), ("-.25e1", -2.5), ("007", 7), ("0", 0), ("0e-999", 0),
      ("9007199254740992", 0x1p53), ("1.7976931348623157e308", Double.greatestFiniteMagnitude),
      ("5e-324", 0x1p-1074),
    ])
  func numbers(text: String, value: Double) throws {
    #expect(try values(text) == [.number(value)])
  }

  @Test("Lists, in calls and in each other")
  func lists() throws {
    let list = try program("loss c weights=[ 1,0.5, f([x]) ]").statements[0].arguments[1]
    #expect(list.range == SourceRange(7, 32))
    guard case .list(let values) = list.value.kind, case .call("f", let inner) = values[2].kind,
      case .list(let innermost) = inner[0].kind
    else {
      Issue.record("\(list)")
      return
    }
    #expect(values[0].kind == .number(1))
    #expect(values.map(\.range).first == SourceRange(17, 18))
    #expect(innermost.map(\.kind) == [.word("x")])
  }

  @Test("Blocks hold statements, and blocks")
  func blocks() throws {
    let text = "repeat 8 { dense 50\n; repeat 2 {relu}\n }\nsoftmax 10"
    let program = try program(text)
    #expect(program.statements.map(\.name.text) == ["repeat", "softmax"])
    let outer = try #require(program.statements[0].block)
    #expect(program.statements[0].range == SourceRange(0, 8))
    #expect(program.source.text(in: outer.range) == "{ dense 50\n; repeat 2 {relu}\n }")
    #expect(outer.statements.map(\.name.text) == ["dense", "repeat"])
    #expect(outer.statements[1].block?.statements.map(\.name.text) == ["relu"])
    #expect(program.statements[1].block == nil)
  }

  @Test("Blocks that nest too deep are one mistake, and what follows is read")
  func deepBlocks() {
    for depth in [33, 100_000] {
      let open = String(repeating: "repeat 1 { ", count: depth)
      let text = open + String(repeating: "}", count: depth) + "\nrelu"
      let result = parse(SourceText(name: "m.nn", text))
      #expect(result.diagnostics.map(\.code) == ["E0115"])
      #expect(result.program.statements.last?.name.text == "relu")
    }
  }

  @Test("Shapes, words and calls")
  func otherValues() throws {
    #expect(try values("28x28 3x32x32") == [.shape([28, 28]), .shape([3, 32, 32])])
    #expect(try values("1x4611686018427387904") == [.shape([1, 1 << 62])])
    let words = ["he_normal", "x28", "e3", "inf"]
    #expect(try values(words.joined(separator: " ")) == words.map { .word($0) })
    let call = try program("dense 3 init=normal( 0.01 ,f (2x2) )").statements[0].arguments[1]
    guard case .call("normal", let values) = call.value.kind else {
      Issue.record("\(call)")
      return
    }
    #expect(values.map(\.range) == [SourceRange(21, 25), SourceRange(27, 34)])
    guard case .call("f", let inner) = values[1].kind else {
      Issue.record("\(values)")
      return
    }
    #expect(inner.map(\.kind) == [.shape([2, 2])])
    #expect(call.value.range == SourceRange(13, 36))
  }

  @Test(
    "Line ends, blanks, comments and a byte order mark",
    arguments: [
      "a 1;b", "a 1\nb\n", "a 1\r\nb\r\n", "a 1\rb", "\u{FEFF}a 1\nb", "\t a\t1 ;; ;\n\n b#",
      "# →\na 1#;\nb;",
    ])
  func separators(text: String) throws {
    #expect(try program(text).statements.map(\.name.text) == ["a", "b"])
  }

  @Test(
    "Nothing is a program without statements", arguments: ["", "\n", ";", "#", "\u{FEFF}", " "])
  func nothing(text: String) throws {
    #expect(try program(text).statements.isEmpty)
  }

  @Test("Calls nest to 32 levels and no further")
  func depth() throws {
    func nested(_ depth: Int) -> String {
      "x " + String(repeating: "f(", count: depth) + "1" + String(repeating: ")", count: depth)
    }
    #expect(parse(SourceText(name: "", nested(32))).diagnostics.isEmpty)
    #expect(parse(SourceText(name: "", nested(33))).diagnostics.map(\.code) == ["E0115"])
    #expect(parse(SourceText(name: "", nested(200_000))).diagnostics.map(\.code) == ["E0115"])
  }

  @Test("A statement with a mistake is left out, and the others stay")
  func recovery() {
    let text = "a 1; b @; c 12abc; d 4; 5; e; f(1); g h=; i 1, 2; j"
    let result = parse(SourceText(name: "", text))
    #expect(result.program.statements.map(\.name.text) == ["a", "d", "e", "j"])
    #expect(
      result.diagnostics.map(\.code)
        == ["E0103", "E0104", "E0109", "E0113", "E0110", "E0113"])
  }

  @Test("A hundred thousand statements are read, good or bad, on one line or many")
  func manyStatements() {
    let count = 100_000
    for (statement, good, bad) in [
      ("dense 30 relu init=normal(0.1)\n", count, 0), ("dense 30 relu;", count, 0),
      ("dense @ 30, relu;", 0, count), ("a b=1 2;", 0, count),
    ] {
      let text = String(repeating: statement, count: count)
      let result = parse(SourceText(name: "", text))
      #expect(result.program.statements.count == good)
      #expect(result.diagnostics.count == bad)
    }
  }
}
