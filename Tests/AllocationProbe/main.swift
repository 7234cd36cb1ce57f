// Counts the calls of malloc's family during steps, on all threads of this process, and prints a
// line for each way to run them: a name and a number. `AllocationTests` runs this program and reads
// what it prints; it is a program of its own so that no other test allocates meanwhile.

import CAllocationCounter
import Execution
import IR
import Kernels
import Lowering
import Operators
import Passes
import Source
import Syntax
import Training

let text = """
  input 20; dense 32 relu; batchnorm; dropout 0.2; dense 17 tanh l2=1e-3; softmax 3; batch 16
  epochs 2
  """
let warmUp = 5
let counted = 50

func checkedModel() throws -> Model {
  let parsed = parse(SourceText(name: "probe.nn", text))
  return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
}

/// Steps through the executor; the body runs between two steps.
func countInExecutor(workers: Int, _ body: () -> Void = {}) throws -> Int {
  let model = try checkedModel()
  let graph = try Pipeline.training(model.optimizer, .full).run(
    on: model.lower(rows: 16, mode: .training))
  let executor = Executor(
    Plan(graph, workers: workers), states: StateStore([graph]), team: Team(workers: workers))
  for _ in 0..<warmUp { executor.run() }
  nnc_allocation_counter_start()
  for _ in 0..<counted {
    executor.run()
    body()
  }
  return nnc_allocation_counter_stop()
}

/// Steps as training makes them: rows gathered, the loss looked at, the report called.
func countInTrainer(workers: Int) throws -> Int {
  let model = try checkedModel()
  let rows = try LoadedRows(random: 16 * 80, columns: 20, classes: 3, seed: 1)
  let network = try Network(model, threads: workers, trainingRows: 16)
  let trainer = try Trainer(network, rows: rows, validation: nil, length: TrainingLength(epochs: 1))
  var count = -1
  _ = try trainer.run { event in
    guard case .step(_, let step, _, _, _) = event else { return }
    if step == warmUp { nnc_allocation_counter_start() }
    if step == warmUp + counted { count = nnc_allocation_counter_stop() }
  }
  return count
}

if nnc_allocation_counter_works() {
  print("executor-1", try countInExecutor(workers: 1))
  print("executor-2", try countInExecutor(workers: 2))
  print("trainer-1", try countInTrainer(workers: 1))
  print("trainer-2", try countInTrainer(workers: 2))
  var kept: [[Int]] = []
  kept.reserveCapacity(counted)
  print("planted", try countInExecutor(workers: 2) { kept.append([kept.count]) })
}
