extension Dataset {
  /// The first `count` training rows of each class, in the order of classes; fewer where a class has
  /// fewer. Where labels are no classes, the first of all.
  public func sampleRows(perClass count: Int) -> [[Int]] {
    guard classCount > 0 else { return [Array(0..<min(count, train.count))] }
    var samples = Array(repeating: [Int](), count: classCount)
    for (row, label) in train.classes.enumerated()
    where Int(label) < classCount && samples[Int(label)].count < count {
      samples[Int(label)].append(row)
    }
    return samples
  }
}
