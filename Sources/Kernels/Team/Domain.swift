/// What a kernel iterates over: a block of its output. Hands out windows on the operands and checks
/// each against the output's shape and element type, so that kernels need no checks.
struct Domain {
  /// The number of rows to loop over.
  let rows: Int
  /// The number of columns to loop over.
  let columns: Int
  /// The element type of the output, which most operands share.
  let element: ElementType
  /// The memory of all operands so far.
  private(set) var owners: [any AnyObject & Sendable] = []

  private let block: Block
  private let shape: (rows: Int, columns: Int)
  private let isFlat: Bool

  /// A block of `output`, or of any other matrix that has the shape of the iteration.
  ///
  /// An element-wise kernel over whole rows sees them as one long row; then it may not use vectors.
  init(_ block: Block, of output: Matrix, elementwise: Bool = false) {
    precondition(
      block.rows.lowerBound >= 0 && block.rows.upperBound <= output.rows
        && block.columns.lowerBound >= 0 && block.columns.upperBound <= output.columns,
      "\(block) leaves a \(output.rows) x \(output.columns) matrix")
    self.block = block
    shape = (output.rows, output.columns)
    element = output.element
    isFlat = elementwise && block.columns.count == output.columns && !block.rows.isEmpty
    rows = isFlat ? 1 : block.rows.count
    columns = isFlat ? block.rows.count * output.columns : block.columns.count
  }

  /// Whole rows of `output`.
  init(rows: Range<Int>, of output: Matrix) {
    self.init(Block(rows: rows, columns: 0..<output.columns), of: output)
  }

  /// The block of an operand that has the shape of the output.
  mutating func matrix(_ operand: Matrix) -> Window {
    check(operand, shape.rows, shape.columns, element)
    return window(operand, row: block.rows.lowerBound, column: block.columns.lowerBound)
  }

  /// The block of an operand that has the shape of the output's transpose, row for column.
  mutating func transposed(_ operand: Matrix) -> Window {
    precondition(!isFlat, "a flat domain has no columns")
    check(operand, shape.columns, shape.rows, element)
    return window(operand, row: block.columns.lowerBound, column: block.rows.lowerBound)
  }

  /// The columns of an operand that has one element a column.
  mutating func columnVector(_ operand: Matrix) -> Window {
    precondition(!isFlat, "a flat domain has no columns")
    check(operand, 1, shape.columns, element)
    return window(operand, row: 0, column: block.columns.lowerBound)
  }

  /// The rows of an operand that has one element a row, laid out as a single row.
  mutating func rowVector(_ operand: Matrix, _ element: ElementType? = nil) -> Window {
    precondition(!isFlat, "a flat domain has no rows")
    check(operand, 1, shape.rows, element ?? self.element)
    return window(operand, row: 0, column: block.rows.lowerBound)
  }

  /// A single number.
  mutating func scalar(_ operand: Matrix, _ element: ElementType? = nil) -> Window {
    check(operand, 1, 1, element ?? self.element)
    return window(operand, row: 0, column: 0)
  }

  /// Keeps one more owner alive.
  mutating func keep(_ owner: any AnyObject & Sendable) { owners.append(owner) }

  private func check(_ operand: Matrix, _ rows: Int, _ columns: Int, _ element: ElementType) {
    precondition(
      operand.rows == rows && operand.columns == columns && operand.element == element,
      """
      an operand is \(operand.element) \(operand.rows) x \(operand.columns) \
      and must be \(element) \(rows) x \(columns)
      """)
  }

  private mutating func window(_ operand: Matrix, row: Int, column: Int) -> Window {
    owners.append(operand.memory)
    return Window(operand, row: row, column: column)
  }
}
