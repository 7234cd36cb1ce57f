import Glibc

/// Moments that one worker notes while it runs, in memory of its own.
public final class Stopwatch: Sendable {
  private let memory: Memory
  /// The number of moments.
  public let count: Int

  /// A stopwatch for `count` moments.
  public init(count: Int) {
    self.count = count
    memory = Memory(byteCount: count * MemoryLayout<UInt64>.stride)
  }

  /// A step that notes the time as moment `index`.
  public func note(_ index: Int) -> Step {
    precondition(index >= 0 && index < count, "the stopwatch has no moment \(index)")
    let moment = unsafe memory.base.assumingMemoryBound(to: UInt64.self) + index
    return unsafe Step(Note(moment: moment), keeping: [memory]) {
      unsafe $0.load(as: Note.self).moment.pointee = Stopwatch.now
    }
  }

  /// Moment `index` of the last run, in nanoseconds since some fixed time in the past.
  public subscript(index: Int) -> UInt64 {
    precondition(index >= 0 && index < count, "the stopwatch has no moment \(index)")
    return unsafe memory.base.load(
      fromByteOffset: index * MemoryLayout<UInt64>.stride, as: UInt64.self)
  }

  /// Nanoseconds of a clock that never steps back and is the same on all processors.
  static var now: UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// The arguments of a note.
@safe private struct Note: BitwiseCopyable {
  let moment: UnsafeMutablePointer<UInt64>

  init(moment: UnsafeMutablePointer<UInt64>) { unsafe self.moment = moment }
}
