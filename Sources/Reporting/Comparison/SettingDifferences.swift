/// The settings in which runs differ.
struct SettingDifferences {
  /// A setting, and its text in each run; nil where the run does not have it.
  struct Difference {
    var name: String
    var values: [String?]
  }

  /// The differences: first layers, then other settings.
  let differences: [Difference]

  /// Compares runs.
  init(_ runs: [TrainedRun]) {
    let layers = Self.aligned(runs.map(\.layers)).enumerated().map { place, values in
      Difference(name: "layer \(place + 1)", values: values)
    }
    var names: [String] = []
    for name in runs.flatMap({ $0.settings.map(\.name) }) where !names.contains(name) {
      names.append(name)
    }
    let settings = names.map { name in
      Difference(
        name: name, values: runs.map { run in run.settings.first { $0.name == name }?.value })
    }
    differences = (layers + settings).filter { Set($0.values).count > 1 }
  }

  /// Lists of layers, one below the other, so that as few as possible differ: each list is laid
  /// beside those before it by the edit distance in which another layer of the same kind costs 1,
  /// as leaving one out does. Source: R. A. Wagner and M. J. Fischer, 1974.
  static func aligned(_ lists: [[String]]) -> [[String?]] {
    var rows: [[String?]] = []
    for (index, list) in lists.enumerated() {
      let empty = [String?](repeating: nil, count: index)
      rows = pairs(rows, list).map { row, layer in (row.map { rows[$0] } ?? empty) + [layer] }
    }
    return rows
  }

  /// Lists whose table of costs would have more cells are paired place by place.
  private static let tableLimit = 1 << 22

  private static func kind(_ layer: String) -> Substring { layer.prefix { $0 != " " } }

  /// What a layer costs in a row: nothing beside an equal one, 1 beside one of the same kind.
  private static func cost(_ layer: String, in row: [String?]) -> Int? {
    let others = row.compactMap { $0 }
    return others.contains(layer)
      ? 0 : others.contains { kind($0) == kind(layer) } ? 1 : nil
  }

  /// Which layer stands in which row; nil for a row without a layer, and for a new row.
  private static func pairs(
    _ rows: [[String?]], _ list: [String]
  ) -> [(row: Int?, layer: String?)] {
    guard rows.count * list.count <= tableLimit else {
      return (0..<max(rows.count, list.count)).map {
        (rows.indices.contains($0) ? $0 : nil, list.indices.contains($0) ? list[$0] : nil)
      }
    }
    // costs[i][j]: the least for the rows from i on and the layers from j on.
    var costs = [[Int]](
      repeating: [Int](repeating: 0, count: list.count + 1), count: rows.count + 1)
    for i in stride(from: rows.count, through: 0, by: -1) {
      for j in stride(from: list.count, through: 0, by: -1) where (i, j) != (rows.count, list.count)
      {
        var least = Int.max
        if i < rows.count { least = min(least, costs[i + 1][j] + 1) }
        if j < list.count { least = min(least, costs[i][j + 1] + 1) }
        if i < rows.count, j < list.count, let cost = cost(list[j], in: rows[i]) {
          least = min(least, costs[i + 1][j + 1] + cost)
        }
        costs[i][j] = least
      }
    }
    var pairs: [(row: Int?, layer: String?)] = []
    var (i, j) = (0, 0)
    while i < rows.count || j < list.count {
      if i < rows.count, j < list.count, let cost = cost(list[j], in: rows[i]),
        costs[i][j] == costs[i + 1][j + 1] + cost
      {
        pairs.append((i, list[j]))
        (i, j) = (i + 1, j + 1)
      } else if i < rows.count, costs[i][j] == costs[i + 1][j] + 1 {
        pairs.append((i, nil))
        i += 1
      } else {
        pairs.append((nil, list[j]))
        j += 1
      }
    }
    return pairs
  }

  /// The differences for people: each value with the marks of the runs that have it.
  var text: String {
    guard !differences.isEmpty else { return "the runs do not differ in any setting\n" }
    var table = TextTable([.left, .left, .left])
    for difference in differences {
      var name = difference.name
      var values: [String?] = []
      for value in difference.values where !values.contains(value) { values.append(value) }
      for value in values {
        let marks = difference.values.indices.filter { difference.values[$0] == value }
          .map(runMark).joined(separator: " ")
        table.add([name, marks, shortened(value ?? "-", 50)])
        name = ""
      }
    }
    return table.text
  }
}
