import IR
import Source
import Testing

/// A line that stands in a graph, and the mistakes that it makes: the code, the stretch of the text
/// that the caret is under, and the message.
struct Mistake: Sendable, CustomTestStringConvertible {
  var line: String
  var code: String
  var place: String
  var message: String
  var help: [String]?
  var testDescription: String { line }

  init(
    _ line: String, _ code: String, at place: String, _ message: String,
    help: [String]? = nil
  ) {
    self.line = line
    self.code = code
    self.place = place
    self.message = message
    self.help = help
  }
}

@Suite struct GraphReaderTests {
  /// What stands above the line with the mistake.
  static let start = """
    graph g seed=1 {
      input %x: f32[2,3]
      state %w: f32[2,3] parameter constant(0.0)
      %0: f32[2,3] = join(%x, %w)
      %1: f32[2,3], %2: f64[] = split(%0)
      update %w <- %1
      output loss = %2

    """

  static let syntax = [
    Mistake("$", "E0603", at: "$", "unexpected character '$'"),
    Mistake("input %é: f32[]", "E0604", at: "%", "'%' is not a value"),
    Mistake("output ö = %0", "E0603", at: "ö", "unexpected character 'ö'"),
    Mistake("update %w < %1", "E0603", at: "<", "unexpected character '<'"),
    Mistake("output y = %1a", "E0604", at: "%1a", "'%1a' is not a value"),
    Mistake("%9: f32[2] = fill() {a=1.}", "E0604", at: "1.", "'1.' is not a number"),
    Mistake("%9: f32[2] = fill() {a=1e}", "E0604", at: "1e", "'1e' is not a number"),
    Mistake("%9: f32[2] = fill() {a=-inf}", "E0604", at: "-inf", "'-inf' is not a number"),
    Mistake("%9: f32[2x3] = join(%x, %x)", "E0604", at: "2x3", "'2x3' is not a number"),
    Mistake("input : f32[]", "E0605", at: ":", "expected a name, found ':'"),
    Mistake("input %7: f32[]", "E0605", at: "%7", "expected a name, found '%7'"),
    Mistake("%y: f32[] = join(%x, %x)", "E0605", at: "%y", "expected a numbered value, found '%y'"),
    Mistake("input %y f32[]", "E0605", at: "f32", "expected ':', found 'f32'"),
    Mistake("input %y: f32[2", "E0605", at: "\n", "expected ']', found the end of the line"),
    Mistake("input %y: f32[2.5]", "E0605", at: "2.5", "expected a whole number, found '2.5'"),
    Mistake(
      "input %y: f32[] more", "E0605", at: "more", "expected the end of the line, found 'more'"),
    Mistake("output y = ", "E0605", at: "\n", "expected a value, found the end of the line"),
    Mistake(
      "state %y: f32[] parameter constant(nan)", "E0605", at: "nan",
      "expected a number, found 'nan'"),
    Mistake(
      "state %y: f32[] parameter normal(0.0)", "E0605", at: ")", "expected ',', found ')'"),
    Mistake("%9: f32[] = join(%x %x)", "E0605", at: "%x", "expected ')', found '%x'"),
    Mistake("%9: f32[] = join(%x, )", "E0605", at: ")", "expected a value, found ')'"),
    Mistake("%9: f32[] = fill() {}", "E0605", at: "}", "expected an attribute's name, found '}'"),
    Mistake(
      "%9: f32[] = fill() {a=}", "E0605", at: "}", "expected an attribute's value, found '}'"),
    Mistake(
      "%9: f32[] = join(%x, %x) @dense", "E0605", at: "\n",
      "expected ':', found the end of the line"),
    Mistake("inptu %y: f32[]", "E0608", at: "inptu", "unknown statement 'inptu'"),
    Mistake("input %y: f16[]", "E0608", at: "f16", "unknown element type 'f16'"),
    Mistake(
      "state %y: f32[] paramter constant(0)", "E0608", at: "paramter", "unknown role 'paramter'"),
    Mistake(
      "state %y: f32[] parameter gauss(0)", "E0608", at: "gauss", "unknown initializer 'gauss'"),
    Mistake(
      "state %y: f32[] parameter constant(0) l3=1", "E0608", at: "l3", "unknown penalty 'l3'"),
  ]

  static let meaning = [
    Mistake(
      "input %y: f32[99999999999999999999]", "E0620", at: "99999999999999999999",
      "the number '99999999999999999999' is out of range"),
    Mistake(
      "state %y: f32[] parameter constant(1e999)", "E0620", at: "1e999",
      "the number '1e999' is out of range"),
    Mistake("input %y: f32[2,0]", "E0621", at: "0", "the extent 0 is not positive"),
    Mistake("input %y: f32[-4]", "E0621", at: "-4", "the extent -4 is not positive"),
    Mistake(
      "input %y: f32[65536,32768]", "E0622", at: "f32[65536,32768]",
      "the type 'f32[65536,32768]' has the shape [65536, 32768], beyond 2147483647 elements"),
    Mistake(
      "input %y: f32[4611686018427387904,4]", "E0622", at: "f32[4611686018427387904,4]",
      "the type 'f32[4611686018427387904,4]' has the shape [4611686018427387904, 4], "
        + "beyond 2147483647 elements"),
    Mistake(
      "state %y: f32[] parameter normal(0, -1)", "E0623", at: "-1",
      "the initializer 'normal(0.0, -1.0)' has a negative deviation"),
    Mistake(
      "state %y: f32[] parameter truncated_normal(0, -1)", "E0623", at: "-1",
      "the initializer 'truncated_normal(0.0, -1.0)' has a negative deviation"),
    Mistake(
      "state %y: f32[9000,9000] parameter orthogonal(1)", "E0622", at: "orthogonal",
      "the state has weights of f32[9000,9000], which are too many to be made orthogonal"),
    Mistake(
      "state %y: f32[] parameter uniform(1, 0)", "E0623", at: "0",
      "the initializer 'uniform(1.0, 0.0)' has its bounds swapped"),
    Mistake(
      "state %y: f32[] parameter uniform(-1e308, 1e308)", "E0623", at: "-1e308",
      "the initializer 'uniform(-1e+308, 1e+308)' is not finite"),
    Mistake(
      "state %y: i32[] parameter constant(0.5)", "E0623", at: "0.5",
      "the initializer 'constant(0.5)' does not make 32-bit whole numbers"),
    Mistake(
      "state %y: f32[] parameter constant(0) l2=-1", "E0623", at: "-1",
      "the penalty is negative"),
    Mistake("input %x: f32[]", "E0624", at: "%x", "'%x' is defined twice"),
    Mistake("%0: f32[2,3] = join(%x, %x)", "E0624", at: "%0", "'%0' is defined twice"),
    Mistake("state %x: f32[] parameter constant(0)", "E0624", at: "%x", "'%x' is defined twice"),
    Mistake(
      "%8: f64[2,3], %9: f64[] = split(%x)", "E0629", at: "f64[2,3]",
      "'split' gives f32[2,3], but the text says f64[2,3]"),
    Mistake("output y = %loss", "E0625", at: "%loss", "there is no value '%loss'"),
    Mistake("%9: f32[2,3] = join(%x, %33)", "E0625", at: "%33", "there is no value '%33'"),
    Mistake("update %q <- %1", "E0625", at: "%q", "there is no value '%q'"),
    Mistake("%9: f32[2,3] = join(%x, %9)", "E0626", at: "%9", "'%9' is used before it is defined"),
    Mistake("%9: f32[2,3] = jion(%x, %x)", "E0627", at: "jion", "unknown operator 'jion'"),
    Mistake(
      "%9: f32[2,3] = join(%x)", "E0628", at: "join", "'join' needs two operands of one type"),
    Mistake(
      "%9: f32[2,3] = join(%x, %2)", "E0628", at: "join",
      "'join' needs two operands of one type"),
    Mistake(
      "%9: f32[0] = fill() {shape=[1], mode=a}", "E0621", at: "0",
      "the extent 0 is not positive"),
    Mistake(
      "%9: f32[] = fill() {shape=[70000,70000], mode=a}", "E0628", at: "[70000,70000]",
      "'fill' has the shape [70000, 70000], beyond 2147483647 elements"),
    Mistake(
      "%9: f32[3,2] = join(%x, %x)", "E0629", at: "f32[3,2]",
      "'join' gives f32[2,3], but the text says f32[3,2]"),
    Mistake(
      "%9: f64[2,3] = join(%x, %x)", "E0629", at: "f64[2,3]",
      "'join' gives f32[2,3], but the text says f64[2,3]"),
    Mistake(
      "%9: f32[2,3] = split(%x)", "E0630", at: "split",
      "'split' gives 2 results (f32[2,3], f64[]), but the text names 1"),
    Mistake(
      "%9: f32[] = fill() {shape=[]}", "E0631", at: "fill",
      "'fill' needs the attribute 'mode'"),
    Mistake(
      "%9: f32[] = fill() {shape=3, mode=a}", "E0631", at: "3",
      "'shape' must be a list of whole numbers in 'fill'"),
    Mistake(
      "%9: f32[2,3] = draw(%x) {site=1.5}", "E0631", at: "1.5",
      "'site' must be a whole number in 'draw'"),
    Mistake(
      "%9: f32[2,3] = draw(%x) {site=-1}", "E0631", at: "-1",
      "'site' must not be negative in 'draw'"),
    Mistake(
      "%9: f32[2,3] = join(%x, %x) {axis=1}", "E0631", at: "axis",
      "there is no attribute 'axis' in 'join'"),
    Mistake(
      "%9: f32[2,3] = draw(%x) {sit=1}", "E0631", at: "sit",
      "there is no attribute 'sit' in 'draw'", help: ["did you mean 'site'?"]),
    Mistake(
      "%9: f32[2,3] = draw(%x) {site=1, sites=2}", "E0631", at: "sites",
      "there is no attribute 'sites' in 'draw'", help: ["did you mean 'site'?"]),
    Mistake(
      "%9: f32[2] = fill() {shape=[-2,-1], mode=a}", "E0628", at: "[-2,-1]",
      "'fill' has the shape [-2, -1], and every extent must be at least 1"),
    Mistake(
      "state %v: f32[2] parameter constant(1e39)", "E0623", at: "1e39",
      "the initializer 'constant(1e+39)' is beyond the range of f32"),
    Mistake(
      "state %v: f32[2] parameter uniform(-1e39, 1e39)", "E0623", at: "-1e39",
      "the initializer 'uniform(-1e+39, 1e+39)' is beyond the range of f32"),
    Mistake(
      "state %v: f32[2] parameter normal(0, 1e39)", "E0623", at: "1e39",
      "the initializer 'normal(0.0, 1e+39)' is beyond the range of f32"),
    Mistake("update %x <- %1", "E0632", at: "%x", "'%x' is not a state and cannot be updated"),
    Mistake("update %0 <- %1", "E0632", at: "%0", "'%0' is not a state and cannot be updated"),
    Mistake("update %w <- %0", "E0633", at: "%w", "'%w' is updated twice"),
    Mistake(
      "state %v: f32[] statistic constant(0)\nupdate %v <- %1", "E0634", at: "%1",
      "'%v' is f32[], but its update '%1' is f32[2,3]"),
    Mistake("output loss = %0", "E0635", at: "loss", "two outputs are named 'loss'"),
    Mistake(
      "%9: f32[2,3] = draw(%x) {site=1, site=2}", "E0636", at: "site",
      "'site' is given twice"),
    Mistake(
      "state %y: f32[] parameter constant(0) l1=1 l1=2", "E0636", at: "l1",
      "'l1' is given twice"),
    Mistake("%9: f32[2,3] = join(%x, %x) @l:0", "E0637", at: "0", "there is no line 0"),
  ]

  @Test(arguments: syntax + meaning) func aLineWithAMistake(_ mistake: Mistake) throws {
    let source = SourceText(name: "test.ir", Self.start + mistake.line + "\n}\n")
    let found = diagnostics(source)
    try #require(found.count == 1)
    #expect(found[0].code == mistake.code)
    #expect(found[0].message == mistake.message)
    if let help = mistake.help { #expect(found[0].help == help) }
    #expect(!found[0].label.isEmpty)
    guard case .text(_, let range) = found[0].place else {
      Issue.record("the mistake has no place")
      return
    }
    #expect(source.text(in: range) == mistake.place)
    #expect(range.start >= Self.start.utf8.count)
    #expect(range.end <= Self.start.utf8.count + mistake.line.utf8.count + 1)
  }

  @Test func codesOfSyntaxAndMeaningAreApart() {
    #expect(Self.syntax.allSatisfy { $0.code < "E0620" })
    #expect(Self.meaning.allSatisfy { $0.code >= "E0620" })
  }

  @Test(arguments: [
    ("", "E0602"), ("\n # nothing\n\n", "E0602"),
    ("grahp g seed=1 {\n}\n", "E0605"), ("graph g {\n}\n", "E0605"),
    ("graph g seed=x {\n}\n", "E0605"), ("graph g seed=1\n}\n", "E0605"),
    ("graph g seed=1 {", "E0606"), ("graph g seed=1 {\n", "E0606"),
    ("graph g seed=1 {\n  input %x: f32[]", "E0606"),
    ("graph g seed=1 {\n}\n}\n", "E0607"), ("graph g seed=1 {\n}\ngraph h seed=1 {\n}\n", "E0607"),
    ("graph g seed=-1 {\n}\n", "E0620"), ("graph g seed=18446744073709551616 {\n}\n", "E0620"),
  ])
  func aGraphThatIsNotWhole(_ text: String, _ codes: String) {
    let found = diagnostics(SourceText(name: "test.ir", text))
    #expect(Set(found.map(\.code)).sorted().joined(separator: " ") == codes)
  }

  @Test func bytesThatAreNotUTF8() {
    let bytes = Array("# \u{FC}".utf8) + [0xFF, 0xFE] + Array("\n# ".utf8) + [0xC3]
    let source = SourceText(name: "test.ir", bytes: bytes)
    let found = diagnostics(source)
    #expect(found.map(\.code) == ["E0601", "E0601"])
    #expect(
      found.map(\.place) == [
        .text(source, SourceRange(4, 6)), .text(source, SourceRange(9, 10)),
      ])
  }

  @Test func mistakesDoNotCascade() {
    let text = """
      graph g seed=1 {
        input %x: f16[2]
        %0: f32[2] = jion(%x, %x)
        %1: f32[2] = join(%0, %x)
        %2: f32[2], %3: f64[ = split(%1)
        %4: f64[2] = join(%2, %3)
        state %w: f32[2] parameter constant(inf)
        update %w <- %4
        output a = %3
        output a = %5
      }
      """
    let found = diagnostics(SourceText(name: "test.ir", text))
    #expect(found.map(\.code) == ["E0608", "E0627", "E0605", "E0605", "E0635", "E0625"])
  }

  @Test func endlessMistakesAreCutOff() {
    let garbage = SourceText(name: "test.ir", String(repeating: "?\n", count: 10_000))
    #expect(diagnostics(garbage).count == 100)
    let line = "output a = %nothing\n"
    let text = "graph g seed=1 {\n" + String(repeating: line, count: 10_000) + "}\n"
    #expect((100...101).contains(diagnostics(SourceText(name: "test.ir", text)).count))
  }

  /// What a text has too much of is not all repeated in the message.
  @Test func messagesAreCut() {
    let operands = Array(repeating: "%x", count: 100_000).joined(separator: ", ")
    let axes = Array(repeating: "1", count: 100_000).joined(separator: ", ")
    for line in [
      "%0: f32[2] = join(\(operands))", "%0: f32[2] = fill() {shape=[\(axes)], mode=plain}",
    ] {
      let text = "graph g seed=1 {\ninput %x: f32[2]\n\(line)\n}\n"
      let found = diagnostics(SourceText(name: "test.ir", text))
      #expect(found.count == 1)
      #expect(found.allSatisfy { $0.message.utf8.count < 500 && $0.label.utf8.count < 500 })
    }
  }

  @Test func whatIsDefinedInVainIsWarnedOf() throws {
    let text = """
      graph g seed=1 {
        input %rows: f32[2]
        state %spare: f32[2] parameter constant(0)
        input %idle: f32[2]
        state %read: f32[2] parameter constant(0)
        state %set: f32[2] parameter constant(0)
        %0: f32[2] = join(%rows, %read)
        %1: f32[2] = join(%idle, %0)
        update %set <- %0
        output y = %rows
      }
      """
    let read = try GraphText(SourceText(name: "test.ir", text), ops: testOps)
    #expect(
      DiagnosticRenderer().text(read.warnings) == """
        warning[W0651]: nothing needs the state '%spare'
         --> test.ir:3:9
          |
        3 |   state %spare: f32[2] parameter constant(0)
          |         ^^^^^^ neither an output nor an update depends on it

        warning[W0650]: nothing needs the input '%idle'
         --> test.ir:4:9
          |
        4 |   input %idle: f32[2]
          |         ^^^^^ neither an output nor an update depends on it

        """)
    #expect(read.graph.liveValues() == [true, false, false, true, true, true, false])
    #expect(read.graph.text == (try Graph(reading: SourceText(name: "t", text), ops: testOps)).text)
  }

  @Test func placesOfWhatWasRead() throws {
    let text = """
      graph g seed=1 {
        state %w: f32[2] parameter constant(0) l1=1 l2=0.5
        state %v: f32[2] parameter constant(0)
        %0: f32[2] = join(%w, %v)
        update %v <- %0
        output y = %w
      }
      """
    let source = SourceText(name: "test.ir", text)
    let read = try GraphText(source, ops: testOps)
    func shown(_ place: Diagnostic.Place) -> String {
      guard case .text(source, let range) = place else { return "\(place)" }
      return "\(source.position(of: range.start).line) \(source.text(in: range))"
    }
    #expect(shown(read.place(of: NodeID(0))) == "4 join")
    #expect(shown(read.place(ofState: 1)) == "3 %v")
    #expect(shown(read.place(ofPenalty: 0)) == "2 l1=1 l2=0.5")
    #expect(shown(read.place(ofPenalty: 1)) == "3 %v")
    #expect(shown(read.place(ofUpdate: 0)) == "5 %0")
    #expect(shown(read.place(ofOutput: "y")) == "6 %w")
    #expect(read.place(ofOutput: "z") == .file("test.ir"))
  }

  @Test func whatTheVerifierFindsIsTheUsersMistake() {
    let text = """
      graph g seed=1 {
        input %x: f32[2]
        %0: f32[2] = draw(%x) {site=1}
        %1: f32[2] = draw(%0) {site=1}
      }
      """
    let source = SourceText(name: "test.ir", text)
    #expect(
      rendered(source) == """
        error[E0638]: 'draw' draws at the random site 1, as a node before it does
         --> test.ir:4:16
          |
        4 |   %1: f32[2] = draw(%0) {site=1}
          |                ^^^^ breaks a rule for graphs

        """)
  }

  @Test func messagesInFull() {
    let text = """
      graph g seed=1 {
        input %rows: f32[2]
        state %w: f32[2] paramter constant(0)
        %0: f32[3] = join(%rows, %rows)
        %1: f32[2] = jion(%row, %rows)
        %2: f32[2] = join(%rows, %0)
        %3: f32[2] = join(%rows)
        input %4: f32[2]

      """
    #expect(
      rendered(SourceText(name: "test.ir", text)) == """
        error[E0608]: unknown role 'paramter'
         --> test.ir:3:20
          |
        3 |   state %w: f32[2] paramter constant(0)
          |                    ^^^^^^^^ not one of parameter, optimizer, statistic
          = help: did you mean 'parameter'?

        error[E0629]: 'join' gives f32[2], but the text says f32[3]
         --> test.ir:4:7
          |
        4 |   %0: f32[3] = join(%rows, %rows)
          |       ^^^^^^ should be f32[2]

        error[E0627]: unknown operator 'jion'
         --> test.ir:5:16
          |
        5 |   %1: f32[2] = jion(%row, %rows)
          |                ^^^^ not an operator
          = help: did you mean 'join'?

        error[E0625]: there is no value '%row'
         --> test.ir:5:21
          |
        5 |   %1: f32[2] = jion(%row, %rows)
          |                     ^^^^ is not defined
          = help: did you mean '%rows'?

        error[E0628]: 'join' needs two operands of one type
         --> test.ir:7:16
          |
        7 |   %3: f32[2] = join(%rows)
          |                ^^^^ reads f32[2]

        error[E0605]: expected a name, found '%4'
         --> test.ir:8:9
          |
        8 |   input %4: f32[2]
          |         ^^ expected a name
          = help: numbers are for the results of nodes; a name starts with a letter

        error[E0606]: the graph is not closed
         --> test.ir:9:1
          |
        9 |
          | ^ expected '}'
          = help: the text may have been cut off

        """)
  }

  private func rendered(_ source: SourceText) -> String {
    DiagnosticRenderer().text(diagnostics(source))
  }
}

/// The mistakes in a text; none when it reads.
func diagnostics(_ source: SourceText) -> [Diagnostic] {
  do {
    _ = try Graph(reading: source, ops: testOps)
    return []
  } catch {
    return error.diagnostics
  }
}
