import Source

extension Dataset {
  /// Every class has enough rows to be split.
  func checkStrata(
    _ members: [[Int]], of rows: Rows, least: Int, for purpose: String
  ) throws(InputError) {
    let few = members.enumerated().filter { !$0.element.isEmpty && $0.element.count < least }
    guard few.isEmpty else {
      throw InputError(
        few.prefix(20).map { label, members in
          Diagnostic(
            code: "E0311",
            "class \(quoted(className(label))) has \(members.count) "
              + "row\(members.count == 1 ? "" : "s"), too few for \(purpose)",
            at: .file(rows.origin), help: ["use --split random, or more rows"])
        })
    }
  }

  /// Every class of the rows that were taken from a table is among those that are left.
  func checkKnown(_ taken: Rows?, in rest: Rows) throws(InputError) {
    guard table != nil, let taken else { return }
    let unknown = Set(taken.classes).subtracting(rest.classes).sorted()
    guard unknown.isEmpty else {
      throw InputError(
        unknown.prefix(20).map {
          Diagnostic(
            code: "E0309",
            "the label \(quoted(className(Int($0)))) is not among the rows that are left to train on",
            at: .file(taken.origin), help: ["use --split stratified"])
        })
    }
  }

  private func className(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : String(label)
  }
}

extension Rows {
  /// All places but some.
  func places(without taken: [Int]) -> [Int] {
    let taken = Set(taken)
    return (0..<count).filter { !taken.contains($0) }
  }
}
