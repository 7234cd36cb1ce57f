import ArgumentParser
import IR
import Passes
import Reporting
import Source

/// `--passes`, `--print-before`, `--print-after`: what is shown of a compilation's stages.
struct StageOptions: ParsableArguments {
  @Flag(help: "Print what each pass changed instead of the summary.")
  var passes = false

  @Option(help: "Print the graph before a pass, or before all of them. May be repeated.")
  var printBefore: [String] = []

  @Option(help: "Print the graph after a pass, or after all of them. May be repeated.")
  var printAfter: [String] = []

  func validate() throws {
    if passes, printsGraphs {
      throw ValidationError("--passes and --print-before or --print-after exclude each other")
    }
  }

  /// Refuses names of what is no stage of a compilation, of a model or of a graph's text, with a
  /// budget of memory or without, and those of passes that this compilation leaves out, which would
  /// print nothing.
  ///
  /// - Parameters:
  ///   - purpose: what is compiled.
  ///   - running: the names of the passes that run on it.
  func requireStages(
    of purpose: String, running: [String], isText: Bool, hasBudget: Bool
  ) throws {
    let passes =
      (isText ? Pipeline.optionalPassNames : Pipeline.passNames)
      + (hasBudget ? [Recompute.name] : [])
    if !hasBudget, (printBefore + printAfter).contains(Recompute.name) {
      throw ValidationError("'\(Recompute.name)' runs for a budget: give --max-memory")
    }
    if isText, (printBefore + printAfter).contains("differentiate") {
      throw ValidationError("a graph's text is never differentiated again")
    }
    for name in printBefore { try requirePass(name, among: ["all"] + passes) }
    for name in printAfter {
      try requirePass(name, among: ["all", isText ? "read" : "lower"] + passes)
    }
    let idle = Set(Pipeline.passNames).subtracting(running)
    guard let name = (printBefore + printAfter).first(where: idle.contains) else { return }
    throw ValidationError(
      "pass '\(name)' does not run on \(purpose) with these options; "
        + (running.isEmpty ? "no pass does" : "there run \(running.joined(separator: ", "))"))
  }

  /// Whether graphs are printed at some stage.
  var printsGraphs: Bool { !printBefore.isEmpty || !printAfter.isEmpty }

  /// An option that was given, if one was.
  var option: String? {
    passes
      ? "--passes"
      : !printBefore.isEmpty ? "--print-before" : !printAfter.isEmpty ? "--print-after" : nil
  }

  /// What is printed at a stage; nil where nothing was asked for.
  ///
  /// A graph that a later round left as it was is not printed again.
  func text(of stage: Stage) -> String? {
    let isBefore = stage.moment == .before
    let names = isBefore ? printBefore : printAfter
    guard names.contains(stage.name) || names.contains("all") else { return nil }
    let isLater = (stage.round ?? 1) > 1
    let head =
      "# \(isBefore ? "before" : "after") \(stage.name)"
      + (isLater ? ", round \(stage.round ?? 1)" : "")
    return isLater && stage.moment == .after(changed: false)
      ? "\(head): nothing changed\n\n" : "\(head)\n\(stage.graph.text)\n"
  }
}

/// Refuses a name that is none of those of the passes.
func requirePass(_ name: String, among names: [String]) throws {
  guard !names.contains(name) else { return }
  let near = nearestName(to: name, among: names)
  throw ValidationError(
    "there is no pass '\(name)'; "
      + (near.map { "did you mean '\($0)'?" } ?? "there are \(names.joined(separator: ", "))"))
}

extension PassesReport {
  /// Takes note of a pass before and after it runs.
  mutating func add(_ stage: Stage) {
    switch stage.moment {
    case .before: begin(stage.name, round: stage.round, on: stage.graph)
    case .after(let changed): end(stage.name, changed: changed, with: stage.graph)
    }
  }
}
