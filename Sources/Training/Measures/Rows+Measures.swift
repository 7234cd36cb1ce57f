public import Datasets
public import Lowering
import Operators
public import Source

extension Rows {
  /// What a model's outputs for these rows are worth.
  ///
  /// - Throws: E0706 for a label that is none of the model's classes.
  public func measures(
    of outputs: [[Double]], by model: Model, top: Int? = nil
  ) throws(InputError) -> Measures {
    switch labels {
    case .classes(let classes):
      return .classes(
        try ClassMeasures(
          labels: classes.map(Int.init), outputs: outputs,
          excludesOthers: model.head == .softmax || model.outputCount == 1, top: top))
    case .values(let values, let columns):
      let targets = stride(from: 0, to: values.count, by: columns).map { start in
        values[start..<(start + columns)].map(Double.init)
      }
      return .values(RegressionFigures(targets: targets, predictions: outputs))
    case .unknown:
      throw InputError(
        Diagnostic(
          code: "E0704", "the rows have no labels to measure answers by", at: .file(origin)))
    }
  }
}
