import IR
import Kernels
import Operators

/// How many elements a sum over constants may have to be computed while compiling.
private let elementLimit = 1 << 16

extension Graph {
  /// What a node computes of constants, if that is one finite number all over.
  ///
  /// The node's own kernel runs on as little as gives the same bits. Axes along which workers may
  /// cut the work are cut to a single row or column, since no result depends on the cut; this leaves
  /// single numbers of an element-wise operator and whole rows or columns of one that sums. Sums of
  /// products are left alone: a product may add in another order on another share.
  ///
  /// An operator must treat all places of a tensor alike unless it reads integers or draws random
  /// numbers, and `constant` makes no integers.
  func value(of node: Node, on constants: [Constant]) -> Constant? {
    guard node.results.count == 1, node.op.randomSite == nil else { return nil }
    let type = type(of: node.results[0])
    guard type.element.isFloatingPoint else { return nil }
    if let view = node.op.aliases.first(where: { $0.kind == .view }) {
      return Constant(type, value: constants[view.operand].value)
    }
    let work = work(of: node)
    let block = Block(
      rows: 0..<(work.axes.contains(.rows) ? 1 : work.rows),
      columns: 0..<(work.axes.contains(.columns) ? 1 : work.columns))
    let operands = zip(constants, work.operands).map {
      ($0.type, $1.region(of: $0.type, in: block))
    }
    let counts = operands.map { $0.1.rows.count * $0.1.columns.count }
    guard counts.allSatisfy({ $0 == 1 }) || (counts.count == 1 && counts[0] <= elementLimit) else {
      return nil
    }

    let matrices = operands.map { Matrix($0.0.element, $0.1) }
    let result = Matrix(type.element, work.results[0].region(of: type, in: block))
    let fills = zip(matrices, constants).map {
      Step.fill($0, with: $1.value, block: Block(rows: 0..<$0.rows, columns: 0..<$0.columns))
    }
    let call = Call(operands: matrices, results: [result], block: block, seed: seed)
    StepList(fills + node.op.prepare(call)).run()
    let values = result.values(as: Double.self)
    guard let value = values.first, value.isFinite,
      values.allSatisfy({ $0.bitPattern == value.bitPattern })
    else { return nil }
    return Constant(type, value: value)
  }
}

extension Matrix {
  /// A matrix of its own that has as many rows and columns as a region.
  fileprivate init(_ element: ElementType, _ region: Block) {
    let memory = Memory(byteCount: region.rows.count * region.columns.count * element.size)
    self = memory.matrix(
      at: 0, element, rows: region.rows.count, columns: region.columns.count)
  }
}
