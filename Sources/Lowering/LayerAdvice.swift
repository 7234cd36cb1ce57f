import Operators
import Source
import Syntax

extension ArgumentChecker {
  /// So many sigmoid layers in a row shrink a gradient to less than a 250th.
  private static let sigmoidLimit = 4

  /// Warns of layers that work against each other.
  mutating func advise(on layers: [(statement: Statement, layer: any Layer)]) {
    /// The dropout that the current layer's input comes from, no weights in between.
    var dropout: Statement?
    var sigmoids = 0
    for (statement, layer) in layers {
      let activation = layer.activation?.op
      switch layer {
      case let layer as DropoutLayer: if layer.rate > 0 { dropout = statement }
      case is BatchnormLayer:
        if let dropout { adviseOnDropout(dropout, before: statement) }
        sigmoids = 0
      case is LayernormLayer: sigmoids = 0
      default:
        if !(layer is any ActivationLayer || layer.isTransparent) { dropout = nil }
        guard let activation else { continue }
        sigmoids = activation is Sigmoid ? sigmoids + 1 : 0
        if sigmoids == Self.sigmoidLimit { adviseOnSigmoids(statement) }
      }
    }
  }

  /// Source: Li et al., "Understanding the disharmony between dropout and batch normalization by
  /// variance shift", 2019.
  private mutating func adviseOnDropout(_ dropout: Statement, before batchnorm: Statement) {
    let line = source.position(of: dropout.range.start).line
    report(
      "W0211",
      "what 'dropout' lets through varies more in training than in prediction, which misleads the "
        + "moving averages of 'batchnorm'",
      severity: .warning, at: batchnorm.range, label: "behind the dropout in line \(line)",
      help: ["write 'dropout' behind 'batchnorm'"])
  }

  /// The derivative of the logistic function is at most 1/4.
  private mutating func adviseOnSigmoids(_ statement: Statement) {
    report(
      "W0213",
      "with \(Self.sigmoidLimit) sigmoid layers in a row, gradients vanish: each makes them 4 times "
        + "smaller, or more",
      severity: .warning, at: statement.range, label: "the last of \(Self.sigmoidLimit)",
      help: ["use relu or tanh in hidden layers, or put 'batchnorm' or 'layernorm' between them"])
  }
}
