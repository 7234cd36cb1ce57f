import Dispatch
import Foundation
import Synchronization

extension [Trial] {
  /// Runs trials, several at a time, and gives their results in the trials' order.
  ///
  /// Each of the `jobs` has a thread of its own, which starts and awaits its trials: a trial takes as
  /// long as it takes, and its thread only waits, so that there may be more of them than processors.
  ///
  /// - Parameters:
  ///   - run: runs a trial. A trial that fails has a result as well; what `run` throws ends all: the
  ///     trials at hand are waited for, and no other is started.
  ///   - report: is told of each result as it comes, one at a time, and how many came so far.
  /// - Throws: the first of what `run` threw.
  public func results(
    jobs: Int, run: @escaping @Sendable (Trial) throws -> TrialResult,
    report: @escaping @Sendable (TrialResult, _ count: Int) -> Void
  ) throws -> [TrialResult] {
    let queue = TrialQueue(self, run, report)
    let all = DispatchGroup()
    for _ in 0..<Swift.min(jobs, count) {
      all.enter()
      Thread {
        queue.work()
        all.leave()
      }.start()
    }
    all.wait()
    return try queue.results()
  }
}

/// Trials of which several threads take one after the other.
private final class TrialQueue: Sendable {
  private struct State {
    var next = 0
    var count = 0
    var results: [TrialResult?]
    var error: (any Error)?
  }

  private let trials: [Trial]
  private let run: @Sendable (Trial) throws -> TrialResult
  private let report: @Sendable (TrialResult, Int) -> Void
  private let state: Mutex<State>

  init(
    _ trials: [Trial], _ run: @escaping @Sendable (Trial) throws -> TrialResult,
    _ report: @escaping @Sendable (TrialResult, Int) -> Void
  ) {
    self.trials = trials
    self.run = run
    self.report = report
    state = Mutex(State(results: Array(repeating: nil, count: trials.count)))
  }

  /// Runs trials until there are no more.
  func work() {
    while let index = next() {
      do {
        let result = try run(trials[index])
        state.withLock {
          $0.results[index] = result
          $0.count += 1
          report(result, $0.count)
        }
      } catch {
        state.withLock { $0.error = $0.error ?? error }
      }
    }
  }

  private func next() -> Int? {
    state.withLock { state in
      guard state.error == nil, state.next < trials.count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  func results() throws -> [TrialResult] {
    try state.withLock { state in
      if let error = state.error { throw error }
      return state.results.compactMap(\.self)
    }
  }
}
