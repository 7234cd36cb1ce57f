public import Lowering
import Operators
public import Source

extension Trainer {
  /// Refuses a state that this training cannot go on from as if it had not been interrupted; `run` does
  /// so, too.
  ///
  /// - Throws: E0515 where the state has other epochs or steps than this training; E0513 where
  ///   training is to go on behind what was its end, and the last epoch was cut short or evaluated
  ///   out of turn.
  public func check(resuming state: TrainingState) throws(InputError) {
    let steps = min(state.epoch * stepsPerEpoch, totalSteps)
    let isCut = state.step < steps && state.step > (state.epoch - 1) * stepsPerEpoch
    let interval = model.settings.validationInterval
    let isOutOfTurn =
      state.epoch < epochs && state.epoch % interval != 0
      && state.history.last?[.validLoss] != nil
    guard !isCut, !isOutOfTurn else {
      throw InputError(
        Diagnostic(
          code: "E0513",
          "training cannot go on behind epoch \(state.epoch), which was its last one: "
            + (isCut
              ? "the epoch ended after \(state.step) steps, before all rows were seen"
              : "the validation rows were evaluated out of turn"),
          help: ["--from trains on from its weights alone"]))
    }
    let isInOrder = state.history.enumerated().allSatisfy { $0 + 1 == $1.epoch }
    guard state.step == steps, state.epoch <= epochs, isInOrder else {
      throw InputError(
        Diagnostic(
          code: "E0515",
          "\(state.epoch) epochs and \(state.step) steps are not where a training of \(epochs) "
            + "epochs and \(totalSteps) steps, \(stepsPerEpoch) to an epoch, can be taken up"))
    }
  }

  /// The length of a training that is taken up with another end than it had.
  ///
  /// - Parameters:
  ///   - model: the model with the length that training had.
  ///   - epochs: the epochs that were asked for; nil for those it had.
  ///   - steps: the steps that were asked for; nil for those it had.
  ///   - trainingRows: the number of training rows.
  /// - Throws: E0511 for a length that is shorter than it was; E0512 for a longer one where the
  ///   schedule spreads over all of training, so that the steps that were done would have had other
  ///   rates; E0504 for more steps than can be counted.
  public static func extendedLength(
    of model: Model, epochs: Int?, steps: Int?, trainingRows: Int
  ) throws(InputError) -> TrainingLength {
    let length = model.settings.length
    let longer = TrainingLength(epochs: epochs ?? length.epochs, steps: steps ?? length.steps)
    let stepsPerEpoch = stepsPerEpoch(model.settings.batch, trainingRows: trainingRows)
    let before = try length.steps(perEpoch: stepsPerEpoch)
    let after = try longer.steps(perEpoch: stepsPerEpoch)
    guard after >= before else {
      // Told in epochs where it is these that the user shortens.
      let isInEpochs = epochs.map { $0 <= after / stepsPerEpoch } ?? false
      let had = length.epochs.map { "\($0) epochs" } ?? "\(before) steps"
      throw InputError(
        Diagnostic(
          code: "E0511",
          isInEpochs
            ? "training was to take \(had), and cannot be shortened to \(epochs ?? 0) epochs"
            : "training was to take \(before) steps, and cannot be shortened to \(after)",
          help: ["leave --epochs and --steps out to train as long as was said first"]))
    }
    let schedule = type(of: model.schedule)
    guard after == before || !schedule.dependsOnLength else {
      throw InputError(
        Diagnostic(
          code: "E0512",
          "training cannot be made longer: the schedule '\(schedule.signature.keyword)' spreads "
            + "over all of it, so that every step before would have had another rate",
          help: [
            "leave --epochs and --steps out, or train on by --from, with a schedule of its own"
          ]))
    }
    return longer
  }
}
