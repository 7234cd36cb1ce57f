/// What rows are to be told from their elements.
public enum Labels: Hashable, Sendable {
  /// A class per row, from 0.
  case classes([Int32])
  /// `columns` plain numbers per row, row after row.
  case values([Float], columns: Int)
  /// Nothing is known of so many rows.
  case unknown(rows: Int)

  /// The number of rows.
  public var count: Int {
    switch self {
    case .classes(let classes): classes.count
    case .values(let values, let columns): values.count / columns
    case .unknown(let rows): rows
    }
  }

  /// The labels of a range of rows.
  subscript(range: Range<Int>) -> Labels {
    switch self {
    case .classes(let classes): .classes(Array(classes[range]))
    case .values(let values, let columns):
      .values(
        Array(values[(range.lowerBound * columns)..<(range.upperBound * columns)]),
        columns: columns)
    case .unknown: .unknown(rows: range.count)
    }
  }

  /// The labels of some rows in an order.
  subscript(places: [Int]) -> Labels {
    switch self {
    case .classes(let classes): .classes(places.map { classes[$0] })
    case .values(let values, let columns):
      .values(values.rows(at: places, columns: columns), columns: columns)
    case .unknown: .unknown(rows: places.count)
    }
  }
}

extension Labels {
  /// The labels as targets of a network of `columns` plain numbers: values as they are; a class is
  /// the number it stands for where there is one column, and otherwise 1 in its own column and 0 in
  /// the others.
  ///
  /// - Parameter numbers: what each class stands for; its index where it is nil.
  func asValues(columns: Int, numbers: [Float]?) -> Labels {
    guard case .classes(let classes) = self else { return self }
    guard columns > 1 else {
      return .values(classes.map { numbers?[Int($0)] ?? Float($0) }, columns: 1)
    }
    var values = [Float](repeating: 0, count: classes.count * columns)
    for (row, label) in classes.enumerated() where label < columns {
      values[row * columns + Int(label)] = 1
    }
    return .values(values, columns: columns)
  }
}

extension Array where Element: BitwiseCopyable {
  /// The elements of some rows of `columns` elements each, in an order.
  func rows(at places: [Int], columns: Int) -> [Element] {
    var rows: [Element] = []
    rows.reserveCapacity(places.count * columns)
    for place in places {
      rows.append(contentsOf: self[(place * columns)..<((place + 1) * columns)])
    }
    return rows
  }
}
