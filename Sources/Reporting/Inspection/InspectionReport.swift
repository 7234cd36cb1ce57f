public import JSON

/// The parameters and statistics of a saved model.
public struct InspectionReport: Sendable {
  /// A tensor.
  public struct Tensor: Sendable {
    /// Its name.
    public var name: String
    /// Its shape.
    public var shape: [Int]
    /// Its elements, row by row.
    public var values: [Float]

    /// Makes a tensor.
    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }

    /// The tensor as a matrix: its first axis and all others, or one row.
    var columns: Int { shape.dropFirst().isEmpty ? values.count : shape[1...].reduce(1, *) }
    var rows: Int { shape.count > 1 ? shape[0] : 1 }
  }

  /// Which elements are printed; nil for the first ones.
  public struct Window: Sendable {
    /// The rows.
    public var rows: ClosedRange<Int>?
    /// The columns.
    public var columns: ClosedRange<Int>?

    /// Makes a window.
    public init(rows: ClosedRange<Int>? = nil, columns: ClosedRange<Int>? = nil) {
      self.rows = rows
      self.columns = columns
    }

    /// The rows and columns of a tensor that are in the window.
    func cut(_ tensor: Tensor) -> (rows: Range<Int>, columns: Range<Int>) {
      func cut(_ range: ClosedRange<Int>?, _ count: Int, first: Int) -> Range<Int> {
        (range.map { Range($0) } ?? 0..<first).clamped(to: 0..<count)
      }
      return (
        cut(rows, tensor.rows, first: 20),
        cut(columns, tensor.columns, first: tensor.rows == 1 ? 100 : 7)
      )
    }
  }

  private let tensors: [Tensor]
  private let isDetailed: Bool
  private let bins: Int
  private let window: Window?

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - tensors: the tensors that it is about.
  ///   - isDetailed: whether histograms are shown.
  ///   - bins: the stretches of a histogram.
  ///   - window: which elements are printed; nil for none.
  public init(_ tensors: [Tensor], isDetailed: Bool, bins: Int = 16, window: Window? = nil) {
    self.tensors = tensors
    self.isDetailed = isDetailed
    self.bins = bins
    self.window = window
  }

  /// The report for people.
  public var text: String {
    var table = TextTable(
      [("tensor", .left), ("shape", .right)]
        + ["min", "max", "mean", "deviation", "norm", "zeros"].map { ($0, .right) })
    var remarks: [String] = []
    for tensor in tensors {
      let figures = TensorFigures(shape: tensor.shape, values: tensor.values)
      table.add(
        [shortened(tensor.name, 20), shapeText(tensor.shape)]
          + [figures.minimum, figures.maximum, figures.mean, figures.deviation, figures.norm].map {
            significant($0, 3)
          } + [grouped(figures.zeros)])
      if figures.zeroColumns > 0 {
        remarks.append(
          "\(tensor.name): \(figures.zeroColumns) of \(tensor.columns) columns are all 0: "
            + "these units read nothing")
      }
      if figures.zeroRows > 0 {
        remarks.append(
          "\(tensor.name): \(figures.zeroRows) of \(tensor.rows) rows are all 0: "
            + "no unit reads these inputs")
      }
    }
    let count = tensors.reduce(0) { $0 + $1.values.count }
    return table.text + remarks.map { wrapped($0, indent: 0) }.joined()
      + "\(grouped(count)) numbers\n" + details
  }

  private var details: String {
    tensors.map { tensor in
      (isDetailed ? "\n\(tensor.name)\n" + Histogram(tensor.values, bins: bins).text : "")
        + (window.map { values(tensor, $0) } ?? "")
    }.joined()
  }

  private func values(_ tensor: Tensor, _ window: Window) -> String {
    let (rows, columns) = window.cut(tensor)
    func part(_ range: Range<Int>, _ count: Int) -> String {
      "\(range.lowerBound) to \(range.upperBound - 1) of \(grouped(count))"
    }
    guard !rows.isEmpty, !columns.isEmpty else {
      return "\n\(tensor.name): no such rows or columns\n"
    }
    let isWhole = rows.count == tensor.rows && columns.count == tensor.columns
    func cell(_ row: Int, _ column: Int) -> String {
      significant(Double(tensor.values[row * tensor.columns + column]), 4)
    }
    let head =
      isWhole
      ? "" : ": rows \(part(rows, tensor.rows)), columns \(part(columns, tensor.columns))"
    return "\n\(tensor.name)\(head)\n"
      + (isWhole && tensor.rows == 1
        ? listText(columns.map { cell(0, $0) })
        : MatrixText(rows: rows, columns: columns, cell: cell).text())
  }

  /// The figures of the tensors as comma-separated values; of a single one its elements, a line a
  /// row, with all their digits and nothing else.
  public var csv: String {
    if tensors.count == 1, let tensor = tensors.first {
      return Reporting.csv(
        (0..<tensor.rows).map { row in
          tensor.values[(row * tensor.columns)..<((row + 1) * tensor.columns)].map { "\($0)" }
        })
    }
    let rows = tensors.map { tensor in
      let figures = TensorFigures(shape: tensor.shape, values: tensor.values)
      return [tensor.name, shapeText(tensor.shape)]
        + [figures.minimum, figures.maximum, figures.mean, figures.deviation, figures.norm].map {
          "\($0)"
        } + ["\(figures.zeros)"]
    }
    return Reporting.csv(
      [["tensor", "shape", "min", "max", "mean", "deviation", "norm", "zeros"]] + rows)
  }

  /// The report for programs.
  public var json: JSON { ["tensors": .array(tensors.map(json))] }

  private func json(_ tensor: Tensor) -> JSON {
    let figures = TensorFigures(shape: tensor.shape, values: tensor.values)
    var object: JSONObject = [
      "name": JSON.string(tensor.name),
      "shape": .array(tensor.shape.map { .integer(Int64($0)) }),
      "min": .number(figures.minimum), "max": .number(figures.maximum),
      "mean": .number(figures.mean), "deviation": .number(figures.deviation),
      "norm": .number(figures.norm), "zeros": .integer(Int64(figures.zeros)),
      "zero_rows": .integer(Int64(figures.zeroRows)),
      "zero_columns": .integer(Int64(figures.zeroColumns)),
    ]
    if isDetailed {
      let histogram = Histogram(tensor.values, bins: bins)
      object["histogram"] = [
        "edges": .array(histogram.edges.map { .number($0) }),
        "counts": .array(histogram.counts.map { .integer(Int64($0)) }),
      ]
    }
    if let window {
      let (rows, columns) = window.cut(tensor)
      object["rows"] = [.integer(Int64(rows.lowerBound)), .integer(Int64(rows.upperBound))]
      object["columns"] = [
        .integer(Int64(columns.lowerBound)), .integer(Int64(columns.upperBound)),
      ]
      object["values"] = .array(
        rows.map { row in
          .array(columns.map { .number(Double(tensor.values[row * tensor.columns + $0])) })
        })
    }
    return .object(object)
  }
}
