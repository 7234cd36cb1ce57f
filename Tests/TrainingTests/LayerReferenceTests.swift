import Execution
import Foundation
import IR
import Kernels
import Lowering
import Operators
import Passes
import Source
import Syntax
import Testing

@testable import Training

/// Layers against figures that PyTorch computed in double precision.
@Suite struct LayerReferenceTests {
  /// What an operator computes, and its gradients.
  @Test(arguments: try LayerReference.load().operators)
  func operators(_ reference: LayerReference.Operator) throws {
    let source = SourceText(name: "reference.ir", reference.graph)
    let double = try Graph(reading: source, ops: Catalog.ops)
    for (graph, tolerance) in [(double, 1e-12), (try double.converted(to: .f32), 1e-6)] {
      let step = try Pipeline([Differentiate.exposingGradients]).run(on: graph)
      let y = try run(graph, reference).output("y")
      #expect(distance(y, reference.y) <= tolerance, "y")
      let gradients = try run(step, reference)
      for (name, values) in reference.gradients {
        let found = gradients.output("gradient.\(name)")
        #expect(distance(found, values) <= tolerance, "\(name), \(tolerance)")
      }
    }
  }

  private func run(_ graph: Graph, _ reference: LayerReference.Operator) throws -> Executor {
    let states = StateStore([graph])
    let executor = Executor(Plan(graph, workers: 2), states: states, team: Team(workers: 2))
    for (name, values) in reference.states { try #require(states[name]).write(values) }
    try #require(executor.input("w")).write(reference.w)
    executor.runPrologue()
    executor.run()
    return executor
  }

  /// Ten steps of gradient descent, moving averages included, and a prediction.
  @Test(arguments: try LayerReference.load().models)
  func models(_ reference: LayerReference.Model) throws {
    for (level, workers) in [(OptimizationLevel.none, 1), (.full, 1), (.full, 3)] {
      try train(reference, .f64, level, workers, tolerance: 1e-12)
    }
    try train(reference, .f32, .full, 2, tolerance: 1e-6)
  }

  private func train(
    _ reference: LayerReference.Model, _ element: ElementType, _ level: OptimizationLevel,
    _ workers: Int, tolerance: Double
  ) throws {
    let data = try LayerReference.load()
    let parsed = parse(SourceText(name: "reference.nn", reference.model))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    let compiler = Compiler(model, level: level, element: element)
    let (step, inference) = (
      try compiler.trainingStep(rows: 5), try compiler.inference(rows: 5, outputs: ["prediction"])
    )
    let states = StateStore([step, inference])
    let team = Team(workers: workers)
    let executor = Executor(Plan(step, workers: workers), states: states, team: team)
    for (name, values) in reference.initial {
      try #require(states[name], "\(name)").write(values)
    }
    let width = data.rows.count / data.labels.count
    for index in 0..<10 {
      let rows = data.rows[index * 5 * width..<(index + 1) * 5 * width]
      try #require(executor.input("rows")).write(Array(rows))
      let labels = data.labels[index * 5..<(index + 1) * 5]
      try #require(executor.input("labels")).write(Array(labels))
      executor.input("lr")?[0] = 0.1
      executor.run()
    }
    for (name, values) in reference.final {
      #expect(distance(states[name], values) <= tolerance, "\(name) \(element) \(level)")
    }
    #expect(Set(reference.final.keys) == Set(states.entries.map(\.name)))
    let predictor = Executor(Plan(inference, workers: workers), states: states, team: team)
    try #require(predictor.input("rows")).write(Array(data.rows[..<(5 * width)]))
    predictor.runPrologue()
    predictor.run()
    #expect(
      distance(predictor.output("prediction"), reference.prediction) <= tolerance, "prediction")
  }

  /// The largest difference, as a share of the larger one of the number and 1.
  private func distance(_ found: Matrix?, _ expected: [Double]) -> Double {
    guard let found, found.count == expected.count else { return .infinity }
    return zip(found.values(as: Double.self), expected)
      .map { abs($0 - $1) / max(abs($1), 1) }.max() ?? 0
  }
}

/// What `tools/reference/layers.py` wrote.
struct LayerReference: Decodable {
  struct Operator: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var graph: String
    var w: [Double]
    var states: [String: [Double]]
    var y: [Double]
    var gradients: [String: [Double]]
    var testDescription: String { name }
  }
  struct Model: Decodable, Sendable, CustomTestStringConvertible {
    var model: String
    var initial: [String: [Double]]
    var final: [String: [Double]]
    var prediction: [Double]
    var testDescription: String { model }
  }

  var rows: [Double]
  var labels: [Double]
  var operators: [Operator]
  var models: [Model]

  static func load() throws -> LayerReference {
    try JSONDecoder().decode(LayerReference.self, from: fixture("layers"))
  }
}
