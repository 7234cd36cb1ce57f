import IR
import Kernels

/// What the workers did to each memory since the last barrier, and whether one more access would
/// meet another worker's.
struct Hazards {
  /// A node's access to a value.
  struct Access {
    /// The value that stands for all in its memory.
    var memory: Int
    /// The shape and the size of an element of the value itself.
    var rows: Int
    var columns: Int
    var elementSize: Int
    /// Each worker's block of the node's domain, and what a block touches of the value.
    var blocks: [Block?]
    var pattern: Work.Access
    var isWrite: Bool

    /// What a block touches.
    func region(_ block: Block) -> Block { pattern.region(rows: rows, columns: columns, in: block) }

    /// The bytes that each worker touches, as one stretch.
    var stretches: [Range<Int>?] {
      blocks.map { $0.map { bytes(of: region($0)) } }
    }

    /// The stretch of bytes from the first to the last element of a region.
    func bytes(of region: Block) -> Range<Int> {
      guard !region.rows.isEmpty, !region.columns.isEmpty else { return 0..<0 }
      let first = region.rows.lowerBound * columns + region.columns.lowerBound
      let last = (region.rows.upperBound - 1) * columns + region.columns.upperBound
      return (first * elementSize)..<(last * elementSize)
    }

    /// Whether values of two accesses have the same layout.
    func hasLayout(of other: Access) -> Bool {
      rows == other.rows && columns == other.columns && elementSize == other.elementSize
    }
  }

  /// The number of barriers so far.
  private(set) var phase = 0
  private let workers: Int
  /// By memory, the different accesses in the memory's latest phase.
  private var accesses: [[Access]]
  /// By memory, the latest phase in which it was accessed.
  private var phases: [Int]

  /// Nothing was done to any of the memories.
  init(memories: Int, workers: Int) {
    self.workers = workers
    accesses = Array(repeating: [], count: workers > 1 ? memories : 0)
    phases = Array(repeating: 0, count: workers > 1 ? memories : 0)
  }

  /// All workers met: what was done before is visible to all.
  mutating func startPhase() { phase += 1 }

  /// Notes an access in the current phase.
  mutating func note(_ access: Access) {
    guard workers > 1 else { return }
    if phases[access.memory] != phase {
      phases[access.memory] = phase
      accesses[access.memory].removeAll(keepingCapacity: true)
    }
    // Chains of element-wise nodes do the same over and over.
    let isKnown = accesses[access.memory].contains {
      $0.isWrite == access.isWrite && $0.pattern == access.pattern && $0.hasLayout(of: access)
        && $0.blocks == access.blocks
    }
    if !isKnown { accesses[access.memory].append(access) }
  }

  /// Whether an access meets bytes that another worker wrote, or writes bytes that another worker
  /// read, since the last barrier.
  func conflicts(_ access: Access) -> Bool {
    guard workers > 1, phases[access.memory] == phase else { return false }
    for other in accesses[access.memory] where access.isWrite || other.isWrite {
      for (worker, block) in access.blocks.enumerated() {
        guard let block else { continue }
        let region = access.region(block)
        for (stranger, theirs) in other.blocks.enumerated() where stranger != worker {
          guard let theirs else { continue }
          if overlap(access, region, other, other.region(theirs)) { return true }
        }
      }
    }
    return false
  }

  /// Whether regions of two values in the same memory share bytes. Values of one shape are compared
  /// as rectangles, others by the stretch of bytes they cover.
  private func overlap(_ a: Access, _ first: Block, _ b: Access, _ second: Block) -> Bool {
    if a.hasLayout(of: b) {
      return first.rows.overlaps(second.rows) && first.columns.overlaps(second.columns)
    }
    return a.bytes(of: first).overlaps(b.bytes(of: second))
  }
}
