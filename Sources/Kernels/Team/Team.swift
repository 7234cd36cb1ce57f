import Glibc
import Synchronization

/// A persistent team of workers that run lists of steps side by side.
///
/// Worker 0 is the thread that calls `run`; the others are threads of their own, which spin for a
/// moment between runs and then sleep. Subnormal numbers count as zero on all of them while steps
/// run.
@safe public final class Team: @unchecked Sendable {
  /// The number of workers, the caller included.
  public let workers: Int
  /// The number of processors that this process may run on; more workers than that wait for each
  /// other.
  public static let processors = System.processorCount
  private let barrier: Barrier
  private let lists: UnsafeMutablePointer<Calls?>
  private var threads: [pthread_t] = []
  private let isRunning = Atomic<Bool>(false)

  /// Starts `workers` - 1 threads.
  public init(workers: Int) {
    precondition(workers >= 1, "a team needs a worker")
    self.workers = workers
    barrier = Barrier.make(workers: workers)
    unsafe lists = .allocate(capacity: workers)
    unsafe lists.initialize(repeating: nil, count: workers)
    BLAS.useOneThread()
    for worker in 1..<workers { start(worker) }
    warm()
  }

  deinit {
    // A worker that finds no list ends.
    for worker in 0..<workers { unsafe lists[worker] = nil }
    barrier.wait(0)
    for thread in threads { pthread_join(thread, nil) }
    barrier.destroy()
    unsafe lists.deallocate()
  }

  /// A barrier of all workers, as a step of `worker`'s list. Every list of a run must hold the same
  /// number of barriers.
  public func barrier(for worker: Int) -> Step {
    precondition(worker >= 0 && worker < workers, "the team has no worker \(worker)")
    return unsafe Step(Arrival(barrier: barrier, worker: worker), keeping: [self]) {
      let arrival = unsafe $0.load(as: Arrival.self)
      arrival.barrier.wait(arrival.worker)
    }
  }

  /// Runs one list a worker and returns when all have finished. Allocates nothing.
  ///
  /// - Precondition: there are as many lists as workers, and no other thread is in `run`.
  public func run(_ lists: [StepList]) {
    precondition(lists.count == workers, "\(workers) workers cannot run \(lists.count) lists")
    let wasRunning = isRunning.exchange(true, ordering: .acquiring)
    precondition(!wasRunning, "a team runs one set of lists at a time")
    let mode = System.floatMode
    System.flushSubnormalsToZero()
    // The workers see bare pointers, so nothing else tells the optimizer to keep the lists till
    // then.
    withExtendedLifetime(lists) {
      for worker in 1..<workers { unsafe self.lists[worker] = lists[worker].calls }
      barrier.wait(0)
      lists[0].calls.run()
      barrier.wait(0)
    }
    System.floatMode = mode
    isRunning.store(false, ordering: .releasing)
  }

  private func start(_ worker: Int) {
    let task = UnsafeMutablePointer<Worker>.allocate(capacity: 1)
    unsafe task.initialize(to: Worker(list: lists + worker, barrier: barrier, index: worker))
    var thread = pthread_t()
    let failure = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let task = unsafe context?.assumingMemoryBound(to: Worker.self) else { return nil }
        let worker = unsafe task.move()
        unsafe task.deallocate()
        worker.run()
        return nil
      }, task)
    guard failure == 0 else {
      System.fail("the system refuses to start a team of \(workers) threads")
    }
    threads.append(thread)
  }

  /// Multiplies on all workers at once, so that BLAS allocates its buffers now and not later.
  private func warm() {
    let lists = (0..<workers).map { worker in
      let size = 128
      let memory = Memory(byteCount: 2 * size * size * 4)
      let factor = memory.matrix(at: 0, .f32, rows: size, columns: size)
      let square = memory.matrix(at: size * size * 4, .f32, rows: size, columns: size)
      let product = Step.matmul(
        factor, factor, into: square, transposeA: false, transposeB: false,
        block: Block(rows: 0..<size, columns: 0..<size))
      return StepList((0..<4).flatMap { _ in [barrier(for: worker), product] })
    }
    run(lists)
  }
}

/// The arguments of a barrier's step.
private struct Arrival: BitwiseCopyable {
  let barrier: Barrier
  let worker: Int
}

/// What the thread of a worker knows; it must not hold the team, whose end it waits for.
@safe private struct Worker {
  let list: UnsafeMutablePointer<Calls?>
  let barrier: Barrier
  let index: Int

  init(list: UnsafeMutablePointer<Calls?>, barrier: Barrier, index: Int) {
    unsafe self.list = list
    self.barrier = barrier
    self.index = index
  }

  /// Runs list after list, until there is none.
  func run() {
    System.flushSubnormalsToZero()
    while true {
      barrier.wait(index)
      guard let calls = unsafe list.pointee else { return }
      calls.run()
      barrier.wait(index)
    }
  }
}
