import Lowering
import Operators
import Testing

@Suite("Settings of training")
struct TrainingSettingTests {
  @Test func everySettingArrives() throws {
    let settings = try checked(
      "input 4; softmax 2; steps 30; validate every=7; stop train_loss patience=3 min_delta=0.5; "
        + "checkpoint every=2 best=valid_accuracy"
    ).model.settings
    #expect(settings.length == TrainingLength(steps: 30))
    #expect(settings.validationInterval == 7)
    #expect(settings.stop?.metric == .trainLoss)
    #expect(settings.stop?.patience == 3 && settings.stop?.minimumDelta == 0.5)
    #expect(settings.checkpoints.interval == 2)
    #expect(settings.checkpoints.best == .validAccuracy)
    let both = try checked("input 4; softmax 2; steps 30; epochs 2").model.settings.length
    #expect(both == TrainingLength(epochs: 2, steps: 30))
    #expect(try checked("input 4; softmax 2").model.settings.length == TrainingLength(epochs: 10))
  }

  @Test(
    arguments: [
      ("schedule step factor=0.5", ["E0224"]), ("schedule step every=2 at=[3]", ["E0224"]),
      ("schedule step at=[3, 3]", ["E0224"]), ("schedule step at=[3, 2.5]", ["E0207"]),
      ("schedule step at=3", ["E0207"]), ("schedule step at=[relu]", ["E0207"]),
      ("schedule step at=[0]", ["E0208"]), ("schedule cyclic min=1 max=0.5 half=3", ["E0224"]),
      ("schedule cyclic min=0 max=0.5", ["E0205"]), ("schedule exponential", ["E0205"]),
      ("schedule one_cycle max=0.1 rise=1", ["E0208"]), ("schedule cosin", ["E0202"]),
      ("schedule plateau valid_los", ["E0202"]), ("schedule cosine; schedule step", ["E0210"]),
      ("schedule one_cycle max=0.1; optimizer sgd lr=0.2", ["E0224"]),
      ("schedule cosine; optimizer sgd lr=0.2", []), ("stop patience=0", ["E0208"]),
      ("schedule cosine min=0.5", ["E0224"]), ("schedule plateau min=0.5", ["E0224"]),
      ("schedule plateau min=0.2; optimizer sgd lr=0.1", ["E0224"]),
      ("schedule cosine min=0.1; optimizer sgd lr=0.1", []),
      ("schedule one_cycle max=0.1 start=0.5", ["E0224"]),
      ("schedule one_cycle max=0.1 end=0.01", ["E0224"]),
      ("schedule one_cycle max=0.01 end=0.5", []),
      ("schedule one_cycle max=0.01 start=1 end=1", []),
      ("checkpoint", ["E0205"]), ("validate 3", ["E0206"]), ("steps 0", ["E0208"]),
    ])
  func mistakes(_ text: String, _ expected: [String]) {
    #expect(codes("input 4; softmax 2; \(text)") == expected)
  }

  @Test func aLowestRateAboveTheHighest() {
    #expect(
      messages("input 4; softmax 2\nschedule plateau min=0.5") == """
        error[E0224]: the lowest rate, 0.5, is above the optimizer's, 0.001, so that the rate would rise instead of falling
         --> test.nn:2:18
          |
        2 | schedule plateau min=0.5
          |                  ^^^^^^^ contradicts the optimizer
          = help: lower 'min', or raise the optimizer's 'lr'

        """)
    #expect(
      messages("input 4; softmax 2\nschedule step factor=0.5") == """
        error[E0224]: 'step' needs 'every' or 'at' to know when the rate drops
         --> test.nn:2:1
          |
        2 | schedule step factor=0.5
          | ^^^^^^^^^^^^^^^^^^^^^^^^ contradicts the rest

        """)
  }

  @Test(arguments: [
    "stop valid_accuracy", "checkpoint best=train_accuracy",
    "schedule plateau valid_accuracy",
  ])
  func accuracyOfPlainNumbers(_ text: String) {
    #expect(codes("input 4; linear 1; \(text)") == ["E0225"])
    #expect(codes("input 4; linear 3; \(text)") == ["E0225"])
    #expect(codes("input 4; softmax 2; \(text)") == [])
  }
}
