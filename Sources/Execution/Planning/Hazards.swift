import IR
import Kernels

/// What the workers did to each memory since the last barrier, and whether one more access would
/// meet another worker's.
struct Hazards {
  /// A node's access to a value: each worker's region of it.
  struct Access {
    var root: ValueID
    var value: ValueID
    var regions: [Block?]
    var isWrite: Bool
  }

  /// The number of barriers so far.
  private(set) var phase = 0
  private let graph: Graph
  private let workers: Int
  /// By root, the different accesses in the root's latest phase.
  private var accesses: [[Access]]
  /// By root, the latest phase in which it was accessed.
  private var phases: [Int]

  init(_ graph: Graph, workers: Int) {
    self.graph = graph
    self.workers = workers
    accesses = Array(repeating: [], count: graph.values.count)
    phases = Array(repeating: 0, count: graph.values.count)
  }

  /// All workers met: what was done before is visible to all.
  mutating func startPhase() { phase += 1 }

  /// Notes an access in the current phase.
  mutating func note(_ access: Access) {
    guard workers > 1 else { return }
    let root = access.root.index
    if phases[root] != phase {
      phases[root] = phase
      accesses[root].removeAll()
    }
    // Chains of element-wise nodes do the same over and over.
    if !accesses[root].contains(where: { isSame($0, access) }) { accesses[root].append(access) }
  }

  /// Whether an access meets bytes that another worker wrote, or writes bytes that another worker
  /// read, since the last barrier.
  func conflicts(_ access: Access) -> Bool {
    guard workers > 1, phases[access.root.index] == phase else { return false }
    for other in accesses[access.root.index] where access.isWrite || other.isWrite {
      for (worker, region) in access.regions.enumerated() {
        guard let region else { continue }
        for (stranger, theirs) in other.regions.enumerated() where stranger != worker {
          if let theirs, overlap(access.value, region, other.value, theirs) { return true }
        }
      }
    }
    return false
  }

  /// Whether two accesses to one memory touch the same bytes in the same way.
  private func isSame(_ a: Access, _ b: Access) -> Bool {
    a.isWrite == b.isWrite && a.regions == b.regions
      && graph.type(of: a.value) == graph.type(of: b.value)
  }

  /// Whether regions of two values in the same memory share bytes. Values of one shape are compared
  /// as rectangles, others by the stretch of bytes they cover.
  private func overlap(_ a: ValueID, _ first: Block, _ b: ValueID, _ second: Block) -> Bool {
    let (typeA, typeB) = (graph.type(of: a), graph.type(of: b))
    if typeA.rows == typeB.rows, typeA.columns == typeB.columns,
      typeA.element.size == typeB.element.size
    {
      return first.rows.overlaps(second.rows) && first.columns.overlaps(second.columns)
    }
    return typeA.bytes(of: first).overlaps(typeB.bytes(of: second))
  }
}

extension TensorType {
  /// The stretch of bytes from the first to the last element of a region.
  func bytes(of region: Block) -> Range<Int> {
    guard !region.rows.isEmpty, !region.columns.isEmpty else { return 0..<0 }
    let first = region.rows.lowerBound * columns + region.columns.lowerBound
    let last = (region.rows.upperBound - 1) * columns + region.columns.upperBound
    return (first * element.size)..<(last * element.size)
  }

  /// All of a tensor as a block.
  var wholeBlock: Block { Block(rows: 0..<rows, columns: 0..<columns) }
}
