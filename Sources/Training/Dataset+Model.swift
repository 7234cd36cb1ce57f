public import Datasets
public import Lowering
import Operators
public import Source

extension Dataset {
  /// The data set with the kind of labels that a model learns from.
  ///
  /// - Throws: E0309 and E0330 for labels that are no classes, where the model tells some apart;
  ///   E0329 for a single number to be learnt from labels that are words.
  public func adapted(to model: Model) throws(InputError) -> Dataset {
    guard case .values(let outputs) = model.targets else {
      try checkClasses()
      return self
    }
    if outputs == 1, table != nil, classNumbers == nil, classCount > 0 {
      throw InputError(
        "E0329",
        "the labels are words, such as \(quoted(classNames[0])), and the model learns a number",
        in: folder,
        help: [
          "a network that ends in 'softmax \(max(classCount, 2))' tells classes apart",
          "--label chooses another column",
        ])
    }
    return valued(outputs: outputs)
  }
}
