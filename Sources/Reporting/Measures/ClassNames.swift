import Source

/// The names of classes, or their numbers where they have none.
public struct ClassNames: Sendable {
  private let names: [String]

  /// Takes names by the classes' indices.
  public init(_ names: [String]) { self.names = names }

  /// The name of a class, as it is. An output that none of the classes has is called so: its number
  /// may be another one's name.
  subscript(index: Int) -> String {
    guard !names.isEmpty else { return String(index) }
    return names.indices.contains(index) ? names[index] : "output \(index)"
  }

  /// The name of a class, printable, and cut where it has more than `limit` characters.
  func short(_ index: Int, _ limit: Int = 20) -> String { shortened(printable(self[index]), limit) }

  /// Whether classes have names that say more than their numbers.
  var areWords: Bool { names.enumerated().contains { String($0.offset) != $0.element } }
}
