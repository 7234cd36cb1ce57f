import Source

/// Which columns of a file are read as what.
struct ColumnChoice {
  /// Where the features stand in the file, in their order.
  var features: [Int]
  /// Where the labels stand; none where a file to predict has no label.
  var labels: [Int]

  /// The columns that `label` chooses: names or numbers, one or several with commas between them,
  /// or a range of numbers such as `5-7`. Numbers count from 1, negative ones from the end.
  ///
  /// - Throws: E0325 for a column that is not there, that is chosen twice, or where no other is
  ///   left.
  init(
    label: String?, names: ColumnNames?, width: Int, path: String
  ) throws(InputError) {
    labels = try Self.columns(label ?? "-1", names, width, path)
    var chosen: Set<Int> = []
    for column in labels where !chosen.insert(column).inserted {
      throw InputError(
        "E0325", "column \(column + 1) is chosen twice by '--label \(printable(label ?? ""))'",
        in: path)
    }
    features = (0..<width).filter { !chosen.contains($0) }
    guard !features.isEmpty else {
      throw InputError(
        "E0325", "no column is left besides the label", in: path,
        help: width == 1 ? ["if the cells are not separated by commas, give --delimiter"] : [])
    }
  }

  private static func columns(
    _ text: String, _ names: ColumnNames?, _ width: Int, _ path: String
  ) throws(InputError) -> [Int] {
    if let column = names?[text] { return [column] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var columns: [Int] = []
    for part in parts {
      let part = String(part.drop { $0 == " " })
      if let column = names?[part] {
        columns.append(column)
      } else if let number = Int(part) {
        columns.append(try index(number, width, path))
      } else if let range = range(part) {
        let first = try index(range.0, width, path)
        let last = try index(range.1, width, path)
        guard first <= last else {
          throw InputError("E0325", "the range of columns '\(part)' is upside down", in: path)
        }
        columns += Array(first...last)
      } else {
        throw unknown(part, names, path)
      }
    }
    return columns
  }

  private static func index(
    _ number: Int, _ width: Int, _ path: String
  ) throws(InputError) -> Int {
    let index = number > 0 ? number - 1 : width + number
    guard number != 0, (0..<width).contains(index) else {
      throw InputError(
        "E0325", "there is no column \(number): the table has \(width)", in: path,
        help: ["columns count from 1, and from the end with -1, -2, …"])
    }
    return index
  }

  /// `5-7`.
  private static func range(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = Int(parts[0]), let high = Int(parts[1]) else { return nil }
    return (low, high)
  }

  private static func unknown(_ name: String, _ names: ColumnNames?, _ path: String) -> InputError {
    guard let names = names?.all else {
      return InputError(
        "E0325", "there is no column named \(quoted(name)): the table has no header", in: path,
        help: ["give the column's number, such as -1 for the last, or --header yes"])
    }
    let near = nearestName(to: name, among: names)
    return InputError(
      "E0325", "there is no column named \(quoted(name))", in: path,
      help: [
        near.map { "did you mean '\(printable($0))'?" }
          ?? "the columns are \(names.prefix(20).map(printable).joined(separator: ", "))"
      ])
  }
}
