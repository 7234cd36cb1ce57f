public import Datasets
public import Kernels
public import Lowering
public import Source

/// Rows in the memory that kernels read, in their stored type.
public struct LoadedRows: Sendable {
  /// The rows.
  public let table: Table
  /// What is to be told of them.
  public let labels: Labels

  /// The labels in the memory that kernels read.
  public enum Labels: Sendable {
    /// The classes, an i32 vector.
    case classes(Matrix)
    /// Rows of plain numbers.
    case values(Table)
    /// Nothing is known.
    case unknown
  }

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
    labels =
      switch rows.labels {
      case .classes(let classes): .classes(Self.vector(classes))
      case .values(let values, let columns): .values(Table(floats: values, columns: columns))
      case .unknown: .unknown
      }
  }

  /// Random rows of floats between 0 and 1 with random labels below `classes`, by a seed.
  ///
  /// - Throws: E0502 where they do not fit this machine.
  public init(
    random count: Int, columns: Int, classes: Int, seed: UInt64
  ) throws(InputError) {
    var stream = RandomStream(seed: seed, stream: 0x726F_7773)
    table = try Self.table(random: count, columns: columns, &stream)
    labels = .classes(Self.vector((0..<count).map { _ in Int32(stream.below(classes)) }))
  }

  /// Random rows of floats between 0 and 1 with random labels for a model, by a seed.
  ///
  /// - Throws: E0502 where they do not fit this machine.
  public init(random count: Int, for model: Model, seed: UInt64) throws(InputError) {
    var stream = RandomStream(seed: seed, stream: 0x726F_7773)
    table = try Self.table(random: count, columns: model.inputShape.reduce(1, *), &stream)
    switch model.targets {
    case .classes:
      let classes = max(model.outputCount, 2)
      labels = .classes(Self.vector((0..<count).map { _ in Int32(stream.below(classes)) }))
    case .values(let outputs):
      labels = .values(try Self.table(random: count, columns: outputs, &stream))
    }
  }

  private static func table(
    random count: Int, columns: Int, _ stream: inout RandomStream
  ) throws(InputError) -> Table {
    // They are there twice while the table takes them over.
    let rowSize = columns.multipliedReportingOverflow(by: 2 * MemoryLayout<Float>.size)
    let size = rowSize.partialValue.multipliedReportingOverflow(by: count)
    try checkFits(
      rowSize.overflow || size.overflow ? .max : size.partialValue, on: Machine.memory,
      doing: "a set of \(count) random rows")
    return Table(
      floats: (0..<(count * columns)).map { _ in Float(stream.uniform()) }, columns: columns)
  }

  private static func vector(_ labels: [Int32]) -> Matrix {
    let matrix = Memory(byteCount: max(labels.count * 4, 64)).matrix(
      at: 0, .i32, rows: 1, columns: labels.count)
    matrix.write(labels)
    return matrix
  }
}
