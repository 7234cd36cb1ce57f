/// How many rows are meant, as a user gives it.
enum RowShare {
  /// So many.
  case rows(Int)
  /// This part of those that there are.
  case fraction(Double)

  /// Reads `5000` or `0.1`; nil for any other text, for no rows, and for a fraction outside (0, 1).
  init?(parsing text: String) {
    if let rows = Int(text) {
      guard rows > 0 else { return nil }
      self = .rows(rows)
    } else {
      guard let fraction = Double(text), fraction > 0, fraction < 1 else { return nil }
      self = .fraction(fraction)
    }
  }
}
