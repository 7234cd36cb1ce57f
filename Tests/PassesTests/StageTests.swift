import Foundation
import IR
import Kernels
import Lowering
import Operators
import Source
import Testing

@testable import Passes

/// The stages of compilation, as text and with the layers that they came from.
@Suite struct StageTests {
  /// The texts of the models that come with the program, by name.
  static let models: [(name: String, text: String)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "models")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().filter { $0.hasSuffix(".nn") }.compactMap { name in
      let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return text.map { (name, $0.contains("\ninput ") ? $0 : $0 + "; input 28x28\n") }
    }
  }()

  /// A stage of a compilation.
  struct Moment {
    var name: String
    var graph: Graph
  }

  /// Every stage of both pipelines at every level.
  private func stages(of text: String, rows: Int = 6) throws -> [Moment] {
    let model = try model(text)
    var stages: [Moment] = []
    for mode in [Mode.training, .inference] {
      let forward = try model.lower(rows: rows, mode: mode)
      stages.append(Moment(name: "\(mode) lower", graph: forward))
      for level in OptimizationLevel.allCases {
        let pipeline =
          mode == .training
          ? Pipeline.training(model.optimizer, clipping: model.settings.clipping, level)
          : .inference(level)
        _ = try pipeline.run(on: forward) { stage in
          guard case .after = stage.moment else { return }
          stages.append(
            Moment(name: "\(mode) -O\(level.rawValue) \(stage.name)", graph: stage.graph))
        }
      }
    }
    return stages
  }

  private func read(_ text: String) throws -> Graph {
    try Graph(reading: SourceText(name: "stage.ir", text), ops: Catalog.ops)
  }

  @Test func theModelsAreThere() { #expect(Self.models.count > 4) }

  @Test(arguments: models.map(\.name))
  func everyStageReadsBackTheSame(name: String) throws {
    let model = try #require(Self.models.first { $0.name == name })
    let stages = try stages(of: model.text)
    #expect(stages.count > 10)
    for stage in stages {
      let text = stage.graph.text
      #expect(try read(text).text == text, "\(stage.name)")
    }
  }

  /// A dump of either pipeline without optimisation becomes what the model itself becomes.
  @Test(arguments: models.map(\.name))
  func aDumpIsOptimizedAsItsModel(name: String) throws {
    let text = try #require(Self.models.first { $0.name == name }).text
    let model = try model(text)
    for level in OptimizationLevel.allCases {
      for (mode, pipeline) in [
        (
          Mode.training,
          Pipeline.training(model.optimizer, clipping: model.settings.clipping, level)
        ),
        (.inference, Pipeline.inference(level)),
      ] {
        let forward = try model.lower(rows: 6, mode: mode)
        let plain =
          mode == .training
          ? try Pipeline.training(model.optimizer, clipping: model.settings.clipping, .none).run(
            on: forward) : forward
        let again = try Pipeline.inference(level).run(on: read(plain.text))
        #expect(again.text == (try pipeline.run(on: forward).text), "\(mode) \(level)")
      }
    }
  }

  /// The layers of a text and their lines, without the parser: the first word of each statement,
  /// numbered among its like.
  private func lines(of text: String) -> [String: Int] {
    let settings: Set = [
      "input", "optimizer", "batch", "epochs", "l1", "l2", "loss", "clip", "schedule", "stop",
    ]
    var counts: [String: Int] = [:]
    var lines: [String: Int] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let statements = line.prefix { $0 != "#" }.split(separator: ";")
      for word in statements.compactMap({ $0.split(separator: " ").first }).map(String.init)
      where !settings.contains(word) {
        counts[word, default: 0] += 1
        lines["\(word)\(counts[word, default: 0])"] = index + 1
      }
    }
    return lines
  }

  /// Every node and state knows its layer and line in every stage. Only the gradient of the loss by
  /// itself, with which differentiation begins, and the factor that clips all gradients are no
  /// layer's.
  @Test(arguments: models.map(\.name))
  func everyValueKnowsItsLayerAndLine(name: String) throws {
    let text = try #require(Self.models.first { $0.name == name }).text
    let lines = lines(of: text)
    var layers: Set<String> = []
    for stage in try stages(of: text) {
      let graph = stage.graph
      for node in graph.nodes where node.origin == nil && !(node.op is ClipFactor) {
        let isSeed =
          node.op.attributes == [
            "element": .word("f64"), "shape": .integers([]), "value": .real(1),
          ]
        #expect(node.op is Constant && isSeed, "\(stage.name): '\(node.op.name)'")
      }
      let seeds = graph.nodes.count { $0.origin == nil && $0.op is Constant }
      #expect(seeds <= 1, "\(stage.name)")
      for state in graph.states {
        #expect(graph[state.value].origin != nil, "\(stage.name): '\(state.name)'")
      }
      for value in graph.values {
        if case .input = value.definition { continue }
        guard let origin = value.origin else { continue }
        #expect(lines[origin.layer] == origin.line, "\(stage.name): \(origin)")
        layers.insert(origin.layer)
      }
    }
    // Dropout leaves no value in a graph of inference, but in one of training it does.
    #expect(layers == Set(lines.keys))
  }
}
