public import IR

/// What keeps gradients from being too large, as the `clip` statement says.
public enum Clipping: Hashable, Sendable {
  /// The norm of all parameters' gradients together is at most this; see `ClipFactor`.
  case norm(Double)
  /// No element of a gradient is larger than this; see `ClipValue`.
  case value(Double)

  /// Adds the nodes that clip gradients, each of which belongs to a layer and line.
  public func clip(
    _ gradients: [(value: ValueID, origin: Origin?)], _ rewriter: inout Rewriter
  ) throws(ShapeError) -> [ValueID] {
    switch self {
    case .value(let limit):
      return try gradients.map { (gradient) throws(ShapeError) in
        try rewriter.add(ClipValue(limit: limit), [gradient.value], origin: gradient.origin)[0]
      }
    case .norm(let norm):
      var total: ValueID?
      for gradient in gradients {
        let rows = try rewriter.add(SquareSum(), [gradient.value], origin: gradient.origin)
        let sum = try rewriter.add(Sum(), rows, origin: gradient.origin)[0]
        total =
          try total.map { (before) throws(ShapeError) in
            try rewriter.add(Add(), [before, sum], origin: gradient.origin)[0]
          } ?? sum
      }
      guard let total else { return [] }
      let factor = try rewriter.add(ClipFactor(norm: norm), [total], origin: nil)[0]
      return try gradients.map { (gradient) throws(ShapeError) in
        try rewriter.add(ClipNorm(), [gradient.value, factor], origin: gradient.origin)[0]
      }
    }
  }
}
