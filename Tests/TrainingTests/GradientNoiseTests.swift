import Execution
import IR
import Kernels
import Lowering
import Operators
import Passes
import Source
import Syntax
import Testing
import Training

/// What `gradient_noise` adds, read off from what two steps of gradient descent differ by.
@Suite struct GradientNoiseTests {
  private let rows = 4
  private let deviation = 0.5
  private let rate = 0.25

  /// The states after one step in double precision, by name.
  private func states(
    _ setting: String, step: Int = 1, seed: Int = 1, threads: Int = 1
  ) throws -> [String: [Double]] {
    let text = "input 50; dropout 0.1; dense 100 relu; softmax 3; optimizer sgd; seed \(seed)"
    let parsed = parse(SourceText(name: "noise.nn", "\(text); \(setting)"))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    let graph = try Compiler(model, level: .full, element: .f64).trainingStep(rows: rows)
    let states = StateStore([graph])
    let executor = Executor(
      Plan(graph, workers: threads), states: states, team: Team(workers: threads))
    let input = try #require(executor.input("rows"))
    for index in 0..<input.count { input[index] = Double(index % 7) / 7 }
    executor.input("lr")?[0] = rate
    executor.input("step")?[0] = Double(step)
    executor.run()
    return Dictionary(
      uniqueKeysWithValues: states.entries.map { ($0.name, $0.matrix.values(as: Double.self)) })
  }

  /// The noise that each parameter's gradient got, in units of its deviation.
  private func noise(step: Int = 1, seed: Int = 1) throws -> [String: [Double]] {
    let plain = try states("", step: step, seed: seed)
    let noisy = try states("gradient_noise \(deviation)", step: step, seed: seed)
    return Dictionary(
      uniqueKeysWithValues: plain.map { name, values in
        (name, zip(values, noisy[name] ?? []).map { ($0 - $1) / (rate * deviation) })
      })
  }

  @Test func itIsNormal() throws {
    let numbers = try #require(try noise()["dense1.weight"])
    let count = Double(numbers.count)
    // Five standard errors of each figure of 5,000 independent standard normal numbers.
    #expect(abs(numbers.reduce(0, +) / count) < 5 / count.squareRoot())
    let variance = numbers.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(variance - 1) < 5 * (2 / count).squareRoot())
    let fourth = numbers.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count
    #expect(abs(fourth - 3) < 5 * (96 / count).squareRoot())
  }

  @Test func everyParameterStepAndSeedHasItsOwn() throws {
    let first = try noise()
    #expect(
      Set(first.keys) == ["dense1.weight", "dense1.bias", "softmax1.weight", "softmax1.bias"])
    let starts = try [first, noise(step: 2), noise(seed: 2)].flatMap { noises in
      noises.values.compactMap(\.first)
    }
    #expect(Set(starts.map { ($0 * 1e6).rounded() }).count == 12)
  }

  @Test func itDoesNotDependOnTheWorkers() throws {
    let alone = try states("gradient_noise 0.5")
    let together = try states("gradient_noise 0.5", threads: 3)
    for (name, values) in alone {
      let worst = zip(values, together[name] ?? []).map { abs($0 - $1) }.max()
      // Matrix products are cut among the workers, and round otherwise.
      #expect((worst ?? 1) < 1e-12, "\(name)")
    }
  }

  /// The noise is not clipped, so that its deviation is what was asked for.
  @Test func itComesBehindClipping() throws {
    let clipped = try states("clip value=1e-9; gradient_noise 0.5")
    let noisy = try states("gradient_noise 0.5")
    let plain = try states("")
    let start = try states("clip value=1e-12")
    for (name, values) in clipped {
      for index in values.indices {
        let expected =
          (start[name]?[index] ?? 0) + (noisy[name]?[index] ?? 0) - (plain[name]?[index] ?? 0)
        #expect(abs(values[index] - expected) < 1e-8, "\(name)[\(index)]")
      }
    }
  }
}
