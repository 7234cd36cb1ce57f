import Lowering
import Operators
import Source
import Syntax
import Testing

@testable import Training

@Suite("Training that is taken up where it was interrupted")
struct ResumingTests {
  /// The end of a training, and what it would have gone on from behind each epoch.
  private struct Run {
    var result: TrainingResult
    var weights: StateSnapshot
    var optimizer: StateSnapshot
    var checkpoints: [(state: TrainingState, weights: StateSnapshot)] = []

    /// The history without what no two runs share.
    var history: [EpochRecord] { result.history.map(\.timeless) }
  }

  private static let rows = Result { try LoadedRows(random: 40, columns: 6, classes: 3, seed: 1) }
  private static let other = Result { try LoadedRows(random: 30, columns: 6, classes: 3, seed: 2) }

  private func train(
    _ text: String, length: TrainingLength? = nil, threads: Int = 1,
    from start: (state: TrainingState, weights: StateSnapshot)? = nil
  ) throws -> Run {
    let parsed = parse(SourceText(name: "test.nn", text))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    let network = try Network(model, threads: threads, trainingRows: 16)
    let trainer = try Trainer(
      network, rows: Self.rows.get(), validation: Self.other.get(), length: length,
      fitsScaling: start == nil)
    start?.weights.restore(into: network)
    var checkpoints: [(TrainingState, StateSnapshot)] = []
    let result = try trainer.run(from: start?.state) { event in
      if case .checkpoint(.epoch, let state) = event {
        checkpoints.append((state, .weights(of: network)))
      }
    }
    return Run(
      result: result, weights: .weights(of: network), optimizer: .optimizer(of: network),
      checkpoints: checkpoints)
  }

  private func expect(_ resumed: Run, equals whole: Run, _ comment: Comment) {
    #expect(resumed.weights == whole.weights, comment)
    #expect(resumed.optimizer == whole.optimizer, comment)
    #expect(resumed.history == whole.history, comment)
    #expect(resumed.result.kept == whole.result.kept, comment)
    #expect(resumed.result.hasStoppedEarly == whole.result.hasStoppedEarly, comment)
    let rest = whole.checkpoints.suffix(resumed.checkpoints.count)
    for (mine, theirs) in zip(resumed.checkpoints, rest) {
      #expect(mine.state.timeless == theirs.state.timeless, comment)
      #expect(mine.weights == theirs.weights, comment)
    }
  }

  /// Forty rows in batches of sixteen: the last batch of each epoch is a partial one.
  private static let network = """
    input 6; standardize; dense 12 relu; batchnorm; dropout 0.2; noise 0.1; dense 7 tanh; softmax 3
    batch 16; checkpoint every=1 best=valid_loss

    """

  private static let optimizers = [
    "sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "adamax", "adagrad",
  ]

  private static let trainings = [
    "epochs 5",
    "epochs 6; schedule plateau train_loss patience=0 threshold=0.2 factor=0.5",
    "epochs 30; stop valid_loss patience=2",
    "epochs 5; stop valid_loss patience=9; validate every=2",
    "epochs 5; schedule one_cycle max=0.05",
    "steps 13; schedule exponential factor=0.5; l2 1e-3",
  ]

  @Test(arguments: optimizers, trainings)
  func everyOptimizerAndSchedule(optimizer: String, training: String) throws {
    let text = Self.network + "optimizer \(optimizer)\n" + training
    let whole = try train(text)
    let count = whole.checkpoints.count
    #expect(count == whole.history.count)
    #expect(optimizer == "sgd" || !whole.optimizer.tensors.isEmpty)
    for index in Set([0, count / 2, count - 1]) {
      let resumed = try train(text, from: whole.checkpoints[index])
      // The one it goes on from is saved again, with what else was due behind that epoch.
      #expect(resumed.checkpoints.count == count - index)
      expect(resumed, equals: whole, "behind epoch \(index + 1)")
    }
  }

  @Test func severalThreads() throws {
    let text = Self.network + "optimizer adam lr=0.01; epochs 4"
    let whole = try train(text, threads: 3)
    expect(try train(text, threads: 3, from: whole.checkpoints[1]), equals: whole, "three threads")
  }

  /// What was resumed may be interrupted again.
  @Test func againAndAgain() throws {
    let text = Self.network + "optimizer nesterov; epochs 4; schedule plateau patience=0"
    let whole = try train(text)
    let second = try train(text, from: whole.checkpoints[0])
    let third = try train(text, from: second.checkpoints[1])
    expect(third, equals: whole, "twice")
  }

  /// The state is needed: without a part of it the result is another one.
  @Test func everyPartOfTheStateMatters() throws {
    let text =
      Self.network + "optimizer adam; epochs 6; stop train_accuracy patience=9\n"
      + "schedule plateau train_accuracy patience=1 threshold=9 factor=0.5"
    let whole = try train(text)
    let start = whole.checkpoints[1]
    func altered(_ change: (inout TrainingState) -> Void) throws -> Run {
      var state = start.state
      change(&state)
      return try train(text, from: (state, start.weights))
    }
    expect(try altered { _ in }, equals: whole, "nothing altered")
    #expect(try altered { $0.optimizer = StateSnapshot([]) }.weights != whole.weights)
    #expect(try altered { $0.drops += 1 }.weights != whole.weights)
    #expect(try altered { $0.plateau?.stale = 0 }.weights != whole.weights)
    #expect(
      try altered { $0.stop?.best = BestFigure.Best(epoch: 1, value: 2) }.result.kept?.epoch == 1)
  }

  @Test func longerTrainingIsThatOfTheBeginning() throws {
    let text = Self.network + "optimizer adamax; epochs 3; schedule step every=2 factor=0.5"
    let short = try train(text)
    let long = try train(text, length: TrainingLength(epochs: 6))
    expect(
      try train(text, length: TrainingLength(epochs: 6), from: short.checkpoints[2]),
      equals: long, "three epochs more")
  }

  private func codes(_ body: () throws -> Void) throws -> [String] {
    do {
      try body()
      return []
    } catch let error as InputError {
      return error.diagnostics.map(\.code)
    }
  }

  @Test func endsThatCannotBeGoneBeyond() throws {
    let cut = try train(Self.network + "steps 8")
    #expect(
      try codes {
        _ = try train(
          Self.network + "steps 8", length: TrainingLength(steps: 20), from: cut.checkpoints[2])
      } == ["E0513"])
    // Epoch 2 was a whole one.
    let whole = try train(Self.network + "steps 8", length: TrainingLength(steps: 20))
    expect(
      try train(
        Self.network + "steps 8", length: TrainingLength(steps: 20), from: cut.checkpoints[1]),
      equals: whole, "from epoch 2")

    let evaluated = try train(Self.network + "epochs 3; validate every=2")
    #expect(
      try codes {
        _ = try train(
          Self.network + "epochs 3; validate every=2", length: TrainingLength(epochs: 4),
          from: evaluated.checkpoints[2])
      } == ["E0513"])
  }

  @Test func statesOfOtherTrainings() throws {
    let text = Self.network + "epochs 3"
    let start = try train(text).checkpoints[1]
    let changes: [(inout TrainingState) -> Void] = [
      { $0.step += 1 }, { $0.step -= 6 }, { $0.history[1].epoch = 7 }, { $0.history.removeLast() },
      { $0.history += $0.history }, { $0.step = 0 },
    ]
    for change in changes {
      var state = start.state
      change(&state)
      let found = try codes { _ = try train(text, from: (state, start.weights)) }
      #expect(found == ["E0515"])
    }
  }

  @Test(
    arguments: [
      ("epochs 4", nil, nil, 4, nil, nil), ("epochs 4", 6, nil, 6, nil, nil),
      ("epochs 4", 3, nil, nil, nil, "E0511"), ("epochs 4", nil, 11, nil, nil, "E0511"),
      ("epochs 4", nil, 12, 4, 12, nil), ("steps 9", nil, 11, nil, 11, nil),
      ("epochs 4; schedule cosine", 4, nil, 4, nil, nil),
      ("epochs 4; schedule cosine", 5, nil, nil, nil, "E0512"),
      ("epochs 4; schedule one_cycle max=1", 5, nil, nil, nil, "E0512"),
      ("epochs 4; schedule cyclic min=0 max=1 half=3", 5, nil, 5, nil, nil),
      ("epochs 4", .max, nil, nil, nil, "E0504"),
    ] as [(String, Int?, Int?, Int?, Int?, String?)])
  func lengths(
    _ text: String, _ epochs: Int?, _ steps: Int?, _ newEpochs: Int?, _ newSteps: Int?,
    _ code: String?
  ) throws {
    let parsed = parse(SourceText(name: "test.nn", Self.network + text))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    let found = try codes {
      let length = try Trainer.extendedLength(
        of: model, epochs: epochs, steps: steps, trainingRows: 40)
      #expect(length == TrainingLength(epochs: newEpochs, steps: newSteps))
    }
    #expect(found == (code.map { [$0] } ?? []))
  }

  /// Every schedule says rightly whether its rates depend on when training ends.
  @Test func schedulesThatDependOnTheLength() throws {
    let schedules = [
      "constant warmup=3", "step every=2", "exponential factor=0.5", "cosine",
      "cyclic min=0.1 max=1 half=4", "one_cycle max=1", "plateau train_loss",
    ]
    #expect(
      Set(schedules.map { $0.prefix { $0 != " " } })
        == Set(Catalog.schedules.map { $0.signature.keyword[...] }))
    for text in schedules {
      let parsed = parse(SourceText(name: "test.nn", Self.network + "schedule \(text)"))
      let schedule = try check(parsed.program, syntaxErrors: parsed.diagnostics).model.schedule
      func rates(of totalSteps: Int) -> [Double] {
        (0..<20).map {
          schedule.rate(
            base: 1,
            at: Moment(step: $0, stepsPerEpoch: 5, totalSteps: totalSteps, drops: $0 / 7))
        }
      }
      #expect((rates(of: 20) != rates(of: 40)) == type(of: schedule).dependsOnLength, "\(text)")
    }
  }
}

extension EpochRecord {
  /// The record but for the seconds that the epoch took.
  fileprivate var timeless: EpochRecord {
    var record = self
    record.seconds = 0
    return record
  }
}

extension TrainingState {
  fileprivate var timeless: TrainingState {
    var state = self
    state.history = history.map(\.timeless)
    return state
  }
}
