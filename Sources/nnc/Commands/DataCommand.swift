import ArgumentParser
import Datasets
import ModelFiles
import Reporting
import Source

/// `nnc data`.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Shows which data sets there are, and what is in one.",
    discussion: """
      Example:
        nnc data list
        nnc data info fashion --png fashion.png
        nnc data info spirals:classes=3,noise=0.05
      """,
    subcommands: [List.self, Info.self])

  /// `nnc data list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the data sets that are known by name, and where they are.",
      discussion: """
        Example:
          nnc data list --data-dir ~/data
        """)

    @Option(help: "A folder to look for data sets in first.")
    var dataDir: String?

    @OptionGroup var format: FormatOption

    func run() throws {
      let search = DatasetSearch(dataDirectory: dataDir, environment: environment)
      let report = DataListReport(search.entries)
      try format.write(report.text, report.json, to: Terminal(environment: environment))
    }
  }

  /// `nnc data info`.
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Looks at a data set: shape, rows, classes, ranges, outliers, samples.",
      discussion: """
        Example:
          nnc data info iris
          nnc data info ./pictures --png samples.png
          nnc data info wine.csv --label quality
        """)

    @Argument(help: "A data set by name, or a folder or file.")
    var name: String

    @Option(help: "A folder to look for data sets in first.")
    var dataDir: String?

    @Option(parsing: .unconditional, help: "Use only the first rows of each part of the data.")
    var limit: Int?

    @Option(help: ArgumentHelp("Draw samples, or points, into a PNG file.", valueName: "file"))
    var png: String?

    @OptionGroup var table: TableFlags
    @OptionGroup var format: FormatOption

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
      let terminal = Terminal(environment: environment)
      try refuse("--png", png, overwriting: [], data: name)
      // Missing cells are shown here, where a run would have to be told what becomes of them.
      let whole = try DatasetSearch(
        dataDirectory: dataDir, environment: environment, table: table.options(missing: .mean)
      ).open(name)
      try table.refuse(beside: whole, quoted(name))
      terminal.show(whole.warnings)
      let dataset = limit.map(whole.prefix) ?? whole
      let summary = DatasetSummary(dataset)
      let sheet = try png.map { path in
        guard let sheet = SampleSheet(dataset, summary) else {
          throw InputError(
            Diagnostic(
              code: "E0720",
              "rows of \(dataset.inputShape.map(String.init).joined(separator: "x")) are neither "
                + "pictures nor a table with classes, so there is nothing to draw",
              help: ["leave --png out"]))
        }
        try AtomicWrite.write(try sheet.bitmap.png(), to: path)
        return sheet
      }
      let report = DataReport(
        dataset, summary, legend: sheet.map { "\(png ?? ""): \($0.legend)" },
        hasTrueColor: terminal.outputHasTrueColor)
      try format.write(report.text, report.json, to: terminal)
    }
  }
}
