extension Rows {
  /// How many rows each class has, up to the largest label.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: Int(labels.max() ?? -1) + 1)
    for label in labels { counts[Int(label)] += 1 }
    return counts
  }
}
