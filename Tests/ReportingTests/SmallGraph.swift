import IR
import Lowering
import Operators
import Source
import Syntax
import Training

/// A graph read from its text.
func graph(_ text: String) throws -> Graph {
  try Graph(reading: SourceText(name: "test.ir", text), ops: Catalog.ops)
}

/// The training step of a model, optimised unless told otherwise.
func trainingStep(_ text: String, rows: Int) throws -> Graph {
  try Compiler(try model(text)).trainingStep(rows: rows)
}

/// A checked model.
func model(_ text: String) throws -> Model {
  let parsed = parse(SourceText(name: "test.nn", text))
  return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
}

/// A training step written by hand: y = x W, loss = mean (y - t)^2, one step of gradient descent.
let handMadeStep = """
  graph step seed=1 {
    input %rows: f32[16,8]
    input %labels: f32[16,4]
    input %lr: f32[]
    state %w: f32[8,4] parameter constant(0.5) @line:1

    %0: f32[16,4] = matmul(%rows, %w) @line:1
    %1: f32[16] = squared_error(%0, %labels) @loss:2
    %2: f64[] = mean(%1) @loss:2
    %3: f32[16] = constant() {element=f32, shape=[16], value=0.0625} @loss:2
    %4: f32[16,4] = squared_error_gradient(%0, %labels, %3) @loss:2
    %5: f32[8,4] = matmul(%rows, %4) {transpose_a=true} @line:1
    %6: f32[8,4] = sgd_update(%w, %5, %lr) @line:1

    update %w <- %6
    output loss = %2
  }

  """
