import Foundation
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
  return try Pipeline.training(model.optimizer, clipping: model.settings.clipping, level)
    .run(on: graph)
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
let madeUpModels = [
  "input 28x28; dense 300 relu; dense 100 relu; softmax 10",
  "input 64; dense 512 tanh; softmax 4; optimizer sgd",
  "input 20; dense 24 relu; dense 24 tanh; dense 24 sigmoid; dense 24 leaky_relu; softmax 3",
  "input 12; dense 40 relu; batchnorm; dropout 0.2; dense 33; batchnorm; relu; softmax 5",
  "input 9; l1 1e-3; l2 1e-2; dense 17 relu; linear 1; optimizer momentum",
  "input 7x3; batchnorm; dense 8 sigmoid; dropout 0.5; sigmoid 1; optimizer sgd",
  "input 5; dense 6 leaky_relu; linear 4; optimizer momentum",
  "input 4; softmax 3",
  "input 6; noise 0.1; dense 9 weight_noise=0.1; layernorm; gelu; dense 17 prelu per=unit; "
    + "dense 9 elu alpha=0.5; dropout 0.2; dense 7 silu; dense 8 softplus; dense 7 selu; prelu; softmax 3",
]

/// Writes the seeded inputs of a step; `find` gives an input's memory.
func writeInputs(of graph: Graph, step: Int = 1, _ find: (String) -> Matrix?) {
  var random = RandomStream(seed: UInt64(step), stream: 1)
  for input in graph.inputs {
    guard case .input(let name) = graph[input].definition, let matrix = find(name) else { continue }
    switch name {
    case "lr": matrix[0] = 0.05
    case "step": matrix[0] = Double(step)
    default:
      for index in 0..<matrix.count {
        matrix[index] = matrix.element == .i32 ? 0 : random.normal()
      }
    }
  }
}

/// The models that come with the program; those that leave out the size of their input get one.
let shippedModels: [String] = {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "models")
  let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return files.sorted().filter { $0.hasSuffix(".nn") }.compactMap { file in
    let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
    return text.map { $0.contains("input") ? $0 : "input 28x28\n" + $0 }
  }
}()
