/// A dense row-major matrix somewhere in a `Memory`, which it keeps alive.
///
/// A vector of n is 1 x n and a scalar 1 x 1; a tensor of higher rank is its leading axis times the
/// product of the others. Copying a matrix copies the view, not the elements.
@safe public struct Matrix: @unchecked Sendable {
  /// The owner of the elements.
  let memory: Memory
  /// The byte in `memory` where the elements start.
  let offset: Int
  /// The type of the elements.
  public let element: ElementType
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int

  /// Makes a view that `Memory.matrix` has checked.
  init(memory: Memory, offset: Int, element: ElementType, rows: Int, columns: Int) {
    self.memory = memory
    self.offset = offset
    self.element = element
    self.rows = rows
    self.columns = columns
  }

  /// The number of elements.
  public var count: Int { rows * columns }

  /// The number of bytes.
  var byteCount: Int { count * element.size }

  /// The first element.
  var base: UnsafeMutableRawPointer { unsafe memory.base + offset }

  /// The same elements in another shape; the count must agree.
  public func viewed(rows: Int, columns: Int) -> Matrix {
    precondition(rows * columns == count, "a view has as many elements as what it shows")
    return Matrix(memory: memory, offset: offset, element: element, rows: rows, columns: columns)
  }

  /// The element at a flat, row-major index, converted from or to the element type.
  ///
  /// - Precondition: `index` is in bounds; a value for i32 is whole and in range.
  public subscript(index: Int) -> Double {
    get {
      precondition(index >= 0 && index < count, "index \(index) is out of bounds")
      switch element {
      case .f32: return unsafe Double(base.assumingMemoryBound(to: Float.self)[index])
      case .f64: return unsafe base.assumingMemoryBound(to: Double.self)[index]
      case .i32: return unsafe Double(base.assumingMemoryBound(to: Int32.self)[index])
      }
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "index \(index) is out of bounds")
      switch element {
      case .f32: unsafe base.assumingMemoryBound(to: Float.self)[index] = Float(newValue)
      case .f64: unsafe base.assumingMemoryBound(to: Double.self)[index] = newValue
      case .i32:
        guard let whole = Int32(exactly: newValue) else {
          preconditionFailure("\(newValue) is not a 32-bit integer")
        }
        unsafe base.assumingMemoryBound(to: Int32.self)[index] = whole
      }
    }
  }
}
