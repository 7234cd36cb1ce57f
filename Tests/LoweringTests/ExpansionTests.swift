import IR
import Lowering
import Operators
import Source
import Testing

@Suite("repeat and let")
struct ExpansionTests {
  private func layers(_ text: String) throws -> [String] {
    try checked(text).model.layers.map {
      "\($0.name) \($0.outputShape)"
    }
  }

  @Test("A block counts as often as it says, and blocks in blocks multiply")
  func repetition() throws {
    #expect(
      try layers("input 4; repeat 2 { dense 3; repeat 2 { relu } }; softmax 2") == [
        "dense1 [3]", "relu1 [3]", "relu2 [3]", "dense2 [3]", "relu3 [3]", "relu4 [3]",
        "softmax1 [2]",
      ])
    #expect(try layers("input 4; repeat 0 { dense 3 }; softmax 2") == ["softmax1 [2]"])
  }

  @Test("A name stands for its value, in calls and in other definitions too")
  func names() throws {
    #expect(
      try layers(
        """
        let width = 7; let wide = width; let depth = 2; let sigma = 0.5; let shape = 2x2
        input shape; repeat depth { dense wide init=normal(sigma) }; softmax width
        """) == ["dense1 [7]", "dense2 [7]", "softmax1 [7]"])
  }

  @Test("A repeated model is the one that is written out")
  func same() throws {
    func graph(_ text: String) throws -> String {
      try checked(text).model.lower(rows: 2, mode: .training).text
    }
    #expect(
      try graph("let n = 5; input 4; repeat 2 { dense n relu; dropout 0.5 }; softmax 2")
        == graph("input 4; dense 5 relu; dropout 0.5; dense 5 relu; dropout 0.5; softmax 2"))
  }

  @Test("What a name stands for is said beside a mistake, once for all turns")
  func mistakeInDefinition() {
    #expect(
      messages("let w = 1.5\ninput 4; repeat 3 { dense w }; softmax 2") == """
        error[E0207]: the units of 'dense' must be a whole number
         --> test.nn:2:27
          |
        2 | input 4; repeat 3 { dense w }; softmax 2
          |                           ^ not a whole number
          = help: 'w' is '1.5' by line 1

        """)
  }

  @Test(
    arguments: [
      ("let relu = 3; input 4; softmax 2", "E0220"), ("let a 3; input 4; softmax 2", "E0219"),
      ("let a = 3 b = 4; input 4; softmax 2", "E0219"),
      ("let a = 3; let a = 4; input 4; softmax a", "E0210"),
      ("input 4; repeat 2 { let a = 3 }; softmax 2", "E0219"),
      ("input 4; dense a; let a = 3; softmax a", "E0207"),
      ("input 4; repeat 2; softmax 2", "E0222"), ("input 4; dense 3 { relu }; softmax 2", "E0222"),
      ("input 4; repeat -1 { relu }; softmax 2", "E0208"),
      ("input 4; repeat { relu }; softmax 2", "E0205"),
      ("input 4; repeat 1000 { repeat 1000 { relu; tanh } }; softmax 2", "E0223"),
      ("input 4; repeat 100001 { relu; tanh }; softmax 2", "E0223"),
      ("input 4; repeat 2 { batch 3 }; softmax 2", "E0210"),
    ])
  func mistakes(_ text: String, _ code: String) {
    let error = #expect(throws: InputError.self) { try layers(text) }
    #expect(error?.diagnostics.filter { $0.severity == .error }.map(\.code) == [code])
  }

  @Test func unusedDefinition() throws {
    #expect(try checked("let a = 3; input 4; softmax 2").warnings.map(\.code) == ["W0202"])
  }
}
