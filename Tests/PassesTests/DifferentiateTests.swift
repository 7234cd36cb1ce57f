import Execution
import IR
import Kernels
import Lowering
import Operators
import Passes
import Testing

@Suite struct DifferentiateTests {
  static let models = [
    "input 5; dense 6 relu; softmax 3",
    "input 5; dense 6 leaky_relu slope=0.1; sigmoid 1",
    "input 5; dense 6 tanh; dense 5 sigmoid; sigmoid 3",
    "input 5; dense 6; tanh; batchnorm; dropout 0.4; linear 2",
    "input 2x3; l1 1e-2; l2 2e-2; batchnorm; dense 7 relu l2=0.1; dropout 0.2; batchnorm; softmax 4",
    "input 5; dense 6 sigmoid; linear 3; loss mean_squared",
    "input 4; dense 5 tanh l1=0.05; linear 1",
  ]

  /// Analytic gradients against central differences, in double precision and with one mask.
  @Test(arguments: models) func gradients(text: String) throws {
    let forward = try model(text).lower(rows: 6, element: .f64, mode: .training)
    let graph = try Pipeline([Differentiate.exposingGradients]).run(on: forward)
    #expect(graph.updates.isEmpty)
    let states = StateStore([graph])
    let executor = Executor(
      Plan(graph, workers: 1), states: states, team: Team(workers: 1))
    func run() -> Double {
      // Penalties depend on states alone, which this test changes.
      executor.runPrologue()
      writeInputs(of: graph, to: executor, step: 1)
      executor.run()
      return executor["loss"]?[0] ?? .nan
    }
    var random = RandomStream(seed: 1, stream: 3)
    for entry in states.entries where entry.role == .parameter {
      for index in 0..<entry.matrix.count { entry.matrix[index] += 0.1 * random.normal() }
    }
    _ = run()
    let analytic = states.entries.compactMap { entry in
      executor["gradient.\(entry.name)"].map { (entry, $0.values(as: Double.self)) }
    }
    #expect(analytic.count == states.entries.count { $0.role == .parameter })
    let largest = analytic.flatMap { $0.1.map(abs) }.max() ?? 0
    #expect(largest > 1e-3)
    for (entry, gradient) in analytic {
      for index in gradient.indices {
        let value = entry.matrix[index]
        let step = 1e-6
        entry.matrix[index] = value + step
        let above = run()
        entry.matrix[index] = value - step
        let below = run()
        entry.matrix[index] = value
        let numeric = (above - below) / (2 * step)
        #expect(
          abs(numeric - gradient[index]) <= 1e-7 * largest + 1e-9,
          "\(entry.name)[\(index)]: \(gradient[index]), numerically \(numeric)")
      }
    }
  }

  @Test func theLossHasPenaltiesAndTheDataLossHasNone() throws {
    let text = "input 5; l1 0.1; l2 0.01; dense 4 tanh; linear 1"
    let forward = try model(text).lower(rows: 6, element: .f64, mode: .training)
    let found = try results(
      of: Pipeline([Differentiate.exposingGradients]).run(on: forward))
    let weights = found.states.filter { $0.key.hasSuffix(".weight") }.flatMap(\.value)
    let penalty = weights.reduce(0) { $0 + 0.1 * abs($1) + 0.01 * $1 * $1 }
    let (loss, dataLoss) = (found.losses[0], found.outputs["data_loss"]?[0] ?? 0)
    #expect(weights.count == 24)
    #expect(abs(loss - dataLoss - penalty) <= 1e-14 * loss)
  }

  @Test func whatCannotBeDifferentiated() throws {
    let empty = Graph(name: "g", seed: 1)
    #expect(throws: ShapeError.self) { try Differentiate.exposingGradients.run(on: empty) }
    var graph = Graph(name: "g", seed: 1)
    let weight = graph.addState(
      "w", TensorType(.f64, [3, 3]), role: .parameter, initializer: .constant(1))
    let probabilities = try graph.add(Softmax(), [weight])
    let rows = try graph.add(RowSquareSum(), probabilities)
    graph.addOutput("loss", try graph.add(Mean(), rows)[0])
    #expect(throws: ShapeError.self) { try Differentiate.exposingGradients.run(on: graph) }
  }
}
