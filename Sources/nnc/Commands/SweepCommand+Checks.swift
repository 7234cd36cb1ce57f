import Datasets
import Lowering
import Operators
import Reporting
import Source
import Training

extension SweepCommand {
  /// What trials are compared by, and the rows that they share, once the first of them has been
  /// checked: a name that cannot be set, or a figure that there will not be, is told before anything is
  /// trained.
  func checkedTrial(
    _ search: Search, _ terminal: Terminal
  ) throws -> (metric: Metric, rows: Parts) {
    let found = try openData()
    terminal.show(found.warnings)
    let model: Model
    do {
      model = try firstModel(of: search, on: found, terminal)
    } catch let error as InputError {
      throw advised(error, search, found)
    }
    try checkLists(of: search, on: found)
    let metric =
      metric.flatMap(Metric.init) ?? (model.head == .linear ? .validLoss : .validAccuracy)
    let parts = try found.adapted(to: model).parts(splits.settings())
    let isMeasured =
      (parts.validation != nil || !metric.needsValidation)
      && (model.head != .linear || !metric.needsAccuracy)
    guard isMeasured else {
      throw InputError(
        Diagnostic(
          code: "E0713", "trials will have no '\(metric.rawValue)' to be compared by",
          help: ["give validation rows, as in --valid 0.1, or another --metric"]))
    }
    return (metric, parts)
  }

  /// The model of the first trial.
  private func firstModel(
    of search: Search, on dataset: Dataset, _ terminal: Terminal?
  ) throws -> Model {
    try model(with: firstOverrides(of: search), on: dataset, terminal)
  }

  private func firstOverrides(of search: Search) -> [Override] {
    search.trials(ofRound: 0, after: [], by: .validLoss).first?.overrides ?? []
  }

  private func model(
    with overrides: [Override], on dataset: Dataset, _ terminal: Terminal?
  ) throws -> Model {
    var settings = settings
    settings.set += overrides.map { "\($0.name)=\($0.value)" }
    return try readModel(
      model, settings, steps: steps, data: data.facts(dataset), terminal)
  }

  /// Refuses the values of lists with which every trial would fail, all at once: those that the model
  /// takes neither by themselves nor beside the other values of the first trial.
  private func checkLists(of search: Search, on dataset: Dataset) throws {
    let first = firstOverrides(of: search)
    var mistakes: [Diagnostic] = []
    for (place, variation) in search.variations.enumerated() {
      guard case .list(let values) = variation.values, first.indices.contains(place) else {
        continue
      }
      for value in values {
        var beside = first
        beside[place].value = value
        do {
          _ = try model(with: beside, on: dataset, nil)
        } catch {
          do {
            _ = try model(with: [beside[place]], on: dataset, nil)
          } catch let alone as InputError {
            mistakes += alone.diagnostics.filter { $0.severity == .error }
          }
        }
      }
    }
    guard mistakes.isEmpty else { throw InputError(mistakes) }
  }

  /// An error of the first trial, with the ranges that would make it go away if they were of whole
  /// numbers.
  private func advised(
    _ error: InputError, _ search: Search, _ dataset: Dataset
  ) -> InputError {
    func mistakes(_ texts: [String]) -> Int {
      do {
        _ = try firstModel(of: self.search(of: texts), on: dataset, nil)
        return 0
      } catch {
        return (error as? InputError)?.diagnostics.count ?? .max
      }
    }
    return search.variations.indices.reduce(error) { error, index in
      var texts = vary
      guard let text = search.variations[index].wholeText else { return error }
      texts[index] = text
      return mistakes(texts) < error.diagnostics.count
        ? error.adding(help: "'--vary \(text)' draws whole numbers") : error
    }
  }
}
