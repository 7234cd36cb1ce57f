import Lowering
import Operators
import Source
import Syntax
import Testing

@Suite struct CheckTests {
  @Test func oneLineIsAModel() throws {
    let (model, warnings) = try checked(
      "dense 300 relu; batchnorm; dropout 0.2; softmax 10", data: fashion)
    #expect(warnings.isEmpty)
    #expect(model.layers.map(\.name) == ["dense1", "batchnorm1", "dropout1", "softmax1"])
    #expect(model.layers.map(\.outputShape) == [[300], [300], [300], [10]])
    #expect(model.inputShape == [28, 28])
    #expect(model.head == .softmax && model.outputCount == 10)
    #expect(model.lossName == "cross_entropy")
    #expect(model.optimizerName == "adam" && model.optimizer.learningRate == 0.001)
    #expect(model.settings == Settings())
  }

  @Test func settingsAreRead() throws {
    let text = """
      input 784; softmax 10
      batch full; epochs 3; seed 9; l1 1e-5; l2 0.5; optimizer sgd lr=0.5; loss cross_entropy
      """
    let model = try checked(text).model
    #expect(model.settings.batch == .full && model.settings.length.epochs == 3)
    #expect(model.settings.seed == 9 && model.settings.l1 == 1e-5 && model.settings.l2 == 0.5)
    #expect(model.optimizerName == "sgd" && model.optimizer.learningRate == 0.5)
    #expect(try checked("input 5; linear 1; batch 7").model.settings.batch == .rows(7))
    #expect(try checked("input 5; linear 1; optimizer name=sgd").model.optimizerName == "sgd")
  }

  /// The same numbers of elements are the same input, whatever their shape.
  @Test func inputOf784TakesPicturesOf28x28() throws {
    let (model, warnings) = try checked("input 784; dense 300 relu; softmax 10", data: fashion)
    #expect(warnings.isEmpty && model.inputShape == [784])
  }

  @Test func linesAreThoseOfTheFile() throws {
    let text = "input 5\r\n\r\ndense 3 relu\r\nbatchnorm; linear 1 # end\r\n"
    let model = try checked(text).model
    #expect(model.layers.map(\.line) == [3, 4, 4])
    #expect(codes(text.replacing("relu", with: "rleu")) == ["E0203"])
    #expect(messages("input 5\r\ndense 0\r\nlinear 1").contains("test.nn:2:7"))
  }

  @Test func tabsAndCommentsAreNoTrouble() throws {
    #expect(codes("\tinput\t5 # five\n\tlinear 1\t# one") == [])
  }

  @Test func sigmoidIsAnActivationInsideAndAnOutputAtTheEnd() throws {
    let inside = try checked("input 5; dense 4; sigmoid; softmax 3").model
    #expect(inside.layers[1].layer is SigmoidLayer && inside.head == .softmax)
    let end = try checked("input 5; dense 1; sigmoid").model
    #expect(end.layers[1].layer is SigmoidOutput && end.head == .sigmoid)
    #expect(end.outputCount == 1 && end.lossName == "binary_cross_entropy")
    let sized = try checked("input 5; sigmoid 2").model
    #expect(sized.head == .sigmoid && sized.outputCount == 2)
    #expect(codes("input 5; sigmoid 2; dense 1; linear 1") == ["E0214"])
  }

  @Test func bareOutputsTakeWhatComes() throws {
    let model = try checked("dense 10; softmax", data: fashion).model
    #expect(model.outputCount == 10 && model.layers.map(\.outputShape) == [[10], [10]])
    #expect(codes("dense 9; softmax", data: fashion) == ["E0212"])
    #expect(try checked("input 2x3; linear").model.outputCount == 6)
  }

  @Test func lossesFitTheirOutputs() throws {
    #expect(try checked("input 5; linear 1").model.lossName == "mean_squared")
    #expect(
      try checked("input 5; sigmoid 1; loss mean_squared").model.lossName == "mean_squared")
    #expect(codes("input 5; sigmoid 1; loss cross_entropy") == ["E0215"])
  }

  @Test func oneOutputIsEnoughForTwoClassesOrANumber() {
    let two = DataFacts(inputShape: [5], origin: "--data two", classCount: 2)
    #expect(codes("sigmoid 1", data: two) == [])
    #expect(codes("linear 1", data: fashion) == [])
    #expect(codes("linear 10", data: fashion) == [])
    let unknown = DataFacts(inputShape: [5], origin: "--input 5")
    #expect(codes("softmax 3", data: unknown) == [])
  }

  @Test func severalErrorsComeInTheOrderOfTheSource() {
    let text = """
      input 28x28
      batch -1
      dense 300 rleu
      droput 0.2
      dropout 1.5
      batch 7
      optimizer adam lr=0
      dense 1 2 3 =
      softmax ten
      """
    #expect(
      codes(text)
        == ["E0208", "E0203", "E0201", "E0208", "E0210", "E0208", "E0111", "E0207"])
  }

  /// A mistake is reported once, and not again by what depends on it.
  @Test func mistakesDoNotCascade() {
    // The output layer is there, but has a mistake.
    #expect(codes("input 5; dense 4 relu; sofmax 3") == ["E0201"])
    #expect(codes("input 5; dense 4 relu; softmax 0") == ["E0208"])
    // The only layer has a mistake.
    #expect(codes("input 5; sofmax 3") == ["E0201"])
    // The size of the output follows from a layer with a mistake.
    #expect(codes("dens 10; softmax", data: fashion) == ["E0201"])
    #expect(codes("dense 0; softmax", data: fashion) == ["E0208"])
    // The input is there, but has a mistake.
    #expect(codes("input 0; softmax 3") == ["E0208"])
    // With a syntax error the whole is not known.
    #expect(codes("dense 4 =; batch 3") == ["E0111"])
    #expect(codes("input 5; softmax 3 (") == ["E0113"])
    // The loss has a mistake.
    #expect(codes("input 5; linear 1; loss mean_square") == ["E0202"])
    // What other arguments an unknown optimizer takes is not known.
    #expect(codes("input 5; linear 1; optimizer adaam speed=9") == ["E0202"])
    // The second of two settings is not looked into.
    #expect(codes("input 5; linear 1; batch 3; batch -7") == ["E0210"])
  }

  @Test func warningsComeWithTheModel() throws {
    let (model, warnings) = try checked("softmax 12", data: fashion)
    #expect(model.outputCount == 12)
    #expect(warnings.map(\.code) == ["W0201"] && warnings.map(\.severity) == [.warning])
  }

  /// Every parameter that is a number refuses what lies outside of its bounds.
  @Test(arguments: [
    "dense 16777217", "dense -3", "dense 5 l1=-1", "dense 5 l2=-1",
    "dense 5 leaky_relu slope=0", "leaky_relu slope=-1", "dropout 1", "dropout -0.1",
    "noise -0.1", "elu 0", "dense 5 elu alpha=-1", "softplus 0", "prelu 0", "layernorm epsilon=0",
    "dense 5 weight_noise=-1", "batchnorm momentum=1", "batchnorm momentum=-0.1",
    "batchnorm epsilon=0", "batch 0",
    "batch 16777217", "epochs -1", "epochs 1000001", "seed -1", "seed 9007199254740994", "l1 -1",
    "l2 -1", "optimizer adam lr=-1", "optimizer adam beta1=1", "optimizer adam beta2=-1",
    "optimizer adam epsilon=0", "optimizer momentum momentum=-0.5", "dense 5 init=uniform(-1)",
    "input -5",
  ])
  func numbersOutOfRange(_ statement: String) {
    let input = statement.hasPrefix("input") ? "" : "input 5; "
    let found = codes("\(input)\(statement); linear 1")
    #expect(found == ["E0208"] || found == ["E0106"], "\(statement)")
  }

  @Test func boundsThemselvesAreTaken() {
    let text = """
      input 5; dense 1 l1=0 l2=0; dropout 0; batchnorm momentum=0; linear 1
      batch 1; epochs 0; seed 0; l1 0; l2 0; optimizer adam beta1=0 beta2=0; gradient_noise 0
      """
    #expect(codes(text) == ["W0215"])
  }

  @Test func outputsMustFitPlainNumbers() {
    let one = DataFacts(inputShape: [5], origin: "--data t.csv", valueCount: 1)
    let three = DataFacts(inputShape: [5], origin: "--data t.csv", valueCount: 3)
    #expect(codes("linear 1", data: one) == [])
    #expect(codes("dense 3; linear 3", data: three) == [])
    #expect(codes("linear 2", data: three) == ["E0212"])
    #expect(codes("linear 3", data: one) == ["E0212"])
    for text in ["softmax 3", "softmax 1", "sigmoid 1", "sigmoid 3; loss mean_squared"] {
      #expect(codes(text, data: three) == ["E0226"], "\(text)")
    }
  }

  @Test func aSoftmaxNeedsTwoOutputs() {
    let facts = DataFacts(inputShape: [5], origin: "--data t.csv", classCount: 1)
    for data in [facts, nil] {
      let input = data == nil ? "input 5; " : ""
      #expect(codes(input + "softmax 1", data: data) == ["E0229"])
      #expect(codes(input + "dense 1; softmax", data: data) == ["E0229"])
      #expect(codes(input + "sigmoid 1", data: data) == [])
      #expect(messages(input + "softmax 1", data: data).contains("'sigmoid 1'"))
    }
    #expect(codes("input 1; softmax") == ["E0229"])
    #expect(codes("input 5; softmax 2") == [])
    // The size of what was mistaken is not known.
    #expect(codes("input 5; dense 0; softmax") == ["E0208"])
  }

  @Test func scalingComesFirst() {
    #expect(codes("input 5; standardize; softmax 3") == [])
    #expect(codes("input 2x3; standardize; minmax; dense 4; softmax 3") == [])
    #expect(codes("input 5; dense 4; standardize; softmax 3") == ["E0227"])
    #expect(codes("input 5; standardize; dropout 0.1; minmax; softmax 3") == ["E0227"])
    #expect(codes("input 5; standardize") == ["E0213"])
    #expect(codes("input 5; standardize 3; softmax 3") == ["E0206"])
  }
}
