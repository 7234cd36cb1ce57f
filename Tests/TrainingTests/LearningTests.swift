import Datasets
import Execution
import Foundation
import Kernels
import Lowering
import Source
import Syntax
import Testing
import Training

/// What training computes, against softmax regression by gradient descent written out in Double.
@Suite struct LearningTests {
  private static let columns = 3
  private static let classes = 2
  private static let features = (0..<10).map { row -> [Double] in
    (0..<columns).map { column -> Double in
      let number = (row * 7 + column * 5) % 11
      return Double(number) / 11
    }
  }
  private static let labels: [Int] = (0..<10).map { $0 * 3 % 2 }

  private var rows: LoadedRows {
    LoadedRows(
      Rows(
        shape: [Self.columns],
        storage: .floats(Self.features.flatMap { $0.map { Float($0) } }),
        labels: Self.labels.map { Int32($0) }, origin: "made up"))
  }

  private func model(_ text: String) throws -> Model {
    let parsed = parse(SourceText(name: "test.nn", text))
    return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
  }

  private func train(
    _ text: String, epochs: Int, threads: Int = 1, validates: Bool = false
  ) throws -> (history: [EpochRecord], network: Network) {
    let model = try model(text)
    let batch = Trainer.rowsOfBatch(model.settings.batch, trainingRows: 10)
    let network = try Network(model, threads: threads, trainingRows: batch)
    let trainer = try Trainer(
      network, rows: rows, validation: validates ? rows : nil,
      length: TrainingLength(epochs: epochs))
    return (try trainer.run().history, network)
  }

  /// Loss and accuracy of weights [columns][classes] and biases on rows, and the gradients.
  private func naive(
    _ weights: [[Double]], _ bias: [Double]
  ) -> (loss: Double, accuracy: Double, dWeights: [[Double]], dBias: [Double]) {
    var loss = 0.0
    var hits = 0.0
    var dWeights = Array(
      repeating: Array(repeating: 0.0, count: Self.classes), count: Self.columns)
    var dBias = Array(repeating: 0.0, count: Self.classes)
    for (row, label) in zip(Self.features, Self.labels) {
      let scores = (0..<Self.classes).map { c in
        bias[c] + row.indices.reduce(0) { $0 + row[$1] * weights[$1][c] }
      }
      let total = scores.reduce(0) { $0 + exp($1) }
      loss += (log(total) - scores[label]) / 10
      hits += scores.firstIndex(of: scores.max() ?? 0) == label ? 0.1 : 0
      for c in 0..<Self.classes {
        let difference = (exp(scores[c]) / total - (c == label ? 1 : 0)) / 10
        dBias[c] += difference
        for k in row.indices { dWeights[k][c] += difference * row[k] }
      }
    }
    return (loss, hits, dWeights, dBias)
  }

  @Test(arguments: [1, 2]) func fullBatchesFollowGradientDescent(threads: Int) throws {
    let (history, network) = try train(
      "input 3; softmax 2 init=zeros; optimizer sgd lr=0.5; batch full", epochs: 8,
      threads: threads, validates: true)
    var weights = Array(repeating: Array(repeating: 0.0, count: 2), count: 3)
    var bias = [0.0, 0.0]
    for record in history {
      let step = naive(weights, bias)
      #expect(abs(record.trainLoss - step.loss) < 1e-6)
      #expect(abs((record.trainAccuracy ?? -1) - step.accuracy) < 1e-6)
      for c in 0..<2 {
        bias[c] -= 0.5 * step.dBias[c]
        for k in 0..<3 { weights[k][c] -= 0.5 * step.dWeights[k][c] }
      }
      // Validation sees the weights after the update.
      #expect(abs((record.validLoss ?? -1) - naive(weights, bias).loss) < 1e-6)
    }
    let trained = try #require(network.states["softmax1.weight"]).values(as: Double.self)
    #expect(zip(trained, weights.flatMap { $0 }).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// An epoch's figures weight its batches by their rows; 10 rows are batches of 4, 4 and 2.
  @Test func anEpochsMeanWeightsPartialBatches() throws {
    let (history, network) = try train(
      "input 3; softmax 2; optimizer sgd lr=1e-30; batch 4", epochs: 1)
    let whole = try network.evaluate(rows)
    #expect(abs(history[0].trainLoss - whole.loss) < 1e-6)
    #expect(abs((history[0].trainAccuracy ?? -1) - (whole.accuracy ?? 0)) < 1e-6)
  }

  @Test func penaltiesAreInTheLossAndApartFromTheDataLoss() throws {
    let (history, network) = try train(
      "input 3; dense 4 tanh; softmax 2; l1 0.01; l2 0.1; optimizer sgd lr=1e-30; batch full",
      epochs: 1)
    var penalty = 0.0
    for name in ["dense1.weight", "softmax1.weight"] {
      for weight in try #require(network.states[name]).values(as: Double.self) {
        penalty += 0.01 * abs(weight) + 0.1 * weight * weight
      }
    }
    #expect(penalty > 0.01)
    #expect(abs(history[0].trainLoss - history[0].trainDataLoss - penalty) < 1e-6)
    #expect(abs(history[0].trainDataLoss - (try network.evaluate(rows)).loss) < 1e-6)
  }

  @Test func theSeedDecides() throws {
    func losses(_ seed: Int) throws -> [Double] {
      let text = "input 3; dense 8 relu; dropout 0.2; softmax 2; batch 3; seed \(seed)"
      return try train(text, epochs: 3).history.map(\.trainLoss)
    }
    #expect(try losses(1) == losses(1))
    #expect(try losses(1) != losses(2))
  }

  /// Moving averages follow the batch's figures as PyTorch's do: with the unbiased variance.
  @Test func batchnormKeepsMovingAverages() throws {
    let (_, network) = try train(
      "input 3; batchnorm momentum=0.75; softmax 2; batch full", epochs: 1)
    let mean = try #require(network.states["batchnorm1.mean"]).values(as: Double.self)
    let variance = try #require(network.states["batchnorm1.variance"]).values(as: Double.self)
    for column in 0..<3 {
      let values = Self.features.map { $0[column] }
      let average = values.reduce(0, +) / 10
      let unbiased = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 9
      #expect(abs(mean[column] - 0.25 * average) < 1e-6)
      #expect(abs(variance[column] - (0.75 + 0.25 * unbiased)) < 1e-6)
    }
  }
}
