public import Datasets
public import Lowering
import Operators
public import Source

extension Dataset {
  /// The data set with the kind of labels that a model learns from.
  ///
  /// - Throws: E0309 where test rows have a label that is none of the training rows' classes.
  public func adapted(to model: Model) throws(InputError) -> Dataset {
    guard case .values(let outputs) = model.targets else { return try classified() }
    return valued(outputs: outputs)
  }
}
