import Glibc

/// Moving whole matrices between the program and its arenas.
extension Matrix {
  /// Writes all elements, row by row; `values.count` must be `count`.
  public func write(_ values: [Float]) { write(values, as: .f32) { Double($0) } }

  /// Writes all elements, row by row; `values.count` must be `count`.
  public func write(_ values: [Double]) { write(values, as: .f64) { $0 } }

  /// Writes all elements, row by row; `values.count` must be `count`.
  public func write(_ values: [Int32]) { write(values, as: .i32) { Double($0) } }

  /// Writes all elements of an i32 matrix, row by row, without allocating.
  public func write(_ values: ArraySlice<Int32>) {
    precondition(element == .i32, "only an i32 matrix takes integers as they are")
    precondition(values.count == count, "\(values.count) values do not fill a matrix of \(count)")
    unsafe values.withUnsafeBytes { unsafe copy(from: $0) }
  }

  /// All elements, row by row.
  public func values(as type: Float.Type) -> [Float] {
    values(of: .f32, zero: 0) { Float($0) }
  }

  /// All elements, row by row.
  public func values(as type: Double.Type) -> [Double] {
    values(of: .f64, zero: 0) { $0 }
  }

  /// All elements, row by row; floating-point elements must be whole and in range.
  public func values(as type: Int32.Type) -> [Int32] {
    values(of: .i32, zero: 0) { Int32($0) }
  }

  /// The bytes of all elements in little-endian order, for files.
  public func bytes() -> [UInt8] { values(of: nil, zero: 0) { UInt8($0) } }

  /// Overwrites the bytes of all elements; `bytes.count` must agree.
  public func write(bytes: [UInt8]) {
    precondition(
      bytes.count == byteCount, "\(bytes.count) bytes do not fill a matrix of \(byteCount)")
    unsafe bytes.withUnsafeBytes { unsafe copy(from: $0) }
  }

  /// Writes `values`: a plain copy when they are of the matrix's own type, else one by one.
  private func write<T: BitwiseCopyable>(
    _ values: [T], as type: ElementType, _ convert: (T) -> Double
  ) {
    precondition(values.count == count, "\(values.count) values do not fill a matrix of \(count)")
    if type == element {
      unsafe values.withUnsafeBytes { unsafe copy(from: $0) }
    } else {
      for (index, value) in values.enumerated() { self[index] = convert(value) }
    }
  }

  /// Reads all elements: a plain copy when `T` is their own type (or, for nil, their bytes).
  private func values<T: BitwiseCopyable>(
    of type: ElementType?, zero: T, _ convert: (Double) -> T
  ) -> [T] {
    guard type == nil || type == element else { return (0..<count).map { convert(self[$0]) } }
    var result = [T](repeating: zero, count: byteCount / MemoryLayout<T>.size)
    unsafe result.withUnsafeMutableBytes { target in
      if let start = target.baseAddress { unsafe memcpy(start, base, byteCount) }
    }
    return result
  }

  private func copy(from source: UnsafeRawBufferPointer) {
    if let start = source.baseAddress { unsafe memcpy(base, start, byteCount) }
  }
}
