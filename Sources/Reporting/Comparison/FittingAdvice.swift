import Training

/// What the curves of a run say of its capacity.
///
/// The accuracies on training and validation rows are compared, or where there are none the losses
/// without penalties. A training figure is the mean over an epoch's batches, each as it was trained
/// on, so that dropout makes it worse than it would be in use.
struct FittingAdvice {
  /// The advice, a sentence each.
  let lines: [String]

  /// An accuracy that is this much higher on training rows is a big gap, and a small one below the
  /// other bound; likewise a validation loss that is so many times the training loss.
  private static let (bigGap, smallGap, bigRatio, smallRatio) = (0.05, 0.02, 1.25, 1.08)
  /// A validation loss this many times the best one has risen.
  private static let risen = 1.05

  private static func overFits(_ figures: String) -> String {
    "big gap (\(figures)): it over-fits; regularise more: dropout, l2, fewer units, more rows"
  }

  private static func hasNoGap(_ figures: String, whereThatIs: String) -> String {
    "no gap (\(figures)): where that is \(whereThatIs), raise the capacity (more or wider layers) "
      + "or train for longer"
  }

  /// Looks at the last epoch that was evaluated, and at the best.
  init(_ run: TrainedRun) {
    guard let last = run.history.last(where: { $0.validLoss != nil }), let loss = last.validLoss
    else {
      lines =
        run.history.isEmpty
        ? ["it was not trained"]
        : ["no validation rows, so nothing tells whether it over-fits: add --valid 0.1"]
      return
    }
    var lines: [String] = []
    if let train = last.trainAccuracy, let valid = last.validAccuracy {
      let gap = train - valid
      let figures =
        "accuracy \(fixed(train, 4)) on training rows, \(fixed(valid, 4)) on validation rows"
      lines.append(
        gap >= Self.bigGap
          ? Self.overFits(figures)
          : gap < Self.smallGap
            ? Self.hasNoGap(figures, whereThatIs: "too low") : "small gap (\(figures))")
    } else {
      let ratio = loss / last.trainDataLoss
      let figures =
        "loss \(significant(last.trainDataLoss, 4)) on training rows, \(significant(loss, 4)) on "
        + "validation rows"
      lines.append(
        ratio >= Self.bigRatio
          ? Self.overFits(figures)
          : ratio < Self.smallRatio
            ? Self.hasNoGap(figures, whereThatIs: "too high") : "small gap (\(figures))")
    }
    if let best = run.best(\.validLoss, largest: false), loss > Self.risen * best.value {
      let isKept = run.keptEpoch == best.epoch
      lines.append(
        "the validation loss was best in epoch \(best.epoch) (\(significant(best.value, 4))) and "
          + "rose to \(significant(loss, 4))"
          + (isKept
            ? "; that epoch's weights were kept"
            : ": 'stop valid_loss patience=5' would keep that epoch's weights"))
    }
    self.lines = lines
  }
}
