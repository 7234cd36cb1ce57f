public import Training

/// The history of a run as a table for spreadsheets and plots.
public struct HistoryTable: Sendable {
  /// A record an epoch.
  public var history: [EpochRecord]

  /// Makes a table.
  public init(_ history: [EpochRecord]) { self.history = history }

  /// Comma-separated values by RFC 4180: a line of names, then a line an epoch. A figure that was not
  /// measured is empty; the others have all digits that they need to read back the same.
  public var csv: String { Reporting.csv([names] + lines) }

  /// The names of the columns.
  var names: [String] { ["epoch"] + (history.first?.figures.map(\.key) ?? []) }

  /// The cells of each epoch.
  var lines: [[String]] {
    history.map { record in
      [String(record.epoch)] + record.figures.map { $0.value.map { "\($0)" } ?? "" }
    }
  }
}
