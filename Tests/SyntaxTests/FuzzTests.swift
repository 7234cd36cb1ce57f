import Source
import Syntax
import Testing

@Suite("Any bytes at all")
struct FuzzTests {
  private let model = """
    input 28x28   # é
    dense 300 relu init=normal(0.01, 2)\r
    dropout .2; softmax 10
    """

  /// Reads, shows and formats; every range has to lie inside the text.
  private func check(_ bytes: [UInt8]) {
    let source = SourceText(name: "fuzz.nn", bytes: bytes)
    let result = parse(source)
    func isInside(_ range: SourceRange) -> Bool {
      0 <= range.start && range.start <= range.end && range.end <= bytes.count
    }
    for diagnostic in result.diagnostics {
      if case .text(source, let range) = diagnostic.place, isInside(range) { continue }
      Issue.record("\(diagnostic) in \(bytes)")
    }
    for statement in result.program.statements {
      #expect(isInside(statement.range), "\(bytes)")
      #expect(source.text(in: statement.name.range) == statement.name.text, "\(bytes)")
      #expect(statement.arguments.allSatisfy { isInside($0.range) }, "\(bytes)")
    }
    let shown = DiagnosticRenderer().text(result.diagnostics)
    #expect(shown.isEmpty == result.diagnostics.isEmpty)
    #expect(!shown.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    let layout = try? format(source)
    #expect((layout == nil) == !result.diagnostics.isEmpty)
  }

  @Test("Random bytes", arguments: 0..<4)
  func randomBytes(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed))
    let telling = Array(" \n\r\t;#=(),{}._+-eExX019aé\u{FEFF}\"@".utf8) + [0x80, 0xFF, 0xC3, 0xF0]
    let all = Array(UInt8.min...UInt8.max)
    for _ in 0..<2000 {
      let length = Int.random(in: 0...40, using: &random)
      let alphabet = random.pick([telling, all])
      check((0..<length).map { _ in random.pick(alphabet) })
    }
  }

  @Test("Models with bytes changed, removed, doubled and moved", arguments: 0..<4)
  func mutations(seed: Int) {
    var random = RandomSequence(seed: UInt64(1000 + seed))
    for _ in 0..<2000 {
      var bytes = Array(model.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...8, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        default: bytes.append(contentsOf: bytes[place..<end])
        }
      }
      check(bytes)
    }
  }

  @Test("A model cut at any byte")
  func cuts() {
    let bytes = Array(model.utf8)
    for end in 0...bytes.count { check(Array(bytes[..<end])) }
  }
}
