extension Rows {
  /// How many rows each class has, up to the largest label; nil for rows that are labelled with
  /// numbers, or not at all.
  public var classCounts: [Int]? {
    guard case .classes(let classes) = labels else { return nil }
    var counts = [Int](repeating: 0, count: Int(classes.max() ?? -1) + 1)
    for label in classes { counts[Int(label)] += 1 }
    return counts
  }
}
