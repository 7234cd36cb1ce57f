import Datasets
import Lowering
import Operators
import Source
import Training

extension RunCommand {
  /// What a model asks for in vain in this training.
  func ineffectiveSettings(of model: Model, _ trainer: Trainer, _ parts: Parts) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    let settings = model.settings
    if !settings.checkpoints.isEmpty, noSave || folds != nil {
      warnings.append(
        Diagnostic(
          .warning, code: "W0505",
          "'checkpoint' has no effect: \(folds == nil ? "--no-save" : "--folds") saves no network"))
    }
    if settings.validationInterval > 1, parts.validation == nil {
      warnings.append(
        Diagnostic(
          .warning, code: "W0506", "'validate' has no effect: there are no validation rows",
          help: ["take some of the training rows, as in --valid 0.1"]))
    }
    let late = model.schedule.drops.filter { $0 >= trainer.epochs }
    if !late.isEmpty, trainer.epochs > 0 {
      let list = late.prefix(20).map(String.init).joined(separator: ", ")
      warnings.append(
        Diagnostic(
          .warning, code: "W0507",
          "the schedule's rate is to drop behind epoch \(list), but training has only "
            + "\(trainer.epochs) epoch\(trainer.epochs == 1 ? "" : "s")"))
    }
    return warnings
  }
}
