import Foundation
import IR
import Kernels
import Passes
import Testing

/// Every pass on graphs written down as text, byte by byte and number by number.
@Suite struct GoldenTests {
  @Test func everyPassHasCases() {
    for pass in Pipeline.passNames {
      #expect(GoldenCase.all.count { $0.pass == pass } >= 3, "\(pass)")
    }
    #expect(Set(GoldenCase.all.map(\.pass)) == Set(Pipeline.passNames))
  }

  @Test(arguments: GoldenCase.all) func text(golden: GoldenCase) throws {
    let rewrite = try golden.makePass().run(on: golden.graph())
    try rewrite?.graph.verify()
    let found = rewrite?.graph.text ?? "unchanged\n"
    if ProcessInfo.processInfo.environment["NNC_UPDATE_GOLDEN"] == "1" {
      try Data("\(golden.input)---\n\(found)".utf8).write(to: golden.url)
    } else {
      #expect(found == golden.expected)
    }
  }

  @Test(arguments: GoldenCase.all) func numbers(golden: GoldenCase) throws {
    let graph = try golden.graph()
    guard let rewrite = try golden.makePass().run(on: graph) else { return }
    let before = try results(of: graph)
    var after = try results(of: rewrite.graph)
    if golden.pass == "differentiate" { after.outputs["loss"] = after.outputs["data_loss"] }
    for (name, expected) in before.outputs {
      let found = try #require(after.outputs[name])
      expectEqual(found, expected, tolerance: golden.pass == "fold-batchnorm" ? 1e-13 : 0)
    }
    // The optimizer changes parameters; nothing else is updated in another way than before.
    for (name, expected) in before.states where golden.pass != "differentiate" {
      if let found = after.states[name] { expectEqual(found, expected, tolerance: 0) }
    }
  }
}
