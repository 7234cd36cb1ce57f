import Kernels

/// How far a tensor is from the one it should equal, and how far it may be.
struct Deviation: Hashable {
  /// The largest difference of two elements; infinite where one is a number and the other is not.
  var difference: Double
  /// What the difference may be.
  var bound: Double
  /// The difference as a share of the bound.
  var ratio: Double { difference == 0 ? 0 : difference / bound }
  /// Whether the difference is larger than it may be.
  var isExcessive: Bool { difference > bound }

  /// Compares two tensors element by element. Elements that are both NaN, or infinite with one
  /// sign, are equal.
  ///
  /// The bound is `tolerance` times the largest element expected, or, where that is more, the
  /// largest change that a relative move of every operand by `tolerance` made.
  init(of found: Matrix, from expected: Matrix, moved: Matrix, tolerance: Double) {
    guard found.count == expected.count else {
      self.init(difference: .infinity, bound: 0)
      return
    }
    var difference = 0.0
    var largest = 0.0
    var change = 0.0
    let (found, moved) = (found.values(as: Double.self), moved.values(as: Double.self))
    for (index, value) in expected.values(as: Double.self).enumerated() {
      if value.isFinite {
        largest = max(largest, value.magnitude)
        let distance = (moved[index] - value).magnitude
        if distance.isFinite { change = max(change, distance) }
      }
      guard found[index] != value, !(found[index].isNaN && value.isNaN) else { continue }
      let distance = (found[index] - value).magnitude
      difference = distance.isFinite ? max(difference, distance) : .infinity
    }
    self.init(difference: difference, bound: max(tolerance * largest, change))
  }

  init(difference: Double, bound: Double) {
    self.difference = difference
    self.bound = bound
  }
}

extension Matrix {
  /// Multiplies every floating-point element by 1 + `distance` or 1 - `distance` at random.
  func move(by distance: Double, _ random: inout RandomStream) {
    guard element.isFloatingPoint else { return }
    var bits: UInt32 = 0
    let moved = values(as: Double.self).enumerated().map { index, value in
      if index % 32 == 0 { bits = random.next() }
      defer { bits >>= 1 }
      return value * (bits & 1 == 0 ? 1 - distance : 1 + distance)
    }
    write(moved)
  }
}
