public import IR
public import Kernels

/// How a graph runs on a number of workers: an order, each worker's share of each node, barriers,
/// and a place in memory for every value.
public struct Plan: Sendable {
  /// One node's turn.
  public struct Task: Hashable, Sendable {
    /// The node.
    public var node: NodeID
    /// Each worker's block of the node's domain; nil for workers that have none.
    public var blocks: [Block?]
    /// Whether all workers meet before this task.
    public var startsPhase: Bool
  }

  /// An input that the workers fill at the start of a run.
  public struct Gather: Hashable, Sendable {
    /// The input.
    public var input: ValueID
    /// Each worker's part of it.
    public var regions: [Block?]
  }

  /// Where a value lies.
  public enum Place: Hashable, Sendable {
    /// In the memory of a state.
    case state(Int)
    /// In the memory that persists between runs: scalar inputs and prologue values.
    case persistent(offset: Int)
    /// In the memory that is used again and again during a run.
    case transient(offset: Int)
  }

  /// The graph.
  public let graph: Graph
  /// The number of workers.
  public let workers: Int
  /// Inputs that the workers gather at the start of a run; the caller writes the others.
  public let gathers: [Gather]
  /// Nodes that depend on states only, in order; run once after the states change.
  public let prologue: [NodeID]
  /// The nodes of a run in order, views among them; lifetimes count positions in it.
  public let order: [NodeID]
  /// The tasks of a run in order: `order` without views, which compute nothing.
  public let tasks: [Task]
  /// The place of each value.
  public let places: [Place]
  /// Updates whose value could not be computed in place and is copied at the end of a run.
  public let copies: [Update]
  /// The extents of the alias classes of transient values.
  public let buffers: [Buffer]
  /// By position in `order`, the bytes of transient values that are alive while the node runs: what
  /// it reads, what it makes, and what others still need.
  public let liveBytes: [Int]
  /// The figures for the report.
  public let memory: MemoryFigures

  /// The number of barriers in a run.
  public var barrierCount: Int { tasks.count { $0.startsPhase } }

  /// The outputs that are old values of states which the end of a run copies new values to.
  public var overwrittenOutputs: [Output] {
    Self.overwrittenOutputs(of: graph, by: copies) { places[$0.index] }
  }

  static func overwrittenOutputs(
    of graph: Graph, by copies: [Update], _ place: (ValueID) -> Place?
  ) -> [Output] {
    let overwritten = Set(copies.map { Place.state($0.state) })
    return graph.outputs.filter { place($0.value).map(overwritten.contains) ?? false }
  }
}

/// A class of transient values that share one buffer, one after the other.
public struct Buffer: Hashable, Sendable {
  /// The values.
  public var values: [ValueID]
  /// The size in bytes, rounded up to the alignment.
  public var byteCount: Int
  /// The first and the last position in the order at which it is touched; -1 for inputs.
  public var lifetime: ClosedRange<Int>
  /// The phase of the first touch.
  public var firstPhase: Int
  /// The phase of the last touch.
  public var lastPhase: Int
  /// The bytes that each worker touches in the first phase, as one stretch.
  public var firstTouches: [Range<Int>?]
  /// The bytes that each worker touches in the last phase, as one stretch.
  public var lastTouches: [Range<Int>?]
  /// Where it lies.
  public var offset = 0

  /// The alignment of buffers: a cache line, and a vector of 512 bits.
  public static let alignment = 64

  /// A size rounded up to the alignment.
  public static func aligned(_ byteCount: Int) -> Int {
    (byteCount + alignment - 1) / alignment * alignment
  }

  /// The bytes it lies on.
  public var extent: Range<Int> { offset..<(offset + byteCount) }

  /// Whether there are places at which two buffers would conflict: they live at one time, or no
  /// barrier lies between the end of one and the beginning of the other.
  func mayConflict(with other: Buffer) -> Bool {
    if lifetime.overlaps(other.lifetime) { return true }
    let (old, new) = lifetime.upperBound < other.lifetime.lowerBound ? (self, other) : (other, self)
    return old.lastPhase >= new.firstPhase && new.firstTouches.count > 1
  }

  /// Whether two buffers must not share the bytes they would share.
  ///
  /// They may share when one is dead before the other begins, and a barrier lies between or each
  /// shared byte is touched by one worker alone in the phase they have in common.
  func conflicts(with other: Buffer) -> Bool {
    guard extent.overlaps(other.extent) else { return false }
    guard !lifetime.overlaps(other.lifetime) else { return true }
    let (old, new) = lifetime.upperBound < other.lifetime.lowerBound ? (self, other) : (other, self)
    guard old.lastPhase >= new.firstPhase else { return false }
    for (worker, touched) in old.lastTouches.enumerated() {
      guard let touched else { continue }
      for (stranger, taken) in new.firstTouches.enumerated() where stranger != worker {
        guard let taken else { continue }
        let a = (touched.lowerBound + old.offset)..<(touched.upperBound + old.offset)
        let b = (taken.lowerBound + new.offset)..<(taken.upperBound + new.offset)
        if a.overlaps(b) { return true }
      }
    }
    return false
  }
}
