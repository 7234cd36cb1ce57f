import ArgumentParser
import Datasets
import JSON
import Kernels
import Lowering
import Passes
import Reporting
import Source
import Training

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// `--format`.
struct FormatOption: ParsableArguments {
  @Option(help: "How results are written: text, or one JSON document.")
  var format = OutputFormat.text

  /// Writes a result in the form that was asked for.
  func write(_ text: String, _ json: JSON, to terminal: Terminal) throws {
    try terminal.print(format == .json ? json.serialized(pretty: true) + "\n" : text)
  }
}

/// `--threads`.
struct ThreadsOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The number of worker threads (default: as many as processors, at most 4).")
  var threads: Int?

  func validate() throws {
    if let threads, !(1...64).contains(threads) {
      throw ValidationError("--threads must be from 1 to 64")
    }
  }

  /// The number of workers.
  var count: Int { threads ?? min(Team.processors, 4) }
}

/// `--max-memory`.
struct BudgetOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a training step may take, states included, such as 20MB: what does not fit is recomputed.",
      valueName: "size"))
  var maxMemory: String?

  func validate() throws {
    if let maxMemory, MemoryBudget(maxMemory) == nil {
      throw ValidationError(
        "--max-memory \(printable(maxMemory)) is no size: write a number with its unit, as in 20MB, 1.5GB "
          + "or 512KiB (there are kB, MB, GB, TB and KiB, MiB, GiB, TiB), or a whole number of bytes"
      )
    }
  }

  /// The budget, if one was given.
  var budget: MemoryBudget? { maxMemory.flatMap { MemoryBudget($0) } }
}

/// Where data comes from.
struct DataOptions: ParsableArguments {
  @Option(
    help: "A data set by name ('nnc data list'), a table (.csv, .tsv), an .npz file, or a folder.")
  var data: String?

  @Option(help: "A folder to look for data sets in first.")
  var dataDir: String?

  @Option(parsing: .unconditional, help: "Use only the first rows of each part of the data.")
  var limit: Int?

  @OptionGroup var table: TableFlags

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  /// The data set, if one was asked for.
  ///
  /// - Throws: E0709 for options of tables beside other data.
  func open() throws -> Dataset? {
    guard let data else { return nil }
    let dataset = try DatasetSearch(
      dataDirectory: dataDir, environment: environment, table: table.options()
    ).open(data)
    try table.refuse(beside: dataset, "--data \(printable(data))")
    return limit.map(dataset.prefix) ?? dataset
  }

  /// What the data tells of a model's input.
  func facts(_ dataset: Dataset?) -> DataFacts? {
    dataset.map {
      DataFacts(
        inputShape: $0.inputShape, origin: "--data \(data ?? "")",
        classCount: $0.valueCount == nil ? $0.classCount : nil,
        classCounts: $0.train.classCounts, valueCount: $0.valueCount)
    }
  }
}

/// E0703: a command needs data.
func noData(for command: String) -> InputError {
  InputError(
    Diagnostic(
      code: "E0703", "'\(command)' needs data",
      help: ["add --data fashion, or --data FILE.csv or FOLDER of your own"]))
}

/// What overrides a model's own settings.
struct SettingOptions: ParsableArguments {
  @Option(help: "The shape of an input row, such as 784 or 28x28.")
  var input: String?

  @Option(parsing: .unconditional, help: "The seed of all random numbers.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "How often training sees all rows.")
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "Replace a value: a name that the model defines by 'let', or a setting such as l2 or lr. May be repeated.",
      valueName: "name=value"))
  var set: [String] = []

  @Option(parsing: .unconditional, help: "The rows of a step: a number, or full.")
  var batch: String?

  func validate() throws {
    if let epochs, !(0...1_000_000).contains(epochs) {
      throw ValidationError("--epochs must be from 0 to 1000000")
    }
    if let seed, seed > 1 << 53 { throw ValidationError("--seed must be at most 2^53") }
    if let batch, batch != "full", Int(batch).map({ !(1...(1 << 24)).contains($0) }) ?? true {
      throw ValidationError("--batch must be a number from 1 to \(1 << 24), or full")
    }
    if input != nil, inputShape == nil {
      throw ValidationError("--input must be a shape such as 784 or 28x28")
    }
  }

  /// The shape given by `--input`.
  var inputShape: [Int]? {
    guard let input else { return nil }
    let sizes = input.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    let shape = sizes.compactMap { $0 }
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow, product < 1 << 31 else { return nil }
      count = product
    }
    return shape.count == sizes.count ? shape : nil
  }

  /// What `--set` says, and its mistakes: E0707 for what does not set a value, E0752 for what is set
  /// twice, by `--set` again or by an option of its own.
  ///
  /// - Parameter steps: what `--steps` says, where there is that option.
  func overrides(beside steps: Int?) -> (overrides: [Override], mistakes: [Diagnostic]) {
    var overrides: [Override] = []
    var mistakes: [Diagnostic] = []
    for text in set {
      do throws(InputError) {
        let override = try Override(parsing: text)
        if overrides.contains(where: { $0.name == override.name }) {
          mistakes.append(override.repeating("--set \(override.name)"))
        } else {
          overrides.append(override)
        }
      } catch {
        mistakes += error.diagnostics
      }
    }
    let own = [
      ("input", input != nil), ("seed", seed != nil), ("epochs", epochs != nil),
      ("batch", batch != nil), ("steps", steps != nil),
    ]
    mistakes += overrides.filter { override in
      own.contains { $0.0 == override.name && $0.1 }
    }.map { $0.repeating("--\($0.name)") }
    return (overrides, mistakes)
  }

  /// Replaces what was given.
  func apply(to settings: inout Settings, _ steps: Int? = nil) {
    if let steps { settings.length.steps = steps }
    if let seed { settings.seed = seed }
    if let epochs { settings.length.epochs = epochs }
    if let batch { settings.batch = Int(batch).map { .rows($0) } ?? .full }
  }
}

/// `-O0`, `-O1`, `-O2`, `--disable`: which optimisations there are.
struct OptimizationOptions: ParsableArguments {
  @Flag(help: "How much to optimise: nothing, the basic clean-up, everything (default).")
  var flag: Level?

  @Option(help: "Leave out a pass. May be repeated.")
  var disable: [String] = []

  enum Level: String, EnumerableFlag {
    case O0, O1, O2
    static func name(for value: Level) -> NameSpecification {
      .customLong(value.rawValue, withSingleDash: true)
    }
  }

  func validate() throws {
    for name in disable where name != Differentiate.name {
      guard name != Recompute.name else {
        throw ValidationError(
          "'\(name)' runs only where --max-memory asks for it: leave that out instead")
      }
      try requirePass(name, among: Pipeline.optionalPassNames)
    }
  }

  /// Refuses to leave out what makes a training step of a model, and never runs on a graph's text.
  func requireOptionalPasses(of model: String) throws {
    guard disable.contains(Differentiate.name) else { return }
    throw ValidationError(
      isGraphText(model)
        ? "a graph's text is never differentiated, so there is no '\(Differentiate.name)' to disable"
        : "'\(Differentiate.name)' cannot be disabled: there is no training step without it")
  }

  /// The level for the compiler.
  var level: OptimizationLevel {
    switch flag {
    case .O0: .none
    case .O1: .basic
    case .O2, nil: .full
    }
  }

  /// The names of the passes that are left out.
  var disabled: Set<String> { Set(disable) }

  /// An option that was given, if one was.
  var option: String? { flag.map { "-\($0)" } ?? (disable.isEmpty ? nil : "--disable") }
}
