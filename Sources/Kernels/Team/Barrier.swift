import Synchronization

/// A barrier of a fixed number of workers: nobody passes before all have arrived.
///
/// Every worker counts its own arrivals in a cache line of its own and watches the others' counts,
/// so two workers meet at the price of one line's trip between their cores. A worker spins for a
/// while and then sleeps until the one it waits for arrives.
///
/// The words are shared plain memory: `make` allocates them and `destroy` frees them.
@safe struct Barrier: BitwiseCopyable, @unchecked Sendable {
  /// The words of one worker, two cache lines apart, since processors fetch lines in pairs.
  private static let stride = 32

  private let words: UnsafeMutablePointer<Atomic<UInt32>>
  private let workers: Int
  private let spins: Int

  /// Allocates a barrier of `workers`.
  static func make(workers: Int) -> Barrier { Barrier(workers: workers) }

  private init(workers: Int) {
    self.workers = workers
    // With more workers than processors the awaited one may need this very processor.
    spins = workers <= System.processorCount ? 4000 : 20
    let count = (workers + 1) * Self.stride
    unsafe words = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Atomic<UInt32>>.stride, alignment: 128
    ).bindMemory(to: Atomic<UInt32>.self, capacity: count)
    for index in 0..<count { unsafe (words + index).initialize(to: Atomic(0)) }
  }

  /// Frees the barrier; nobody may use it any more.
  func destroy() {
    unsafe words.deinitialize(count: (workers + 1) * Self.stride)
    unsafe UnsafeMutableRawPointer(words).deallocate()
  }

  /// Arrives as `worker` and waits for all others. What any worker wrote before it arrived is
  /// visible to every worker afterwards.
  func wait(_ worker: Int) {
    let own = unsafe count(of: worker)
    let arrivals = unsafe own.pointee.load(ordering: .relaxed) &+ 1
    // This store and the load of `sleepers` must keep their order, as must their counterparts in
    // `sleep`: either the sleeper sees the arrival or the arrival sees the sleeper.
    unsafe own.pointee.store(arrivals, ordering: .sequentiallyConsistent)
    if unsafe sleepers.pointee.load(ordering: .sequentiallyConsistent) != 0 {
      unsafe System.wake(all: own)
    }
    for other in 0..<workers where other != worker { awaitWorker(other, arrivals) }
  }

  private func awaitWorker(_ other: Int, _ arrivals: UInt32) {
    let count = unsafe count(of: other)
    for _ in 0..<spins {
      if unsafe isThere(count.pointee.load(ordering: .acquiring), arrivals) { return }
      System.spinHint()
    }
    unsafe sleep(on: count, until: arrivals)
  }

  private func sleep(on count: UnsafeMutablePointer<Atomic<UInt32>>, until arrivals: UInt32) {
    unsafe sleepers.pointee.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while true {
      let seen = unsafe count.pointee.load(ordering: .sequentiallyConsistent)
      if isThere(seen, arrivals) { break }
      unsafe System.sleep(on: count, while: seen)
    }
    unsafe sleepers.pointee.wrappingSubtract(1, ordering: .relaxed)
  }

  /// Whether a count has reached `arrivals`; counts wrap around, and are never far apart.
  private func isThere(_ count: UInt32, _ arrivals: UInt32) -> Bool {
    Int32(bitPattern: count &- arrivals) >= 0
  }

  private func count(of worker: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
    unsafe words + worker * Self.stride
  }

  private var sleepers: UnsafeMutablePointer<Atomic<UInt32>> {
    unsafe words + workers * Self.stride
  }
}
