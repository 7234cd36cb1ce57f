import Kernels

/// How far a tensor is from the one it should equal, and how far it may be: the two of the element
/// that takes up the largest share of what it may.
struct Deviation: Hashable {
  /// The difference; infinite where one element is a number and the other is not.
  var difference: Double
  /// What the difference may be.
  var bound: Double
  /// Whether some element of either tensor is NaN or infinite, so that there the two are not
  /// compared but for being NaN, or infinite with one sign, both.
  var isPartial = false
  /// The difference as a share of the bound.
  var ratio: Double { difference == 0 ? 0 : difference / bound }
  /// Whether the difference is larger than it may be.
  var isExcessive: Bool { difference > bound }

  /// Compares two tensors element by element. Elements that are both NaN, or infinite with one
  /// sign, are equal.
  ///
  /// The bound of an element is the tensor's, and besides, where it could jump, the height of the
  /// jump: how far the element is from its counterpart in `crossed`.
  init(
    of found: Matrix, from expected: Matrix, moved: Matrix, crossed: Matrix? = nil,
    tolerance: Double
  ) {
    guard found.count == expected.count else {
      self.init(difference: .infinity, bound: 0)
      return
    }
    let bound = Self.bound(of: expected, moved: moved, tolerance: tolerance)
    self.init(difference: 0, bound: bound)
    let (found, crossed) = (found.values(as: Double.self), crossed?.values(as: Double.self))
    var isPartial = false
    for (index, value) in expected.values(as: Double.self).enumerated() {
      if !found[index].isFinite || !value.isFinite { isPartial = true }
      guard found[index] != value, !(found[index].isNaN && value.isNaN) else { continue }
      let distance = (found[index] - value).magnitude
      let jump = crossed.map { ($0[index] - value).magnitude } ?? 0
      let deviation = Deviation(
        difference: distance.isFinite ? distance : .infinity,
        bound: bound + (jump.isFinite ? jump : 0))
      if (deviation.ratio, deviation.difference) > (ratio, difference) { self = deviation }
    }
    self.isPartial = isPartial
  }

  /// What the elements of a tensor may differ by: `tolerance` times the largest of them, or, where
  /// that is more, the largest change that a relative move of every operand by `tolerance` made.
  static func bound(of expected: Matrix, moved: Matrix, tolerance: Double) -> Double {
    var largest = 0.0
    var change = 0.0
    let moved = moved.values(as: Double.self)
    for (index, value) in expected.values(as: Double.self).enumerated() where value.isFinite {
      largest = max(largest, value.magnitude)
      let distance = (moved[index] - value).magnitude
      if distance.isFinite { change = max(change, distance) }
    }
    return max(tolerance * largest, change)
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
