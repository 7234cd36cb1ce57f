import IR

/// The gain and the shift behind a normalisation, `scale=yes center=yes`: each is learned, or stays 1
/// or 0.
struct AffineParameters {
  static let parameters: [Parameter] = [
    .flag("scale", "whether a gain for each column is learned, yes by default"),
    .flag("center", "whether a shift for each column is learned, yes by default"),
  ]
  private let hasGain: Bool
  private let hasShift: Bool

  init(_ arguments: Arguments) {
    hasGain = arguments.word("scale") != "no"
    hasShift = arguments.word("center") != "no"
  }

  /// The states `gamma` and `beta`, or constants in their place.
  func expand(
    columns: Int, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> (gamma: ValueID, beta: ValueID) {
    let gamma = try vector("gamma", isLearned: hasGain, value: 1, columns, &builder)
    return (gamma, try vector("beta", isLearned: hasShift, value: 0, columns, &builder))
  }

  private func vector(
    _ name: String, isLearned: Bool, value: Double, _ count: Int, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    guard !isLearned else { return builder.vector(name, count, value: value) }
    return try builder.add(Constant(TensorType(builder.element, [count]), value: value))
  }
}
