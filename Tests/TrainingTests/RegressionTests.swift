import Datasets
import Execution
import Kernels
import Lowering
import Passes
import Source
import Syntax
import Testing
import Training

/// Linear regression of two outputs by gradient descent, against the same written out in Double.
@Suite struct RegressionTests {
  private static let features: [[Double]] = (0..<12).map { (row: Int) -> [Double] in
    (0..<3).map { (column: Int) -> Double in
      let number = (row * 5 + column * 7) % 13
      return Double(number) / 13
    }
  }
  private static let targets: [[Double]] = features.map {
    [3 * $0[0] - 2 * $0[1] + 0.5, $0[2] - 1.25]
  }

  private func model(_ text: String) throws -> Model {
    let parsed = parse(SourceText(name: "test.nn", text))
    return try check(
      parsed.program, syntaxErrors: parsed.diagnostics,
      data: DataFacts(inputShape: [3], origin: "made up", valueCount: 2)
    ).model
  }

  private var rows: LoadedRows {
    LoadedRows(
      Rows(
        shape: [3], storage: .floats(Self.features.joined().map { Float($0) }),
        labels: .values(Self.targets.joined().map { Float($0) }, columns: 2), origin: "made up"))
  }

  @Test(arguments: [1, 2]) func stepsAreThoseOfTheFormula(threads: Int) throws {
    let model = try model("linear 2 init=zeros; optimizer sgd lr=0.3; batch full")
    let network = try Network(model, threads: threads, trainingRows: 12)
    let history = try Trainer(
      network, rows: rows, validation: rows, length: TrainingLength(epochs: 20)
    ).run().history
    var weights = [[Double]](repeating: [0, 0], count: 3)
    var bias = [0.0, 0.0]
    for record in history {
      var loss = 0.0
      var dWeights = [[Double]](repeating: [0, 0], count: 3)
      var dBias = [0.0, 0.0]
      for (x, target) in zip(Self.features, Self.targets) {
        for output in 0..<2 {
          let difference =
            bias[output] + (0..<3).reduce(0) { $0 + x[$1] * weights[$1][output] } - target[output]
          // The mean over 12 rows and 2 outputs.
          loss += difference * difference / 24
          for column in 0..<3 { dWeights[column][output] += 2 * difference * x[column] / 24 }
          dBias[output] += 2 * difference / 24
        }
      }
      #expect(abs(record.trainLoss - loss) < 1e-6)
      #expect(record.trainAccuracy == nil)
      for output in 0..<2 {
        for column in 0..<3 { weights[column][output] -= 0.3 * dWeights[column][output] }
        bias[output] -= 0.3 * dBias[output]
      }
    }
    let found = try #require(network.states["linear1.weight"]).values(as: Double.self)
    for (value, expected) in zip(found, weights.joined()) { #expect(abs(value - expected) < 1e-5) }
    let outputs = try network.predict(rows)
    let first = (0..<2).map { output in
      bias[output] + (0..<3).reduce(0) { $0 + Self.features[0][$1] * weights[$1][output] }
    }
    #expect(zip(outputs[0], first).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// What a class stands for is learned where the network gives numbers.
  @Test func classesBecomeNumbers() throws {
    let classes = Dataset(
      name: "made up", folder: "",
      train: Rows(shape: [1], storage: .floats([0, 1, 2]), labels: [2, 0, 1], origin: "made up"),
      test: nil, classNames: ["a", "b", "c"])
    #expect(classes.valued(outputs: 1).train.labels == .values([2, 0, 1], columns: 1))
    #expect(
      classes.valued(outputs: 3).train.labels
        == .values([0, 0, 1, 1, 0, 0, 0, 1, 0], columns: 3))
  }

  @Test func unlabelledRowsArePredicted() throws {
    for text in ["linear 2", "softmax 2", "sigmoid 1"] {
      let parsed = parse(SourceText(name: "test.nn", text))
      let facts = DataFacts(inputShape: [3], origin: "made up")
      let network = try Network(
        check(parsed.program, data: facts).model, level: .none, threads: 2, trainingRows: nil)
      func rows(_ labels: Labels) -> LoadedRows {
        let floats = Self.features.joined().map { Float($0) }
        return LoadedRows(
          Rows(shape: [3], storage: .floats(floats), labels: labels, origin: "made up"))
      }
      let labels: Labels =
        text == "linear 2"
        ? .values([Float](repeating: 1, count: 24), columns: 2)
        : .classes([Int32](repeating: 1, count: 12))
      let expected = try network.predict(rows(labels))
      #expect(expected.count == 12)
      #expect(try network.predict(rows(.unknown(rows: 12))) == expected)
    }
  }
}
