import Foundation
import Lowering
import Source
import Syntax
import Testing
import Training

@Suite struct GradientCheckTests {
  private func model(_ text: String) throws -> Model {
    let parsed = parse(SourceText(name: "test.nn", text))
    return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
  }

  @Test(arguments: [
    "input 5; dense 7 relu; softmax 3",
    "input 5; dense 7 tanh l1=1e-2; batchnorm; dropout 0.3; dense 4 leaky_relu; sigmoid 1",
    "input 5; prelu; noise 0.1; dense 9 weight_noise=0.1; layernorm; gelu; dense 7 prelu per=unit; "
      + "dense 6 elu alpha=0.5; dense 6 silu; linear 1",
    "input 5; dense 7; layernorm scale=no center=no; softplus 3; batchnorm center=no; "
      + "dense 6 gelu approximate=tanh; dense 6 selu; softmax 3",
    "input 2x3; l2 1e-2; dense 4 sigmoid; linear 2",
  ])
  func gradientsAgree(text: String) throws {
    let check = try GradientCheck(model(text))
    #expect(!check.tensors.isEmpty)
    #expect(check.worst > 0)
    #expect(check.worst <= GradientCheck.tolerance)
  }

  /// The networks of experiment D9, whose tables of errors `tools/reproduce` writes for 100 rows.
  @Test(arguments: [
    "D9-2", "D9-3", "D9-4", "D9-2-batchnorm", "D9-3-batchnorm", "D9-4-batchnorm",
  ])
  func experiment(name: String) throws {
    let path = String(#filePath.dropLast("Tests/TrainingTests/GradientCheckTests.swift".count))
    let text = try String(
      contentsOfFile: path + "models/experiments/\(name).nn", encoding: .utf8)
    // A gradient that is zero, as that of a bias before a batchnorm, shows the least rounding where
    // the step is large; all others are best at the small one.
    let check = try GradientCheck(model(text), rows: 10, steps: [1e-2, 1e-5])
    #expect(check.unchecked.isEmpty)
    #expect(check.tensors.count >= 4)
    for tensor in check.tensors {
      let error = tensor.error(floor: 1e-5)
      #expect(error > 0 && error <= 1e-7, "\(tensor.name): \(error)")
    }
  }

  /// Weights beyond the range of numbers give no gradient, which must not pass for a right one.
  @Test func aLossThatIsNotFiniteIsRefused() throws {
    let overflowing = try model("input 4; repeat 9 { dense 3 init=constant(1e38) }; linear 1")
    let error = try #require(throws: InputError.self) { try GradientCheck(overflowing) }
    #expect(error.diagnostics.map(\.code) == ["E0503"])
    // The ninth product overflows double precision: 9 x 38 decimal places.
    let label = error.diagnostics[0].label
    #expect(label.hasPrefix("matmul @dense9:1 is the first that is not finite"), "\(label)")
  }

  /// Every entry and step is told of, in order, and nothing else counts.
  @Test func progressIsTold() throws {
    var told: [CheckProgress] = []
    let check = try GradientCheck(model("input 2; dense 3 tanh; softmax 2")) { told.append($0) }
    let entries = check.tensors.reduce(0) { $0 + $1.entries }
    #expect(told.first?.part == "planning" && told.first?.count == 1)
    let probes = told.dropFirst()
    #expect(probes.map(\.done) == Array(0..<(4 * entries)))
    #expect(Set(probes.map(\.count)) == [4 * entries])
    #expect(probes.first?.part == "dense1.weight" && probes.last?.part == "softmax1.bias")
  }

  /// With a floor, a gradient that is zero but for rounding has no error to speak of; a step that
  /// leaves out many entries tells nothing, and does not count.
  @Test func errorsWithFloors() throws {
    let model = try model("input 5; dense 7; batchnorm; relu; dense 6; batchnorm; relu; softmax 3")
    let check = try GradientCheck(model, rows: 100, steps: [1e-2] + GradientCheck.usualSteps)
    #expect(check.steps.count == 5)
    for tensor in check.tensors {
      let errors = [1e-5, 1e-2].map { tensor.error(floor: $0) }
      #expect(errors[0] <= 1e-7 && errors[1] <= errors[0] && errors[1] > 0, "\(tensor.name)")
    }
    // The bias before a batchnorm moves nothing.
    let bias = try #require(check.tensors.first { $0.name == "dense1.bias" })
    #expect(bias.error(floor: 1e-5) > bias.error(floor: 1e-2) * 100)
  }
}
