import Glibc

/// The rows of a data set in the type they are stored in: bytes or floats.
public final class Table: @unchecked Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of elements in a row.
  public let columns: Int
  /// Whether the elements are bytes, else they are floats.
  public let isBytes: Bool
  /// The elements, row by row.
  let memory: Memory

  /// A table of bytes, row by row; their number must be a multiple of `columns`.
  public init(bytes: [UInt8], columns: Int) {
    rows = Self.rows(of: bytes.count, columns: columns)
    self.columns = columns
    isBytes = true
    memory = Memory(byteCount: bytes.count)
    unsafe bytes.withUnsafeBytes { unsafe Self.copy($0, into: memory) }
  }

  /// A table of floats, row by row; their number must be a multiple of `columns`.
  public init(floats: [Float], columns: Int) {
    rows = Self.rows(of: floats.count, columns: columns)
    self.columns = columns
    isBytes = false
    memory = Memory(byteCount: floats.count * MemoryLayout<Float>.size)
    unsafe floats.withUnsafeBytes { unsafe Self.copy($0, into: memory) }
  }

  private static func rows(of count: Int, columns: Int) -> Int {
    precondition(
      columns > 0 && count % columns == 0, "\(count) elements are no rows of \(columns)")
    return count / columns
  }

  private static func copy(_ source: UnsafeRawBufferPointer, into memory: Memory) {
    if let start = source.baseAddress { unsafe memcpy(memory.base, start, source.count) }
  }
}
