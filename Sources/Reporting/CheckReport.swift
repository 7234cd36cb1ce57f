public import JSON
public import Training

/// What `nnc check` found.
public struct CheckReport: Sendable {
  private let check: GradientCheck
  private let floors: [Double]

  /// Makes a report; `floors` are those of a second table, of which there is none without them.
  public init(_ check: GradientCheck, floors: [Double] = []) {
    self.check = check
    self.floors = floors
  }

  /// Whether the worst tensor is within the tolerance.
  public var isSound: Bool { check.worst <= GradientCheck.tolerance }

  /// The report for people: a row a parameter, a column a step, the best step marked.
  public var text: String {
    let steps = check.steps.map {
      (title: "h=\(scientific($0, 0))", TextTable.Alignment.right)
    }
    var table = TextTable(
      [("parameter", .left), ("shape", .left), ("entries", .right)] + steps + [("skipped", .right)])
    for tensor in check.tensors {
      let errors = tensor.errors.enumerated().map { index, error in
        (index == tensor.best ? "*" : "") + scientific(error, 1)
      }
      table.add(
        [
          tensor.name, tensor.shape.map(String.init).joined(separator: "x"), "\(tensor.entries)",
        ] + errors + ["\(tensor.best.map { tensor.skipped[$0] } ?? tensor.entries)"])
    }
    return table.text + """

      the relative error of each gradient by the step of the central differences; * marks the best
      \(unchecked)worst \(scientific(check.worst, 1)), \
      \(isSound ? "within" : "BEYOND") the tolerance of \(scientific(GradientCheck.tolerance, 0))

      """ + floorTable
  }

  /// The errors with each of the floors.
  private var floorTable: String {
    guard !floors.isEmpty else { return "" }
    var table = TextTable(
      [("parameter", .left)] + floors.map { ("floor \(scientific($0, 0))", .right) })
    for tensor in check.tensors {
      table.add([tensor.name] + floors.map { scientific(tensor.error(floor: $0), 1) })
    }
    return "\n" + table.text + """

      ||a - n|| / max(floor, ||a|| + ||n||), a the gradient and n the central differences, at the best step

      """
  }

  private var unchecked: String {
    check.unchecked.isEmpty
      ? "" : "not checked, for there is no gradient: \(check.unchecked.joined(separator: ", "))\n"
  }

  /// The report for programs.
  public var json: JSON {
    [
      "worst_relative_error": .number(check.worst),
      "tolerance": .number(GradientCheck.tolerance),
      "steps": .array(check.steps.map { .number($0) }),
      "unchecked": .array(check.unchecked.map { .string($0) }),
      "tensors": .array(
        check.tensors.map { tensor in
          [
            "name": .string(tensor.name),
            "shape": .array(tensor.shape.map { .integer(Int64($0)) }),
            "entries": .integer(Int64(tensor.entries)),
            "errors": .array(tensor.errors.map { .number($0) }),
            "skipped": .array(tensor.skipped.map { .integer(Int64($0)) }),
            "best_step": .optional(tensor.best.map { check.steps[$0] }),
            "relative_error": .number(tensor.error),
            "floor_errors": .array(floors.map { .number(tensor.error(floor: $0)) }),
          ]
        }),
    ]
  }
}
