public import Datasets
public import Kernels
public import Source

/// Rows in the memory that kernels read, in their stored type.
public struct LoadedRows: Sendable {
  /// The rows.
  public let table: Table
  /// Their labels, an i32 vector.
  public let labels: Matrix
  /// How many there are.
  public var count: Int { table.rows }

  /// Copies rows of a data set.
  public init(_ rows: Rows) {
    let columns = rows.elementsPerRow
    let range = rows.firstElement..<(rows.firstElement + rows.count * columns)
    table =
      switch rows.storage {
      case .bytes(let bytes): Table(bytes: Array(bytes[range]), columns: columns)
      case .floats(let floats): Table(floats: Array(floats[range]), columns: columns)
      }
    labels = Self.vector(rows.labels)
  }

  /// Random rows of floats between 0 and 1 with random labels below `classes`, by a seed.
  ///
  /// - Throws: E0502 where they do not fit this machine.
  public init(
    random count: Int, columns: Int, classes: Int, seed: UInt64
  ) throws(InputError) {
    // They are there twice while the table takes them over.
    let rowSize = columns.multipliedReportingOverflow(by: 2 * MemoryLayout<Float>.size)
    let size = rowSize.partialValue.multipliedReportingOverflow(by: count)
    try checkFits(
      rowSize.overflow || size.overflow ? .max : size.partialValue, on: Machine.memory,
      doing: "a set of \(count) random rows")
    var stream = RandomStream(seed: seed, stream: 0x726F_7773)
    table = Table(
      floats: (0..<(count * columns)).map { _ in Float(stream.uniform()) }, columns: columns)
    labels = Self.vector((0..<count).map { _ in Int32(stream.below(classes)) })
  }

  private static func vector(_ labels: [Int32]) -> Matrix {
    let matrix = Memory(byteCount: max(labels.count * 4, 64)).matrix(
      at: 0, .i32, rows: 1, columns: labels.count)
    matrix.write(labels)
    return matrix
  }
}
