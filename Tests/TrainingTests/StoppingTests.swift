import Lowering
import Operators
import Source
import Syntax
import Testing

@testable import Training

@Suite("Stopping early, checkpoints and plateaus")
struct StoppingTests {
  private func model(_ text: String) throws -> Model {
    let parsed = parse(SourceText(name: "test.nn", text))
    return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
  }

  /// Trains on random rows, whose labels cannot be learned: the validation loss soon rises.
  private func train(
    _ text: String, observe: (TrainingEvent, Network) throws -> Void = { _, _ in }
  ) throws -> (result: TrainingResult, network: Network, validation: LoadedRows) {
    let model = try model(text)
    let rows = try LoadedRows(random: 40, columns: 6, classes: 3, seed: 1)
    let validation = try LoadedRows(random: 30, columns: 6, classes: 3, seed: 2)
    let network = try Network(
      model, threads: 1,
      trainingRows: Trainer.rowsOfBatch(model.settings.batch, trainingRows: rows.count))
    let trainer = try Trainer(network, rows: rows, validation: validation)
    return (try trainer.run { try observe($0, network) }, network, validation)
  }

  private static let network =
    "input 6; dense 20 relu; softmax 3; optimizer adam lr=0.05; batch 8\n"

  @Test("The best weights come back, to the bit, and training ends when patience is over")
  func bestWeights() throws {
    let (result, network, validation) = try train(
      Self.network + "epochs 60; stop valid_loss patience=4")
    let losses = try result.history.map { try #require($0.validLoss) }
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(result.hasStoppedEarly)
    #expect(result.history.count == best + 1 + 4)
    #expect(result.kept?.epoch == best + 1)
    #expect(result.kept?.value == losses[best])
    #expect(try network.evaluate(validation).loss == losses[best])
  }

  @Test("The best weights come back also where the epochs end first")
  func bestWeightsWithoutStopping() throws {
    let (result, network, validation) = try train(
      Self.network + "epochs 30; stop valid_loss patience=1000")
    let losses = try result.history.map { try #require($0.validLoss) }
    #expect(!result.hasStoppedEarly)
    #expect(losses.last != losses.min())
    #expect(try network.evaluate(validation).loss == losses.min())
  }

  @Test("An improvement below the least one does not count, and a higher accuracy is better")
  func margins() throws {
    let (result, _, _) = try train(
      Self.network + "epochs 50; stop train_accuracy patience=2 min_delta=2")
    #expect(result.history.count == 3)
    #expect(result.kept?.epoch == 1)
    let (second, _, _) = try train(Self.network + "epochs 20; stop train_accuracy patience=1000")
    let accuracies = second.history.compactMap(\.trainAccuracy)
    #expect(second.kept?.value == accuracies.max())
  }

  @Test("Checkpoints come every so many epochs, and at each best one")
  func checkpoints() throws {
    var saved: [(Checkpoint, Int, Double)] = []
    let (result, _, _) = try train(
      Self.network + "epochs 10; checkpoint every=3 best=valid_loss"
    ) { event, network in
      guard case .checkpoint(let checkpoint, let state) = event else { return }
      let rows = try LoadedRows(random: 30, columns: 6, classes: 3, seed: 2)
      saved.append((checkpoint, state.epoch, try network.evaluate(rows).loss))
    }
    let losses = try result.history.map { try #require($0.validLoss) }
    let improving = losses.indices.filter { losses[$0] < (losses[..<$0].min() ?? .infinity) }
    #expect(saved.filter { $0.0 == .best }.map(\.1) == improving.map { $0 + 1 })
    #expect(saved.filter { $0.0 == .best }.map(\.2) == improving.map { losses[$0] })
    #expect(saved.filter { $0.0 != .best }.map(\.0) == [.epoch(3), .epoch(6), .epoch(9)])
  }

  @Test("Training ends by steps, within an epoch too, and validates at intervals and at the end")
  func stepsAndIntervals() throws {
    var steps = 0
    let (result, _, _) = try train(Self.network + "steps 23; validate every=2") { event, _ in
      if case .step = event { steps += 1 }
    }
    #expect(steps == 23)
    #expect(result.history.count == 5)
    #expect(result.history.map { $0.validLoss != nil } == [false, true, false, true, true])
    let (both, _, _) = try train(Self.network + "steps 23; epochs 2")
    #expect(both.history.count == 2)
  }

  @Test("A figure that is not a finite number is never the best, not even the first")
  func figuresThatAreNoNumbers() throws {
    let model = try model(
      Self.network + "stop valid_loss patience=3; checkpoint best=valid_loss")
    var progress = Progress(model, model.schedule, rows: 1)
    func record(_ epoch: Int, _ loss: Double) -> EpochRecord {
      EpochRecord(
        epoch: epoch, trainLoss: 1, trainDataLoss: 1, trainAccuracy: nil, validLoss: loss,
        validAccuracy: nil, learningRate: 1, seconds: 0)
    }
    let losses = [Double.nan, .infinity, 2, 3, .nan, 1]
    let expected = [false, false, true, false, false, true]
    for (index, (loss, isBest)) in zip(losses, expected).enumerated() {
      #expect(progress.improves(record(index + 1, loss)) == isBest, "\(loss)")
      #expect(progress.improvesCheckpoint(record(index + 1, loss)) == isBest, "\(loss)")
      #expect(!progress.isStale)
    }
    #expect(progress.best?.epoch == 6)
    for epoch in 7...9 { _ = progress.improves(record(epoch, .nan)) }
    #expect(progress.isStale)
  }

  @Test("A plateau lowers the rate behind patience + 1 evaluations without improvement")
  func plateau() throws {
    let (result, _, _) = try train(
      Self.network + "epochs 12; schedule plateau train_accuracy patience=2 factor=0.5 threshold=9")
    // The first epoch is the best for good: drops follow epochs 4, 7 and 10.
    #expect(
      result.history.map(\.learningRate) == [
        0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.0125, 0.0125, 0.0125, 0.00625, 0.00625,
      ])
  }

  @Test(
    arguments: [
      ("stop valid_loss", false, 1), ("checkpoint best=valid_accuracy", false, 1),
      ("schedule plateau", false, 1), ("stop train_loss", false, 0), ("stop valid_loss", true, 0),
      ("epochs 2; schedule cosine warmup=10", true, 1),
      ("epochs 2; schedule cosine warmup=9", true, 0),
      ("stop; schedule plateau warmup=1000", false, 3),
    ])
  func settingsThatCannotBeFollowed(_ text: String, _ validates: Bool, _ count: Int) throws {
    let model = try model(Self.network + text)
    let rows = try LoadedRows(random: 40, columns: 6, classes: 3, seed: 1)
    let network = try Network(model, threads: 1, trainingRows: 8)
    var found: [String] = []
    do {
      _ = try Trainer(network, rows: rows, validation: validates ? rows : nil)
    } catch let error as InputError {
      found = error.diagnostics.map(\.code)
    }
    #expect(found == Array(repeating: "E0507", count: count))
  }
}
