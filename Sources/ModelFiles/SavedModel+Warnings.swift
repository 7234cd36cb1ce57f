public import Datasets
public import Source

extension SavedModel {
  /// Warns where rows are on another scale than those that the model was trained on, as far as that
  /// was recorded.
  public func warnings(about rows: Rows) -> [Diagnostic] {
    guard let inputRange else { return [] }
    let found = InputRange(of: rows)
    guard found.isOnAnotherScale(than: inputRange) else { return [] }
    func text(_ number: Float) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
    func words(_ range: InputRange) -> String {
      range.areBytes
        ? "bytes, which become 0 to 1" : "numbers from \(text(range.low)) to \(text(range.high))"
    }
    return [
      Diagnostic(
        .warning, code: "W0508",
        "these rows are \(words(found)), and the model was trained on \(words(inputRange))",
        at: .file(rows.origin),
        help: [
          found.areBytes
            ? "give the numbers that the model was trained on, as floats"
            : "give bytes, as numpy's uint8"
              + (found.low >= 0 && found.high > 2 ? ", or divide the numbers by 255" : "")
        ])
    ]
  }
}
