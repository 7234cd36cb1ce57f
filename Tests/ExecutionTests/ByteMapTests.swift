import Kernels
import Testing

@testable import Execution

@Suite struct ByteMapTests {
  /// The same map in the plainest way: a history for every byte.
  private struct PlainMap {
    var histories: [ByteHistory]

    static func bytes(of region: ByteRegion) -> [Int] {
      (0..<region.rows).flatMap { row in
        region.columns.map { region.start + row * region.rowBytes + $0 }
      }
    }
  }

  /// What a phase can tell of a history.
  private func visible(_ history: ByteHistory, in phase: Int) -> ByteHistory {
    var visible = history
    if visible.writtenIn != phase { (visible.writer, visible.writtenIn) = (-1, -1) }
    if visible.readIn != phase { (visible.reader, visible.readIn) = (-1, -1) }
    return visible
  }

  private func region(_ random: inout RandomStream, in size: Int, _ lengths: [Int]) -> ByteRegion {
    let length = lengths[random.below(lengths.count)]
    let rows = 1 + random.below(size / length)
    let first = random.below(length)
    let isWhole = random.below(3) == 0
    return ByteRegion(
      start: random.below(size - rows * length + 1), rowBytes: length, rows: rows,
      columns: isWhole ? 0..<length : first..<(first + 1 + random.below(length - first)))
  }

  /// Rows of several lengths meet in one phase and in others, on each other and beside each other.
  @Test(arguments: 0..<200) func everyVisitSeesAndChangesItsBytesAlone(seed: Int) {
    var random = RandomStream(seed: UInt64(seed), stream: 3)
    let size = 40 + random.below(seed % 10 == 0 ? 3_000 : 200)
    var map = ByteMap(byteCount: size)
    var plain = PlainMap(histories: Array(repeating: ByteHistory(), count: size))
    let lengths = [[6], [6, 8], [1, 4, 7, 12], [3, 9, 27]][random.below(4)]
    for _ in 0..<150 {
      if random.below(6) == 0 { map.startPhase() }
      let region = region(&random, in: size, lengths)
      let bytes = PlainMap.bytes(of: region)
      let (isWrite, worker, phase) = (random.below(2) == 0, random.below(3), map.phase)
      let value = random.below(4)
      func change(_ history: inout ByteHistory) {
        if isWrite {
          (history.value, history.base) = (value, 8 * value)
          (history.writer, history.writtenIn) = (worker, phase)
        } else {
          (history.reader, history.readIn) = (worker, phase)
        }
      }
      let expected = bytes.map { visible(plain.histories[$0], in: phase) }
      for byte in bytes { change(&plain.histories[byte]) }
      var seen: [ByteHistory] = []
      map.visit(region) { history in
        seen.append(visible(history, in: phase))
        change(&history)
      }
      #expect(seen.allSatisfy(expected.contains) && expected.allSatisfy(seen.contains), "\(region)")
    }
    let phase = map.phase
    for byte in 0..<size {
      var seen: [ByteHistory] = []
      map.visit(ByteRegion(start: byte, rowBytes: 1, rows: 1, columns: 0..<1)) {
        seen.append(visible($0, in: phase))
      }
      #expect(seen == [visible(plain.histories[byte], in: phase)], "byte \(byte)")
    }
  }

  /// What makes the proof of a plan as fast for many rows as for few.
  @Test(arguments: [60, 60_000]) func columnsOfManyRowsAreOneHistory(rows: Int) {
    let (columns, workers) = (120, 4)
    var map = ByteMap(byteCount: rows * columns + 999)
    var count = 0
    /// Each worker's part of a value that lies at the beginning: whole rows, or whole columns.
    func share(_ worker: Int, alongRows: Bool) -> ByteRegion {
      let width = columns / workers
      return alongRows
        ? ByteRegion(
          start: worker * rows / workers * columns, rowBytes: columns, rows: rows / workers,
          columns: 0..<columns)
        : ByteRegion(
          start: 0, rowBytes: columns, rows: rows,
          columns: (worker * width)..<((worker + 1) * width))
    }
    for isWrite in [true, false] {
      for alongRows in [true, false, true, false] {
        for worker in 0..<workers {
          let phase = map.phase
          map.visit(share(worker, alongRows: alongRows)) { history in
            count += 1
            if isWrite {
              (history.writer, history.writtenIn) = (worker, phase)
            } else {
              (history.reader, history.readIn) = (worker, phase)
            }
          }
        }
        if alongRows == isWrite { map.startPhase() }
      }
      // A value of another shape, which covers the first one and more.
      map.startPhase()
      let phase = map.phase
      for worker in 0..<workers {
        map.visit(
          ByteRegion(
            start: 0, rowBytes: 2 * columns, rows: rows / 2,
            columns: (worker * 60)..<(worker * 60 + 60))
        ) { history in
          count += 1
          (history.value, history.writer, history.writtenIn) = (1, worker, phase)
        }
      }
      map.startPhase()
    }
    #expect(count <= 40 * workers * workers, "\(count) for \(rows) rows")
  }
}
