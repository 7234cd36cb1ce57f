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
import Training

/// Ten steps of a small network, of every optimizer, loss, penalty and kind of clipping with their
/// options, against figures that PyTorch computed in double precision.
@Suite struct TrainingReferenceTests {
  @Test(arguments: try TrainingReference.load().cases)
  func doublePrecision(_ reference: TrainingReference.Case) throws {
    for (level, threads) in [(OptimizationLevel.none, 1), (.full, 1), (.full, 3)] {
      let found = try train(reference, .f64, level, threads: threads)
      for (loss, expected) in zip(found.losses, reference.losses ?? found.losses) {
        #expect(abs(loss - expected) <= 1e-12, "\(level) \(threads)")
      }
      for (name, values) in reference.final {
        let worst = zip(found.states[name] ?? [], values).map { abs($0 - $1) }.max()
        #expect((worst ?? 1) <= 1e-12, "\(name) at \(level), \(threads) threads")
      }
    }
  }

  @Test(arguments: try TrainingReference.load().cases)
  func singlePrecision(_ reference: TrainingReference.Case) throws {
    let found = try train(reference, .f32, .full, threads: 2)
    for (name, values) in reference.final {
      let worst = zip(found.states[name] ?? [], values).map { abs($0 - $1) }.max()
      #expect((worst ?? 1) <= 1e-6, "\(name)")
    }
  }

  /// Every optimizer and loss is among the cases, with every one of its parameters.
  @Test func allAreCompared() throws {
    var compared: Set<String> = []
    for reference in try TrainingReference.load().cases {
      let program = parse(SourceText(name: "reference.nn", reference.model)).program
      for statement in program.statements where ["optimizer", "loss"].contains(statement.name.text)
      {
        guard case .word(let name) = statement.arguments.first?.value.kind else { continue }
        compared.insert("\(statement.name.text) \(name)")
        for argument in statement.arguments.compactMap(\.name?.text) {
          compared.insert("\(statement.name.text) \(name) \(argument)")
        }
      }
    }
    func all(_ keyword: String, _ kinds: [any Described.Type]) -> [String] {
      kinds.flatMap { kind in
        let name = "\(keyword) \(kind.signature.keyword)"
        return [name] + kind.signature.parameters.map { "\(name) \($0.name)" }
      }
    }
    let known = all("optimizer", Catalog.optimizers) + all("loss", Catalog.losses)
    #expect(known.count > 30)
    #expect(known.filter { !compared.contains($0) } == [])
  }

  /// The norm is added up in one order, whoever computes which part of it.
  @Test(arguments: try TrainingReference.load().cases.filter { $0.model.contains("clip") })
  func clippingGivesTheSameBits(_ reference: TrainingReference.Case) throws {
    let alone = try train(reference, .f32, .none, threads: 1).states
    for threads in 1...4 {
      for level in OptimizationLevel.allCases {
        let found = try train(reference, .f32, level, threads: threads).states
        #expect(found == alone, "\(level), \(threads) threads")
      }
    }
  }

  private func train(
    _ reference: TrainingReference.Case, _ element: ElementType, _ level: OptimizationLevel,
    threads: Int
  ) throws -> (losses: [Double], states: [String: [Double]]) {
    let parsed = parse(SourceText(name: "reference.nn", reference.model))
    var model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    model.classCounts = (0..<3).map { label in reference.labels.count { Int($0) == label } }
    let graph = try Compiler(model, level: level, element: element)
      .trainingStep(rows: reference.labels.count)
    let plan = Plan(graph, workers: threads)
    try plan.verify()
    let states = StateStore([graph])
    let executor = Executor(plan, states: states, team: Team(workers: threads))
    for (name, values) in reference.initial { try #require(states[name]).write(values) }
    let rows = try TrainingReference.load().rows
    var losses: [Double] = []
    for step in 1...10 {
      // Inputs share memory with what is computed later.
      try #require(executor.input("rows")).write(rows)
      try #require(executor.input("labels")).write(reference.labels)
      executor.input("lr")?[0] = model.optimizer.learningRate
      executor.input("step")?[0] = Double(step)
      executor.run()
      losses.append(try #require(executor.output("loss"))[0])
    }
    return (
      losses,
      Dictionary(
        uniqueKeysWithValues: states.entries.map { ($0.name, $0.matrix.values(as: Double.self)) })
    )
  }
}

/// What `tools/reference/optimizers.py` wrote.
struct TrainingReference: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var model: String
    var labels: [Double]
    var initial: [String: [Double]]
    var losses: [Double]?
    var final: [String: [Double]]
    var testDescription: String {
      model.split(separator: "\n").dropFirst(2).joined(separator: "; ")
    }
  }

  var rows: [Double]
  var cases: [Case]

  static func load() throws -> TrainingReference {
    try JSONDecoder().decode(TrainingReference.self, from: fixture("training"))
  }
}

/// A file of figures that a script under `tools/reference` wrote.
func fixture(_ name: String, file: String = #filePath) throws -> Data {
  try Data(
    contentsOf: URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).json"))
}
