import IR

/// What the walk over the order learns of one buffer: which values lie in it, and who touches it
/// first and last.
struct BufferHistory {
  private var values: [ValueID] = []
  private var first = Touch()
  private var last = Touch()

  /// What happens in one phase.
  private struct Touch {
    var position = 0
    var phase = 0
    /// The bytes that each worker touches, as one stretch.
    var stretches: [Range<Int>?] = []

    mutating func extend(by others: [Range<Int>?]) {
      for (worker, other) in others.enumerated() {
        guard let other else { continue }
        stretches[worker] =
          stretches[worker].map {
            min($0.lowerBound, other.lowerBound)..<max($0.upperBound, other.upperBound)
          } ?? other
      }
    }
  }

  /// Notes that workers touch bytes of a value; touches come in the order of positions.
  mutating func note(
    _ value: ValueID, _ stretches: [Range<Int>?], at position: Int, phase: Int
  ) {
    let touch = Touch(position: position, phase: phase, stretches: stretches)
    if values.isEmpty {
      first = touch
      last = touch
    } else {
      if first.phase == phase { first.extend(by: stretches) }
      if last.phase == phase { last.extend(by: stretches) } else { last = touch }
      last.position = position
    }
    if values.last != value { values.append(value) }
  }

  /// The buffer; nil where nobody touches it.
  ///
  /// - Parameters:
  ///   - byteCount: its size.
  ///   - isKept: whether it is read at `end`, when all workers are done.
  ///   - phase: the last phase.
  func buffer(byteCount: Int, isKept: Bool, end: Int, phase: Int) -> Buffer? {
    guard !values.isEmpty else { return nil }
    return Buffer(
      values: Set(values).sorted(), byteCount: byteCount,
      lifetime: first.position...(isKept ? end : last.position), firstPhase: first.phase,
      lastPhase: isKept ? phase + 1 : last.phase, firstTouches: first.stretches,
      lastTouches: isKept ? [] : last.stretches)
  }
}
