public import Lowering
public import Source

extension TrainingLength {
  /// The steps of training, given those of an epoch.
  ///
  /// - Throws: E0504 for more steps than graphs, which count in 32 bits, can tell apart.
  public func steps(perEpoch: Int) throws(InputError) -> Int {
    let most = Int(Int32.max)
    let product = (epochs ?? .max).multipliedReportingOverflow(by: perEpoch)
    let all = min(product.overflow ? .max : product.partialValue, steps ?? .max)
    guard all <= most else {
      throw InputError(
        Diagnostic(
          code: "E0504",
          "\(epochs ?? 0) epochs of \(perEpoch) steps are more than \(most) steps",
          help: ["use larger batches or fewer epochs, or end training by --steps"]))
    }
    return all
  }
}
