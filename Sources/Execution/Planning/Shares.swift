import IR
import Kernels

/// Cuts domains among workers. Equal cuts are made once, since deep networks repeat them.
struct Shares {
  private struct Cut: Hashable {
    var domain: Block
    var axes: [Work.Axis]
  }
  private let workers: Int
  private var known: [Cut: [[Block?]]] = [:]

  init(workers: Int) { self.workers = workers }

  /// The ways to cut a node's work, the preferred one first: each worker's block.
  mutating func candidates(_ work: Work) -> [[Block?]] {
    let cut = Cut(domain: work.domain, axes: work.axes)
    if let candidates = known[cut] { return candidates }
    let candidates =
      work.axes.isEmpty
      ? [[work.domain] + Array(repeating: nil, count: workers - 1)]
      : work.axes.map { axis in
        self.cut(work.domain, along: axis, units: axis == .rows ? work.rows : work.columns)
      }
    known[cut] = candidates
    return candidates
  }

  /// Cuts a block along an axis, which has that many units, into a share for each worker, in steps of
  /// 16 where there are enough, so that shares begin at a cache line.
  func cut(_ domain: Block, along axis: Work.Axis, units: Int) -> [Block?] {
    let grain = units >= 32 * workers ? 16 : 1
    func bound(_ worker: Int) -> Int {
      worker == workers ? units : units * worker / workers / grain * grain
    }
    return (0..<workers).map { worker in
      let share = bound(worker)..<bound(worker + 1)
      guard !share.isEmpty else { return nil }
      return axis == .rows
        ? Block(rows: share, columns: domain.columns) : Block(rows: domain.rows, columns: share)
    }
  }
}
