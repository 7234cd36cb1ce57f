public import Datasets

/// What `nnc data info` says of a data set.
public struct DataReport: Sendable {
  let dataset: Dataset
  let summary: DatasetSummary
  /// What `--png` drew.
  let legend: String?
  private let hasTrueColor: Bool

  /// More classes than this are not listed.
  static let classLimit = 40
  /// Only so many columns of the first rows are shown.
  static let columnLimit = 8
  /// How many of the first rows are shown.
  static let rowLimit = 5
  /// The columns of the narrowest terminal.
  private static let width = 80

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - legend: what a picture that was written shows.
  ///   - hasTrueColor: whether the text goes to a terminal with colours of 24 bits.
  public init(
    _ dataset: Dataset, _ summary: DatasetSummary, legend: String?, hasTrueColor: Bool
  ) {
    self.dataset = dataset
    self.summary = summary
    self.legend = legend
    self.hasTrueColor = hasTrueColor
  }

  /// The report for people.
  public var text: String {
    let kind = dataset.train.hasBytes ? "bytes, used as x / 255" : "numbers, used as they are"
    let parts = [
      "\(dataset.name): rows of \(shapeText(dataset.inputShape)) (\(kind)), "
        + targets + "\n"
        + (dataset.folder == dataset.name ? "" : "from \(dataset.folder)\n"),
      partsText, classText, numbersText, firstRowsText, pictureText,
      legend.map { wrapped($0, indent: 0) } ?? "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var targets: String {
    guard summary.values.isEmpty else {
      return summary.values.count == 1
        ? "labelled with a number" : "labelled with \(summary.values.count) numbers"
    }
    return "\(dataset.classCount) \(dataset.classCount == 1 ? "class" : "classes")"
  }

  private var partsText: String {
    var text = "\(grouped(dataset.train.count)) rows to train on"
    switch dataset.defaultValidation {
    case .rows(let rows): text += ", the first \(grouped(rows)) of them for validation by default"
    default: break
    }
    return text + "\n"
      + (dataset.test.map { "\(grouped($0.count)) rows to test on" } ?? "no rows to test on")
      + "\n"
  }

  private var classText: String {
    guard summary.values.isEmpty else { return valueText }
    var table = TextTable([
      ("class", .left), ("train", .right), ("share", .right), ("test", .right),
    ])
    for count in summary.classes.prefix(Self.classLimit) {
      table.add([
        count.name, grouped(count.train),
        fixed(100 * Double(count.train) / Double(max(dataset.train.count, 1)), 1) + " %",
        dataset.test == nil ? "" : grouped(count.test),
      ])
    }
    let more = summary.classes.count - Self.classLimit
    return table.text + (more > 0 ? "and \(more) more classes\n" : "") + balanceText
  }

  private var balanceText: String {
    guard let ratio = summary.imbalance else { return "" }
    guard ratio.isFinite else { return "unbalanced: some classes have no rows to train on\n" }
    let times = "the largest class has \(fixed(ratio, 2)) times the rows of the smallest"
    return (summary.isBalanced ? "balanced: " : "unbalanced: ") + times
      + (summary.isBalanced ? "" : ", more than 2") + "\n"
  }

  private var pictureText: String {
    if let shape = PictureShape(dataset.train) { return samplesText(shape) }
    guard let columns = summary.plot else { return "" }
    let marks = dataset.classNames.enumerated().prefix(Self.classLimit).map {
      "\(ScatterText.mark($0.offset)) is \($0.element)"
    }
    let legend = marks.isEmpty ? "" : marks.joined(separator: ", ") + "\n"
    return ScatterText(dataset, columns, width: 60, height: 22).lines.joined(separator: "\n") + "\n"
      + legend
  }

  /// The first row of each class, as many beside each other as fit.
  private func samplesText(_ shape: PictureShape) -> String {
    let limit = 16
    let gap = 2
    let range = summary.all.range
    let samples: [(name: String, picture: PictureText)] =
      dataset.sampleRows(perClass: 1).prefix(Self.classLimit).enumerated().compactMap {
        label, rows in
        rows.first.map {
          (
            label < dataset.classCount ? dataset.classNames[label] : "",
            PictureText(
              shape.bitmap(dataset.train, row: $0, range: range), limit: limit,
              hasTrueColor ? .colors : .shades)
          )
        }
      }
    guard let width = samples.first?.picture.width else { return "" }
    let perLine = max(1, (Self.width + gap) / (width + gap))
    let space = String(repeating: " ", count: gap)
    return stride(from: 0, to: samples.count, by: perLine).map { start in
      let group = samples[start..<min(start + perLine, samples.count)]
      let names = group.map { String($0.name.prefix(width)).padding(to: width) }
      let height = group.first?.picture.lines.count ?? 0
      let lines = (0..<height).map { line in
        group.map { $0.picture.lines[line] }.joined(separator: space)
      }
      return (lines + [names.joined(separator: space).trimmingTrailingSpaces()])
        .joined(separator: "\n") + "\n"
    }.joined()
  }
}
