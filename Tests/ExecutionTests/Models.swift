import Execution
import IR
import Kernels
import Lowering
import Operators
import Passes
import Source
import Syntax

/// A checked model from its text.
func model(_ text: String) throws -> Model {
  let parsed = parse(SourceText(name: "test.nn", text))
  return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
}

/// The training step of a model in a text.
func trainingStep(
  _ text: String, rows: Int = 16, element: ElementType = .f32, level: OptimizationLevel = .full
) throws -> Graph {
  let model = try model(text)
  let graph = try model.lower(rows: rows, element: element, mode: .training)
  return try Pipeline.training(model.optimizer, level).run(on: graph)
}

/// The inference graph of a model in a text.
func inference(
  _ text: String, rows: Int = 16, element: ElementType = .f32, level: OptimizationLevel = .full
) throws -> Graph {
  let graph = try model(text).lower(rows: rows, element: element, mode: .inference)
  return try Pipeline.inference(level).run(on: graph)
}

/// A graph from its text.
func graph(_ text: String) throws -> Graph {
  try Graph(reading: SourceText(name: "test.ir", text), ops: Catalog.ops)
}

/// Models that together use every layer, loss and optimizer.
let madeUpModels: [(name: String, text: String)] = [
  ("mlp", "input 28x28; dense 300 relu; dense 100 relu; softmax 10"),
  ("wide", "input 64; dense 512 tanh; softmax 4; optimizer sgd"),
  ("deep", "input 20; dense 24 relu; dense 24 tanh; dense 24 sigmoid; dense 24 leaky_relu; softmax 3"),
  (
    "batchnorm", "input 12; dense 40 relu; batchnorm; dropout 0.2; dense 33; batchnorm; relu; softmax 5"
  ),
  ("penalties", "input 9; l1 1e-3; l2 1e-2; dense 17 relu; linear 1; optimizer momentum"),
  ("yes or no", "input 7x3; batchnorm; dense 8 sigmoid; dropout 0.5; sigmoid 1; optimizer sgd"),
  ("several numbers", "input 5; dense 6 leaky_relu; linear 4; optimizer momentum"),
  ("one layer", "input 4; softmax 3"),
]

/// Writes seeded rows and labels into an executor's inputs.
func feed(_ executor: Executor, step: Int = 1, seed: UInt64 = 7) {
  var random = RandomStream(seed: seed, stream: 1)
  for input in executor.plan.graph.inputs {
    guard case .input(let name) = executor.plan.graph[input].definition,
      let matrix = executor[name]
    else { continue }
    switch name {
    case "lr": matrix[0] = 0.05
    case "step": matrix[0] = Double(step)
    default:
      for index in 0..<matrix.count {
        matrix[index] = matrix.element == .i32 ? Double(random.below(1)) : random.normal()
      }
    }
  }
}
