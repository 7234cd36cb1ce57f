public import Kernels

/// How a node's work may be cut among workers.
///
/// A node iterates over a domain of rows x columns. A worker gets a block of it: some of the rows,
/// or some of the columns. What the block touches of an operand or result follows from `Access`:
/// each of the tensor's own two axes (seen as a matrix) is taken whole, or follows the domain's
/// rows or columns. This is all that the planner needs to place barriers, whatever the operator.
public struct Work: Hashable, Sendable {
  /// An axis of the domain.
  public enum Axis: Hashable, Sendable {
    case rows, columns
  }

  /// What an axis of a tensor follows.
  public enum Extent: Hashable, Sendable {
    /// Every block touches the whole axis.
    case whole
    /// The block's rows.
    case rows
    /// The block's columns.
    case columns
  }

  /// What a block touches of a tensor: its rows and its columns.
  public struct Access: Hashable, Sendable {
    /// What the tensor's rows follow.
    public var rows: Extent
    /// What the tensor's columns follow.
    public var columns: Extent

    /// Makes an access.
    public init(rows: Extent, columns: Extent) {
      self.rows = rows
      self.columns = columns
    }

    /// The same element as the domain's: the access of element-wise operators.
    public static let element = Access(rows: .rows, columns: .columns)
    /// A row of the tensor for each row of the domain.
    public static let row = Access(rows: .rows, columns: .whole)
    /// A column of the tensor for each column of the domain.
    public static let column = Access(rows: .whole, columns: .columns)
    /// An element of a vector for each row of the domain.
    public static let elementPerRow = Access(rows: .whole, columns: .rows)
    /// All of the tensor.
    public static let whole = Access(rows: .whole, columns: .whole)

    /// The part of a tensor of this type that a block touches.
    public func region(of type: TensorType, in block: Block) -> Block {
      region(rows: type.rows, columns: type.columns, in: block)
    }

    /// The part of a tensor of this many rows and columns that a block touches.
    public func region(rows rowCount: Int, columns columnCount: Int, in block: Block) -> Block {
      func range(_ extent: Extent, _ count: Int) -> Range<Int> {
        switch extent {
        case .whole: 0..<count
        case .rows: block.rows
        case .columns: block.columns
        }
      }
      return Block(rows: range(rows, rowCount), columns: range(columns, columnCount))
    }
  }

  /// The number of rows of the domain.
  public var rows: Int
  /// The number of columns of the domain.
  public var columns: Int
  /// The axes along which the domain may be cut, the preferred one first; none when one worker does
  /// it all.
  public var axes: [Axis]
  /// What a block touches of each operand.
  public var operands: [Access]
  /// What a block touches of each result.
  public var results: [Access]

  /// Makes a description.
  public init(rows: Int, columns: Int, axes: [Axis], operands: [Access], results: [Access]) {
    self.rows = rows
    self.columns = columns
    self.axes = axes
    self.operands = operands
    self.results = results
  }

  /// An element-wise operator over tensors that have the result's shape; `operands` names the
  /// exceptions.
  public static func elementwise(_ type: TensorType, operands: [Access], results: Int = 1) -> Work {
    Work(
      rows: type.rows, columns: type.columns, axes: type.rows > 1 ? [.rows, .columns] : [.columns],
      operands: operands, results: Array(repeating: .element, count: results))
  }

  /// Work that one worker does alone.
  public static func undivided(operands: Int, results: Int = 1) -> Work {
    Work(
      rows: 1, columns: 1, axes: [], operands: Array(repeating: .whole, count: operands),
      results: Array(repeating: .whole, count: results))
  }

  /// The whole domain as one block.
  public var domain: Block { Block(rows: 0..<rows, columns: 0..<columns) }
}
