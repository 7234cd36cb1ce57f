import IR
import Kernels

/// A matrix between two guards that a kernel has no business with.
struct GuardedMatrix {
  let matrix: Matrix
  private let guards: [Matrix]

  init(_ type: TensorType) {
    let size = (type.byteCount + 63) / 64 * 64
    let memory = Memory(byteCount: size + 128)
    memory.fill(byte: 0xA5, in: 0..<memory.byteCount)
    matrix = memory.matrix(at: 64, type.element, rows: type.rows, columns: type.columns)
    let behind = 64 + type.byteCount
    guards = [
      memory.matrix(at: 0, .i32, rows: 1, columns: 16),
      memory.matrix(
        at: behind - behind % 4, .i32, rows: 1, columns: (memory.byteCount - behind) / 4),
    ]
  }

  var guardsAreWhole: Bool { guards.allSatisfy { $0.bytes().allSatisfy { $0 == 0xA5 } } }
}

extension Matrix {
  /// The bytes of each element.
  func elements() -> [ArraySlice<UInt8>] {
    let bytes = bytes()
    return (0..<count).map { bytes[$0 * element.size..<($0 + 1) * element.size] }
  }

  /// Writes a tensor in a region and poison outside of it: NaN, or for labels another label.
  func write(_ tensor: Tensor, onlyIn region: Block) {
    for row in 0..<rows {
      for column in 0..<columns {
        let value = tensor[row, column]
        let isInside = region.rows.contains(row) && region.columns.contains(column)
        let poison = element.isFloatingPoint ? Double.nan : value == 0 ? 1 : 0
        self[row * columns + column] = isInside ? value : poison
      }
    }
  }
}

/// One run of an operator on guarded matrices.
struct Bench {
  let setup: OpCase.Setup
  let tensors: [Tensor]
  let work: Work
  static let seed: UInt64 = 11

  init(_ setup: OpCase.Setup) {
    self.setup = setup
    tensors = setup.operands.enumerated().map { $1.tensor(stream: $0) }
    work = setup.op.work(setup.operands.map(\.type), setup.results)
  }

  /// Runs blocks one after the other; the results start as NaN, so that reading them shows.
  func run(_ blocks: [Block], _ operands: [Matrix], _ results: [Matrix]) {
    for block in blocks {
      let call = Call(operands: operands, results: results, block: block, seed: Self.seed)
      StepList(setup.op.prepare(call)).run()
    }
  }

  func operands() -> [GuardedMatrix] {
    tensors.map { tensor in
      let guarded = GuardedMatrix(tensor.type)
      guarded.matrix.write(tensor.values)
      return guarded
    }
  }

  func results() -> [GuardedMatrix] {
    setup.results.map { type in
      let guarded = GuardedMatrix(type)
      guarded.matrix.write([Double](repeating: .nan, count: type.count))
      return guarded
    }
  }

  /// The results of one worker that does all; a view is its operand under another shape.
  func whole() -> [Matrix] {
    let operands = operands().map(\.matrix)
    if let view = setup.op.aliases.first(where: { $0.kind == .view }) {
      let type = setup.results[view.result]
      return [operands[view.operand].viewed(rows: type.rows, columns: type.columns)]
    }
    let results = results().map(\.matrix)
    run([work.domain], operands, results)
    return results
  }

  /// The domain in `count` blocks along an axis, as even as can be; some are empty when there are
  /// more blocks than rows.
  func blocks(_ count: Int, along axis: Work.Axis) -> [Block] {
    let extent = axis == .rows ? work.rows : work.columns
    return (0..<count).map { index in
      let range = extent * index / count..<extent * (index + 1) / count
      return axis == .rows
        ? Block(rows: range, columns: 0..<work.columns)
        : Block(rows: 0..<work.rows, columns: range)
    }
  }
}
