/// The part of a node's iteration domain that one worker computes: rows x columns.
public struct Block: Hashable, Sendable {
  /// The rows.
  public var rows: Range<Int>
  /// The columns.
  public var columns: Range<Int>

  /// The block of `rows` x `columns`.
  public init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }
}
