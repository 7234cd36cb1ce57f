import Lowering
import Source
import Syntax
import Testing

@Suite("Overrides")
struct OverridesTests {
  private static let text = """
    let width = 300  # of the hidden layer
    input 4; dense width relu
    softmax 2
    l2 1e-4; optimizer momentum lr=0.1
    """

  private func setting(_ assignments: String..., in text: String = text) throws -> String {
    let overrides = try assignments.map { try Override(parsing: $0) }
    let overridden = SourceText(name: "test.nn", text).setting(overrides)
    guard overridden.mistakes.isEmpty else { throw InputError(overridden.mistakes) }
    let source = overridden.text
    return source.text(in: SourceRange(0, source.bytes.count))
  }

  @Test("A definition, a setting and parameters of the optimizer are replaced where they stand")
  func replacing() throws {
    #expect(
      try setting("width=40", "l2=0.5", "momentum=.5", "optimizer.lr=3") == """
        let width = 40  # of the hidden layer
        input 4; dense width relu
        softmax 2
        l2 0.5; optimizer momentum lr=3 momentum=.5
        """)
    #expect(try setting("input=2x2").contains("input 2x2; dense"))
  }

  @Test("What the text does not say is added behind it")
  func adding() throws {
    #expect(
      try setting("batch=full", "lr=0.5", "beta1=0.8", in: "softmax 2  # end")
        == "softmax 2  # end\nbatch full\n\noptimizer adam lr=0.5 beta1=0.8\n")
  }

  @Test("Parameters of a loss and of a schedule are set by the statement's name")
  func namedKinds() throws {
    let text = "softmax 2; loss cross_entropy; schedule cosine min=0.1"
    #expect(
      try setting("loss.smoothing=0.1", "schedule.min=0.2", "schedule.warmup=5", in: text)
        == "softmax 2; loss cross_entropy smoothing=0.1; schedule cosine min=0.2 warmup=5")
    let error = #expect(throws: InputError.self) { try setting("loss.delta=1", in: text) }
    #expect(error?.diagnostics.map(\.code) == ["E0708"])
  }

  @Test("A changed text is checked like any other")
  func checking() throws {
    #expect(try codes(setting("width=1.5")) == ["E0207"])
    #expect(try codes(setting("optimizer=sgd", "batch=3")) == [])
  }

  /// What a check of a model with values set says, as a terminal shows it.
  private func messages(_ assignments: String..., in text: String = text) throws -> String {
    let source = SourceText(name: "test.nn", text).setting(
      try assignments.map { try Override(parsing: $0) })
    let parsed = parse(source.text)
    do throws(InputError) {
      let (_, warnings) = try check(
        parsed.program, syntaxErrors: parsed.diagnostics, overridden: source)
      return DiagnosticRenderer().text(warnings)
    } catch {
      return DiagnosticRenderer().text(error.diagnostics)
    }
  }

  @Test("A wrong value is shown in the option that set it")
  func places() throws {
    let value = try messages("l2=-1", "lr=0.5")
    #expect(
      value.contains(
        """
         --> --set l2=-1
          |
          | l2=-1
          |    ^^
        """), "\(value)")
    // What was added around it is told by the name.
    let added = try messages("clip=3")
    #expect(added.contains("--> --set clip=3\n"), "\(added)")
    #expect(!added.contains("test.nn"))
    let parameter = try messages("momentum=7")
    #expect(parameter.contains("  | momentum=7\n  |          ^"), "\(parameter)")
    let rate = try messages("optimizer=adam", "lr=1e99", in: "input 4; softmax 2")
    #expect(rate.contains("  | lr=1e99\n  |    ^^^^ very high"), "\(rate)")
  }

  @Test("The same parameter under two names is set twice")
  func twoNames() throws {
    for text in [Self.text, "input 4; softmax 2"] {
      let found = try messages("optimizer.lr=0.2", "lr=0.3", in: text)
      #expect(
        found.contains("'lr' is set twice: by --set lr and by --set optimizer.lr"), "\(found)")
    }
    #expect(try setting("optimizer=sgd", "lr=0.3", in: "softmax 2").contains("sgd lr=0.3"))
    // The optimizer that an override had to name stands there by no one's wish.
    #expect(try setting("lr=0.3", "optimizer=sgd", in: "softmax 2").contains("sgd lr=0.3"))
  }

  @Test("Unknown names and wrong values are told together")
  func allMistakes() throws {
    let text = try messages("wdith=3", "l2=-1", "momentun=1", "lr=0.5", "width=0")
    #expect(text.split(separator: "\n").count { $0.hasPrefix("error") } == 4, "\(text)")
    for code in ["E0708", "E0208"] { #expect(text.contains(code), "\(text)") }
  }

  @Test("A name's value is told by its option, at the place in the file where it is used")
  func placesOfNames() throws {
    let text = try messages("width=0")
    #expect(text.contains("--> test.nn:2:16\n"), "\(text)")
    #expect(text.contains("2 | input 4; dense width relu\n"), "\(text)")
    #expect(text.contains("'width' is '0' by --set width\n"), "\(text)")
  }

  @Test("Other mistakes are shown in the file as it is, whatever was set before them")
  func placesInTheFile() throws {
    let text = "input 4; l2 0.001; dense 5 rleu\nsoftmax 2"
    let found = try messages("l2=1", "batch=64", in: text)
    #expect(found.contains("--> test.nn:1:28\n"), "\(found)")
    #expect(found.contains("1 | \(text.prefix(31))\n"), "\(found)")
    let end = try messages("l2=0.5", in: "input 4\ndense 5 relu")
    #expect(end.contains("--> test.nn:"), "\(end)")
  }

  @Test("A text with syntax errors stays as it is")
  func syntaxErrors() throws {
    #expect(try setting("width=40", in: "dense @ 3") == "dense @ 3")
  }

  @Test(
    arguments: [
      ("width", "E0707"), ("=3", "E0707"), ("width=", "E0707"), ("width=3 4", "E0707"),
      ("width=a=b", "E0707"), ("width=4x", "E0707"), ("width=3;relu", "E0707"),
      ("width=3 # x", "E0707"), ("width=3 {}", "E0707"), ("wdith=3", "E0708"),
      ("loss.lr=3", "E0708"), ("optimizer.beta1=0.5", "E0708"), ("relu=3", "E0708"),
    ])
  func mistakes(_ assignment: String, _ code: String) {
    let error = #expect(throws: InputError.self) { try setting(assignment) }
    #expect(error?.diagnostics.map(\.code) == [code])
  }

  @Test("Every unknown name is told, with the one that is near")
  func unknownNames() {
    let error = #expect(throws: InputError.self) { try setting("wdith=3", "momentun=0.5") }
    #expect(
      error?.diagnostics.map(\.help) == [["did you mean 'width'?"], ["did you mean 'momentum'?"]])
  }
}
