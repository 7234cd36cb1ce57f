import ArgumentParser
import Datasets
import Lowering
import ModelFiles
import Operators
import Reporting
import Source
import Training

/// `nnc predict`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Says what a saved model makes of rows.",
    discussion: """
      Example:
        nnc predict runs/fashion --data fashion --limit 3
        nnc predict runs/fashion --data fashion --row 17 --values
        nnc predict runs/fashion --data fashion --limit 25 --picture look.svg
        nnc predict runs/wine --data wine.csv --threshold 0.7 --csv answers.csv
      """)

  enum Split: String, ExpressibleByArgument, CaseIterable {
    case train, test
  }

  @Argument(help: "The saved model: model.json, or its folder.")
  var model: String

  @Option(
    help: """
      Which rows of the data: train or test, as they were split for training (default: test, but of \
      a table in one file all rows).
      """)
  var split: Split?

  @Option(
    parsing: .unconditional,
    help: "Tell everything of one row; rows count from 0, as they stand in the data.")
  var row: Int?

  @Flag(help: "With --row: print the row's own numbers, too.")
  var values = false

  @Option(
    parsing: .unconditional,
    help: "The probability above which a model with one output answers with class 1 (default: 0.5)."
  )
  var threshold: Double?

  @Option(help: ArgumentHelp("Write all rows and outputs into a CSV file.", valueName: "file"))
  var csv: String?

  @Option(
    help: ArgumentHelp(
      "Draw the rows with what they were taken for, as .svg; as .png, wrong ones framed in red.",
      valueName: "file"))
  var picture: String?

  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let row, row < 0 { throw ValidationError("--row must be at least 0") }
    if values, row == nil { throw ValidationError("--values shows one row: give --row") }
    if let threshold, !(0...1).contains(threshold) {
      throw ValidationError("--threshold must be a probability from 0 to 1")
    }
    if let picture, ![".svg", ".png"].contains(where: picture.lowercased().hasSuffix) {
      throw ValidationError("--picture writes a file that ends in .svg or .png")
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    try refuse("--csv", csv, overwriting: [model], data: data.data)
    try refuse("--picture", picture, overwriting: [model], data: data.data)
    let saved = try loadModel(model, terminal)
    guard let found = try data.open(for: saved) else { throw noData(for: "predict") }
    let adapted = try found.adapted(to: saved.model)
    let network = try makeNetwork(
      of: saved, at: model, data: data.facts(found), threads: threads.threads)
    let dataset = try adapted.numbered(as: saved.classNames)
    let all = try rows(of: dataset, for: saved)
    let rows = data.limit.map(all.prefix) ?? all
    warn(dataset, terminal)
    terminal.show(saved.warnings(about: rows))
    try check(network.model)
    let place = try row.map { number in try self.place(ofRow: number, in: rows) }
    let outputs = try network.predict(LoadedRows(rows))
    let chosen = place.map { $0..<($0 + 1) } ?? outputs.indices
    let report = PredictReport(
      chosen.map { row in
        PredictReport.Prediction(
          row: rows.number(ofRow: row), outputs: outputs[row],
          isProbability: network.model.head != .linear,
          classNames: saved.classNames, label: rows.labels.label(of: row),
          threshold: threshold ?? 0.5)
      }, classNames: saved.classNames)
    if let csv { try AtomicWrite.write(Array(report.csv.utf8), to: csv) }
    if let picture { try draw(report, rows[chosen], to: picture) }
    let names = dataset.table.flatMap { $0.hasNames ? $0.features : nil } ?? []
    let own = place.flatMap { values ? RowValues(rows, row: $0, names: names) : nil }
    let text =
      row == nil
      ? report.text(limit: data.limit ?? Self.shownRows)
      : report.rowText + (own.map { "\n" + $0.text } ?? "")
    try format.write(text, report.json(values: own), to: terminal)
    let files = [csv, picture].compactMap { $0 }.map { printable($0) }
    if !files.isEmpty { terminal.note("saved \(files.joined(separator: ", "))\n") }
  }

  /// The rows that are shown where the user does not say how many.
  private static let shownRows = 20
}

extension PredictCommand {
  /// Refuses options that this model has no use for.
  private func check(_ model: Model) throws(InputError) {
    if threshold != nil, model.head == .linear || model.outputCount > 1 {
      throw InputError(
        Diagnostic(
          code: "E0730",
          "--threshold is for models with one probability, and this one has "
            + (model.head == .linear ? "plain numbers" : "\(model.outputCount) of them"),
          at: .file(self.model), help: ["the class with the largest output is taken"]))
    }
  }

  /// Where a row of some number is among the rows.
  ///
  /// - Throws: E0731 where it is none of them.
  private func place(ofRow number: Int, in rows: Rows) throws(InputError) -> Int {
    if let place = (0..<rows.count).first(where: { rows.number(ofRow: $0) == number }) {
      return place
    }
    let last = rows.number(ofRow: rows.count - 1)
    throw InputError(
      Diagnostic(
        code: "E0731",
        "there is no row \(number): the \(rows.count) rows have numbers from "
          + "\(rows.number(ofRow: 0)) to \(last)", at: .file(rows.origin),
        help: number < last
          ? ["row \(number) of the data lacks a cell, or belongs to another part of it"] : []))
  }

  private func draw(_ report: PredictReport, _ rows: Rows, to path: String) throws {
    guard let sheet = PictureSheet(report, rows: rows) else {
      throw InputError(
        Diagnostic(
          code: "E0720",
          "rows of \(rows.shape.map(String.init).joined(separator: "x")) are no pictures, so there "
            + "is nothing to draw", help: ["leave --picture out"]))
    }
    let isPNG = path.lowercased().hasSuffix(".png")
    try AtomicWrite.write(isPNG ? sheet.bitmap.png() : Array(sheet.svg.utf8), to: path)
  }

  /// The rows that were asked for.
  ///
  /// - Throws: E0704 where there are none such.
  private func rows(of dataset: Dataset, for saved: SavedModel) throws(InputError) -> Rows {
    if let test = dataset.test { return split == .train ? dataset.train : test }
    if split == nil, dataset.table != nil { return dataset.train }
    let parts = try saved.parts(of: dataset)
    let rows = split == .train ? parts?.train : parts?.test
    if let rows = rows ?? (split == nil ? dataset.train : nil) { return rows }
    throw InputError(
      Diagnostic(
        code: "E0704",
        parts == nil
          ? "data set '\(dataset.name)' has no test rows of its own, and is not the data that the "
            + "model was trained on"
          : "data set '\(dataset.name)' has no test rows: the model was trained on all that it has",
        at: .file(dataset.folder), help: ["without --split all rows are taken"]))
  }

  /// Tells where rows are left out, as they were in training, and the user does not say so now.
  private func warn(_ dataset: Dataset, _ terminal: Terminal) {
    let count = dataset.leftOutRows
    guard count > 0, data.table.missing == nil else { return }
    terminal.show([
      Diagnostic(
        .warning, code: "W0504",
        "\(count) row\(count == 1 ? " lacks a cell and is" : "s lack a cell and are") left out, as "
          + "in training", at: .file(dataset.folder),
        help: ["--missing NUMBER fills such cells, --missing error names them"])
    ])
  }
}

extension Labels {
  /// What the report says of a row's own label.
  fileprivate func label(of row: Int) -> PredictReport.Label? {
    switch self {
    case .classes(let classes): .classIndex(Int(classes[row]))
    case .values(let values, let columns):
      .values((0..<columns).map { Double(values[row * columns + $0]) })
    case .unknown: nil
    }
  }
}
