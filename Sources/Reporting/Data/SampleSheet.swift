public import Datasets

/// A data set as one picture, to be looked at: samples of every class, or points.
public struct SampleSheet: Sendable {
  /// The picture.
  public let bitmap: Bitmap
  /// What stands where in it.
  public let legend: String

  /// The most classes that have a row in a sheet of pictures.
  private static let classLimit = 50

  /// Draws pictures, ten of each class in a row, the classes in their order from the top; or points of
  /// two columns, a colour for each class. Nil for rows that are neither, as `DatasetSummary` says.
  public init?(_ dataset: Dataset, _ summary: DatasetSummary) {
    if let shape = PictureShape(dataset.train) {
      self.init(dataset, shape, summary.all)
    } else if let columns = summary.plot {
      self.init(points: dataset, columns)
    } else {
      return nil
    }
  }

  private init(_ dataset: Dataset, _ shape: PictureShape, _ numbers: ColumnSummary) {
    let perClass = 10
    let gap = 2
    let samples = dataset.sampleRows(perClass: perClass).prefix(Self.classLimit)
    // A sheet is some 600 pixels wide.
    let pictures = samples.map { rows in
      rows.map { shape.bitmap(dataset.train, row: $0, range: numbers.range).fitted(to: 60) }
    }
    let first = pictures.joined().first
    let (width, height) = ((first?.width ?? 60) + gap, (first?.height ?? 60) + gap)
    var sheet = Bitmap(
      width: perClass * width + gap, height: samples.count * height + gap,
      channels: shape.channels, shade: 255)
    for (line, pictures) in pictures.enumerated() {
      for (column, picture) in pictures.enumerated() {
        sheet.draw(picture, x: gap + column * width, y: gap + line * height)
      }
    }
    bitmap = sheet
    let left = dataset.classCount - samples.count
    guard dataset.classCount > 0 else {
      legend = "the first rows"
      return
    }
    legend =
      "a row of samples for each class, from the top: "
      + dataset.classNames.prefix(samples.count).joined(separator: ", ")
      + (left > 0 ? "; \(left) more classes are left out" : "")
  }

  private init(points dataset: Dataset, _ columns: PlotColumns) {
    let side = 600
    let margin = 20
    let train = dataset.train
    let x = ColumnAxis(dataset, "x", column: columns.x)
    let y = ColumnAxis(dataset, "y", column: columns.y)
    var sheet = Bitmap(
      width: side + 2 * margin, height: side + 2 * margin, channels: 3, shade: 255)
    for place in (margin - 8)...(side + margin + 8) {
      for (x, y) in [
        (place, margin - 8), (place, side + margin + 8), (margin - 8, place),
        (side + margin + 8, place),
      ] {
        for channel in 0..<3 { sheet[x, y, channel] = 160 }
      }
    }
    let classes = train.classes
    for row in 0..<train.count where train.isWholePoint(row, columns) {
      let label = classes.isEmpty ? 0 : Int(classes[row])
      let color = PlotColor.number(label).channels
      let left = margin + x.place(train.element(columns.x, ofRow: row), of: side)
      let top = margin + side - 1 - y.place(train.element(columns.y, ofRow: row), of: side)
      for dy in -3...3 {
        for dx in -3...3 where dx * dx + dy * dy <= 10 {
          for channel in 0..<3 { sheet[left + dx, top + dy, channel] = color[channel] }
        }
      }
    }
    bitmap = sheet
    legend =
      "\(x.text), \(y.text); "
      + dataset.classNames.enumerated().map {
        "\($0.element) \(PlotColor.number($0.offset).name)"
      }.joined(separator: ", ")
  }
}
