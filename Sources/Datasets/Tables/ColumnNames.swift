/// The names that a table's header gives its columns, in their order.
struct ColumnNames {
  /// A column that has the name of an earlier one.
  struct Repetition {
    /// Where the earlier one stands.
    var earlier: Int
    /// Where this one stands.
    var place: Int
  }

  /// The names.
  let all: [String]
  /// The columns that have the name of an earlier one.
  let repetitions: [Repetition]
  private let places: [String: Int]

  init(_ names: [String]) {
    var places: [String: Int] = [:]
    var repetitions: [Repetition] = []
    for (place, name) in names.enumerated() {
      if let earlier = places[name] {
        repetitions.append(Repetition(earlier: earlier, place: place))
      } else {
        places[name] = place
      }
    }
    all = names
    self.places = places
    self.repetitions = repetitions
  }

  /// Where the first column with a name stands.
  subscript(name: String) -> Int? { places[name] }
}
