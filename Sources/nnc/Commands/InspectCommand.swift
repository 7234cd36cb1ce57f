import ArgumentParser
import ModelFiles
import Reporting
import Source

/// `nnc inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Looks at the weights of a saved model.",
    discussion: """
      Example:
        nnc inspect runs/fashion
        nnc inspect runs/fashion dense1
        nnc inspect runs/fashion dense1.weight --values --rows 380-400 --columns 0-9
        nnc inspect runs/fashion dense1.weight --csv weight.csv
      """)

  @Argument(help: "The saved model: model.json, or its folder.")
  var model: String

  @Argument(
    help: ArgumentHelp(
      "A layer, such as dense1, or one of its tensors, such as dense1.weight: with a histogram.",
      valueName: "layer"))
  var name: String?

  @Option(parsing: .unconditional, help: "With a layer: the bars of a histogram (default: 16).")
  var bins: Int?

  @Flag(help: "Print elements, too.")
  var values = false

  @Option(
    help: ArgumentHelp("With --values: the rows, such as 3 or 0-19.", valueName: "from-to"))
  var rows: IndexRange?

  @Option(
    help: ArgumentHelp("With --values: the columns, such as 3 or 0-9.", valueName: "from-to"))
  var columns: IndexRange?

  @Option(
    help: ArgumentHelp(
      "Write the table, or of a single tensor all elements, into a CSV file.", valueName: "file"))
  var csv: String?

  @OptionGroup var format: FormatOption

  func validate() throws {
    if let bins, !(1...200).contains(bins) {
      throw ValidationError("--bins must be from 1 to 200")
    }
    if bins != nil, name == nil {
      throw ValidationError("--bins is about a layer's histograms: name the layer")
    }
    if values, name == nil {
      throw ValidationError("--values prints a layer's elements: name the layer")
    }
    if !values, rows != nil || columns != nil {
      throw ValidationError("--rows and --columns have an effect only with --values")
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    try refuse("--csv", csv, overwriting: [model])
    let tensors = try chosen(loadModel(model, terminal).tensors())
    let report = InspectionReport(
      tensors.map { InspectionReport.Tensor(name: $0.name, shape: $0.shape, values: $0.values) },
      isDetailed: name != nil, bins: bins ?? 16,
      window: values
        ? InspectionReport.Window(rows: rows?.bounds, columns: columns?.bounds) : nil)
    if let csv {
      try AtomicWrite.write(Array(report.csv.utf8), to: csv)
      terminal.note("saved \(printable(csv))\n")
    }
    try format.write(report.text, report.json, to: terminal)
  }

  /// The tensors of the layer that was named, or the one.
  private func chosen(_ tensors: [SavedTensor]) throws(InputError) -> [SavedTensor] {
    guard let name else { return tensors }
    let chosen = tensors.filter { $0.name == name || $0.name.hasPrefix(name + ".") }
    guard chosen.isEmpty else { return chosen }
    let layers = tensors.map { String($0.name.prefix { $0 != "." }) }
    let near = nearestName(to: name, among: layers + tensors.map(\.name))
    var seen: Set<String> = []
    let list = layers.filter { seen.insert($0).inserted }.prefix(20).joined(separator: ", ")
    throw InputError(
      Diagnostic(
        code: "E0734", "the model has no weights named \(quoted(name))", at: .file(model),
        help: near.map { ["did you mean '\($0)'?"] } ?? ["layers with weights: \(list)"]))
  }
}

/// Places from one to another, both included.
struct IndexRange: ExpressibleByArgument {
  let bounds: ClosedRange<Int>

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    let numbers = parts.compactMap { $0 }
    guard numbers.count == parts.count, (1...2).contains(numbers.count),
      let first = numbers.first, let last = numbers.last, first <= last, last < Int.max
    else { return nil }
    bounds = first...last
  }
}
