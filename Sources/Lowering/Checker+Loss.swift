import Operators
import Source
import Syntax

extension Checker {
  mutating func visit(loss statement: Statement) {
    guard let (index, checked) = visit(statement, SettingSignatures.loss, Catalog.losses) else {
      return
    }
    loss = (Catalog.losses[index].init(checked), statement)
  }

  /// The loss, if one is named, understands the output layer.
  mutating func checkLoss(fits output: any OutputLayer) -> Bool {
    guard let (loss, statement) = loss, !type(of: loss).heads.contains(output.head) else {
      return true
    }
    let fitting = Catalog.losses.filter { $0.heads.contains(output.head) }
      .map { $0.signature.keyword }
    let heads = type(of: loss).heads.map(\.rawValue)
    arguments.report(
      "E0215",
      "the loss '\(type(of: loss).signature.keyword)' does not fit the output layer "
        + "'\(output.head)'",
      at: statement.range, label: "needs \(heads.joined(separator: " or "))",
      help: ["'\(output.head)' goes with \(fitting.joined(separator: ", "))"])
    return false
  }

  /// The softmax of one score is always 1: a network that ends in it has nothing to learn.
  mutating func checkAlternatives(
    _ output: any OutputLayer, count: Int, at range: SourceRange
  ) -> Bool {
    guard output.head == .softmax, count == 1 else { return true }
    arguments.report(
      "E0229", "a softmax of one output is always 1", at: range, label: "tells nothing apart",
      help: ["write 'sigmoid 1' for yes or no, or 'softmax 2' for two classes"])
    return false
  }

  /// There is a weight for each class.
  mutating func checkClassWeights(of loss: any Loss, outputs: Int) -> Bool {
    let argument = self.loss?.statement.arguments.first { $0.name?.text == "class_weights" }
    guard let argument else { return true }
    let classes = ClassWeights.classes(ofScores: outputs)
    switch loss.classWeights {
    case .given(let weights) where weights.count != classes:
      arguments.report(
        "E0228",
        "there \(weights.count == 1 ? "is 1 class weight" : "are \(weights.count) class weights"), "
          + "but the model tells \(classes) classes apart",
        at: argument.range, label: "\(classes) are needed")
      return false
    case .given(let weights) where !weights.contains(where: { $0 > 0 }):
      arguments.report(
        "E0228", "no class has a weight above 0, so nothing is learnt", at: argument.range,
        label: "all are 0")
      return false
    case .given, .balanced, nil: break
    }
    return true
  }
}
