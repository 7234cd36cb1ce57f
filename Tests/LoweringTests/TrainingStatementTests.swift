import IR
import Lowering
import Operators
import Source
import Testing

/// The statements `loss`, `clip` and `l2 half(...)`, and the advice on training.
@Suite struct TrainingStatementTests {
  private func settings(_ text: String) throws -> Settings {
    try checked("input 5; dense 4 relu; softmax 3; \(text)").model.settings
  }

  /// The text of the training graph's forward part, or of inference.
  private func graph(_ text: String, _ mode: Mode = .training, counts: [Int]? = nil) throws
    -> String
  {
    var model = try checked("input 5; \(text)").model
    model.classCounts = counts
    return try model.lower(rows: 2, mode: mode).text
  }

  @Test func halfOfAFactor() throws {
    #expect(try settings("l2 half(1e-3)").l2 == 5e-4)
    #expect(try settings("l1 half(4); l2 2").l1 == 2)
    let graph = try graph("dense 4 relu l1=half(0.5) l2=0.125; linear 1")
    #expect(graph.contains("l1=0.25 l2=0.125"))
    #expect(codes("input 5; linear 1; l2 half(1, 2)") == ["E0206"])
    #expect(codes("input 5; linear 1; l2 half(relu)") == ["E0206"])
    #expect(codes("input 5; linear 1; l2 half(-1)") == ["E0208"])
    #expect(codes("input 5; linear 1; l2 third(1)") == ["E0207"])
    #expect(codes("input 5; linear 1; l2 -1") == ["E0208"])
  }

  @Test func noiseOnGradients() throws {
    #expect(try settings("gradient_noise 0.5").gradientNoise == GradientNoise(deviation: 0.5))
    #expect(try settings("gradient_noise 0").gradientNoise == nil)
    #expect(try settings("").gradientNoise == nil)
    #expect(codes("input 5; linear 1; gradient_noise -1") == ["E0208"])
    #expect(codes("input 5; linear 1; gradient_noise") == ["E0205"])
  }

  /// Settings that do nothing, or undo what a layer does.
  @Test func adviceOnSettings() {
    #expect(codes("input 5; dense 4 relu l2=1; softmax 3 l2=2; l2 3") == ["W0214"])
    #expect(codes("input 5; dense 4 relu l1=1; softmax 3; l1 3") == [])
    #expect(codes("input 5; dense 4; batchnorm; softmax 3; batch 1") == ["W0215"])
    #expect(codes("input 5; dense 4; layernorm; softmax 3; batch 1") == [])
    #expect(codes("input 5; dense 4; batchnorm; softmax 3; batch 2") == [])
  }

  @Test func clipping() throws {
    #expect(try settings("clip norm=1.5").clipping == .norm(1.5))
    #expect(try settings("clip value=0.5").clipping == .value(0.5))
    #expect(try settings("").clipping == nil)
    #expect(codes("input 5; linear 1; clip") == ["E0205"])
    #expect(codes("input 5; linear 1; clip norm=0") == ["E0208"])
    #expect(codes("input 5; linear 1; clip 1") == ["E0206"])
    #expect(
      messages("input 5; linear 1\nclip norm=1 value=2") == """
        error[E0224]: 'norm' and 'value' exclude each other
         --> test.nn:2:1
          |
        2 | clip norm=1 value=2
          | ^^^^^^^^^^^^^^^^^^^ clips in two ways
          = help: write one of them

        """)
  }

  /// Smoothing and class weights act in training; what validation shows is the plain loss.
  @Test func smoothingAndWeightsActInTraining() throws {
    let text = "softmax 3; loss cross_entropy smoothing=0.25 class_weights=[1, 0.5, 2]"
    let training = try graph(text)
    #expect(training.contains("{smoothing=0.25}"))
    #expect(training.contains("class_weight(%labels) {element=f32, weights=[1.0,0.5,2.0]}"))
    #expect(try graph(text, .inference) == graph("softmax 3", .inference))
    let binary = try graph("sigmoid 1; loss binary_cross_entropy class_weights=[1, 3]")
    #expect(binary.contains("weights=[1.0,3.0]"))
  }

  /// n / (k n_c): 8 rows of 3 classes, one of which has none and counts as none.
  @Test func balancedWeights() throws {
    let text = "softmax 3; loss cross_entropy class_weights=balanced"
    #expect(
      try graph(text, counts: [1, 5, 2]).contains(
        String(describing: [8.0 / 3, 8.0 / 15, 4.0 / 3])
          .replacing(" ", with: "")))
    #expect(try graph(text, counts: [2, 0, 6]).contains("weights=[2.0,0.0,0.6666666666666666]"))
    #expect(try graph(text, counts: [4, 4]).contains("weights=[1.0,1.0,0.0]"))
    #expect(try graph(text).contains("weights=[1.0,1.0,1.0]"))
  }

  @Test func lossesWithTheirArguments() throws {
    #expect(try graph("linear 1; loss huber delta=0.5").contains("{delta=0.5}"))
    #expect(try graph("linear 1; loss huber").contains("{delta=1.0}"))
    #expect(try graph("linear 1; loss mean_absolute").contains("absolute_error("))
    #expect(codes("input 5; softmax 3; loss cross_entropy smoothing=1") == ["E0208"])
    #expect(codes("input 5; linear 1; loss huber delta=0") == ["E0208"])
    #expect(codes("input 5; linear 1; loss mean_squared delta=1") == ["E0204"])
    #expect(codes("input 5; softmax 3; loss huber") == ["E0215"])
    #expect(codes("input 5; softmax 3; loss") == ["E0205"])
    #expect(codes("input 5; softmax 3; loss crossentropy") == ["E0202"])
  }

  @Test func classWeightsFitTheClasses() {
    let weights = "input 5; softmax 3; loss cross_entropy class_weights="
    #expect(codes(weights + "[1, 2, 3]") == [])
    #expect(codes(weights + "[0, 0, 0]") == ["E0228"])
    #expect(codes(weights + "[1, -2, 3]") == ["E0208"])
    #expect(codes(weights + "even") == ["E0207"])
    #expect(codes("input 5; sigmoid 1; loss binary_cross_entropy class_weights=[1]") == ["E0228"])
    #expect(
      messages("input 5; softmax 3\nloss cross_entropy class_weights=[1, 2]") == """
        error[E0228]: there are 2 class weights, but the model tells 3 classes apart
         --> test.nn:2:20
          |
        2 | loss cross_entropy class_weights=[1, 2]
          |                    ^^^^^^^^^^^^^^^^^^^^ 3 are needed

        """)
  }

  @Test func hiddenLayersOfZeros() {
    #expect(codes("input 5; dense 4 relu init=zeros; softmax 3") == ["W0209"])
    #expect(codes("input 5; dense 4 relu init=normal(0); softmax 3") == ["W0209"])
    #expect(codes("input 5; dense 4 relu init=normal(0.01); softmax 3 init=zeros") == [])
    #expect(codes("input 5; dense 4 relu init=constant(10); softmax 3") == [])
  }

  @Test func highRates() {
    func found(_ text: String) -> [String] { codes("input 5; softmax 3; \(text)") }
    #expect(found("optimizer adam lr=0.1") == ["W0210"])
    #expect(found("optimizer adamw lr=1") == ["W0210"])
    #expect(found("optimizer adam lr=0.09") == [])
    #expect(found("optimizer sgd lr=0.1") == [])
    #expect(found("optimizer adam; schedule cyclic min=0.001 max=0.1 half=10") == ["W0210"])
    #expect(found("optimizer sgd; schedule cyclic min=0.001 max=0.1 half=10") == [])
  }
}
