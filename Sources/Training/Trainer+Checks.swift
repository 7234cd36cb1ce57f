import Lowering
import Operators
import Source

extension Trainer {
  /// Refuses settings that this training cannot follow.
  ///
  /// - Throws: E0507.
  static func check(
    _ settings: Settings, _ schedule: any RateRule, totalSteps: Int, hasValidation: Bool
  ) throws(InputError) {
    let watched: [(name: String, metric: Metric?)] = [
      ("stop", settings.stop?.metric), ("checkpoint", settings.checkpoints.best),
      ("schedule plateau", schedule.plateau?.metric),
    ]
    var mistakes = watched.compactMap { name, metric -> Diagnostic? in
      guard let metric, metric.needsValidation, !hasValidation else { return nil }
      return Diagnostic(
        code: "E0507", "'\(name)' watches '\(metric.rawValue)', but there are no validation rows",
        help: ["take some of the training rows, as in --valid 0.1, or watch the training rows"])
    }
    if schedule.warmup > 0, schedule.warmup >= totalSteps {
      mistakes.append(
        Diagnostic(
          code: "E0507",
          "the warm-up takes \(schedule.warmup) steps, but training has only \(totalSteps)",
          help: ["shorten 'warmup', or train for longer"]))
    }
    if !mistakes.isEmpty { throw InputError(mistakes) }
  }
}
