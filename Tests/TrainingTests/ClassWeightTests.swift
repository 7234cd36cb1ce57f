import Execution
import IR
import Kernels
import Lowering
import Operators
import Source
import Syntax
import Testing

/// Losses whose rows have weights.
@Suite struct ClassWeightTests {
  private static let rows: [Double] = [1, 2, -1, 0.5, 3, 0, -2, 1, 0.25, 1]
  private static let labels = [0, 1, 1, 0, 1]

  /// The loss of some rows by the graph that is trained.
  private func loss(of range: Range<Int>, weights: String) throws -> Double {
    let text = """
      input 2; sigmoid 1 init=constant(0.5); loss binary_cross_entropy class_weights=\(weights)
      """
    let parsed = parse(SourceText(name: "test.nn", text))
    var model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    model.classCounts = [2, 3]
    let graph = try model.lower(rows: range.count, element: .f64, mode: .training)
    let executor = Executor(
      Plan(graph, workers: 1), states: StateStore([graph]), team: Team(workers: 1))
    let rows = try #require(executor.input("rows"))
    let labels = try #require(executor.input("labels"))
    for (index, row) in range.enumerated() {
      for column in 0..<2 { rows[2 * index + column] = Self.rows[2 * row + column] }
      labels[index] = Double(Self.labels[row])
    }
    executor.runPrologue()
    executor.run()
    return try #require(executor.output("loss"))[0]
  }

  /// What a row contributes does not depend on its batch: means over batches, weighted by their rows,
  /// add up to the mean over all.
  @Test(arguments: ["[0.5, 3]", "balanced"]) func batchesAddUp(weights: String) throws {
    let whole = try loss(of: 0..<5, weights: weights)
    let parts = try 3 * loss(of: 0..<3, weights: weights) + 2 * loss(of: 3..<5, weights: weights)
    #expect(abs(whole - parts / 5) < 1e-14)
  }

  /// A single row is weighted too.
  @Test func oneRow() throws {
    let plain = try loss(of: 1..<2, weights: "[1, 1]")
    #expect(abs(try loss(of: 1..<2, weights: "[7, 3]") - 3 * plain) < 1e-14)
    #expect(
      abs(try loss(of: 0..<1, weights: "balanced") / loss(of: 0..<1, weights: "[1, 1]") - 1.25)
        < 1e-14)
  }
}
