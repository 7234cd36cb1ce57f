import IR
import Source
import Testing

@Suite struct FuzzTests {
  /// Damaged texts never trap: they read, or their mistakes lie inside them.
  @Test func damagedTexts() throws {
    var generator = SplitMix64(seed: 2)
    var failures = 0
    for seed in 0..<3000 {
      var bytes = Array(try RandomGraph.make(seed: UInt64(seed % 50)).text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&bytes, &generator) }
      let source = SourceText(name: "fuzz.ir", bytes: bytes)
      do {
        let graph = try Graph(reading: source, ops: testOps)
        #expect(try read(graph.text).text == graph.text)
      } catch {
        failures += 1
        #expect(!error.diagnostics.isEmpty)
        for diagnostic in error.diagnostics {
          guard case .text(_, let range) = diagnostic.place else {
            Issue.record("a mistake has no place: \(diagnostic.message)")
            continue
          }
          #expect(0 <= range.start && range.start <= range.end && range.end <= bytes.count)
          #expect(diagnostic.code.hasPrefix("E06"))
        }
      }
    }
    #expect(failures > 1000)
  }

  @Test func randomBytes() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let count = Int.random(in: 1...60, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(!diagnostics(SourceText(name: "fuzz.ir", bytes: bytes)).isEmpty)
    }
  }

  private func damage(_ bytes: inout [UInt8], _ generator: inout SplitMix64) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    let end = min(bytes.count, place + Int.random(in: 1...20, using: &generator))
    switch Int.random(in: 0...4, using: &generator) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1:
      bytes[place] = Array("%{}()[]<-,:=@019.e\n x".utf8).randomElement(using: &generator) ?? 0
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    default: bytes.removeSubrange(end...)
    }
  }
}
