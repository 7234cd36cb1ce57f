import Foundation
import IR
import Operators
import Passes
import Source
import Testing

/// A file `Golden/<pass>/<case>.ir`: a graph, a line `---`, and what the pass makes of it, or the
/// line `unchanged`.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let pass: String
  let name: String
  let url: URL
  let input: String
  let expected: String

  var testDescription: String { "\(pass)/\(name)" }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  /// All cases of all passes.
  static let all: [GoldenCase] = {
    let files = FileManager.default
    let passes = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
    return passes.sorted().flatMap { pass in
      let path = folder.appending(path: pass)
      let names = (try? files.contentsOfDirectory(atPath: path.path)) ?? []
      return names.sorted().compactMap { GoldenCase(pass, path.appending(path: $0)) }
    }
  }()

  private init?(_ pass: String, _ url: URL) {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    let parts = text.components(separatedBy: "\n---\n")
    self.pass = pass
    self.url = url
    name = url.deletingPathExtension().lastPathComponent
    input = parts[0] + "\n"
    expected = parts.count > 1 ? parts[1] : ""
  }

  /// The graph in the file.
  func graph() throws -> Graph {
    try Graph(reading: SourceText(name: "\(testDescription).ir", input), ops: Catalog.ops)
  }

  /// The pass; a case of `differentiate` names its optimizer in its first line, and perhaps that it
  /// clips or adds noise, as in `# optimizer sgd clip norm`.
  func makePass() throws -> any Pass {
    let words = input.prefix { !$0.isNewline }.split { " .,:".contains($0) }
    let optimizer = Catalog.optimizers.first {
      words.starts(with: ["#", "optimizer", $0.signature.keyword[...]])
    }
    let clipping: Clipping? =
      switch words.dropFirst(3).prefix(2) {
      case ["clip", "norm"]: .norm(1)
      case ["clip", "value"]: .value(0.5)
      default: nil
      }
    let noise = words.dropFirst(3).first == "noise" ? GradientNoise(deviation: 0.25) : nil
    let passes: [any Pass] =
      [FoldBatchnorm()] + Pipeline.optimizations(.full)
      + (optimizer.map { [Differentiate($0.init(Arguments()), clipping: clipping, noise: noise)] }
        ?? [])
    return try #require(passes.first { $0.name == pass })
  }
}
