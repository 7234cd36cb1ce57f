/// Targets that are not quite sure of their label: 1 - smoothing there, and the rest in equal shares
/// everywhere.
struct Smoothing: BitwiseCopyable {
  /// The target of every class, the label's among them.
  let everywhere: Double
  /// What the label has besides.
  let atLabel: Double

  /// Targets for so many classes.
  init(_ smoothing: Double, classes: Int) {
    everywhere = smoothing / Double(classes)
    atLabel = 1 - smoothing
  }

  /// What the logits are in the mean by these targets.
  @inline(__always)
  func mean<T: Scalar>(of logits: Row<T>, label: Int, count: Int) -> Double {
    let labelled = logits[label].double
    if everywhere == 0 { return labelled }
    var sum = Lanes<Double>.zero
    forEachChunk(of: count) { sum += T.widen(logits[$0]) }
    return atLabel * labelled + everywhere * sum.total
  }
}
