import Glibc

/// The owner of a zeroed block of memory, aligned to 64 bytes and freed when the last matrix on it
/// is gone.
///
/// The bytes are shared freely between threads; who writes what when is the business of the plan
/// that hands out the matrices.
@safe public final class Memory: @unchecked Sendable {
  /// The size in bytes, as asked for.
  public let byteCount: Int
  /// The first byte.
  let base: UnsafeMutableRawPointer

  /// The alignment of every block: a cache line, and the widest vector register.
  static let alignment = 64
  /// Blocks from this size on start on a huge page and ask for huge pages.
  private static let hugePage = 1 << 21

  /// Allocates `byteCount` zero bytes.
  ///
  /// When the system has no memory left, the program ends with a message and exit code 1: nothing
  /// that runs could go on, and the plan has reported its size before.
  public init(byteCount: Int) {
    precondition(byteCount >= 0, "a memory block cannot have \(byteCount) bytes")
    let isHuge = byteCount >= Self.hugePage
    let alignment = isHuge ? Self.hugePage : Self.alignment
    var pointer: UnsafeMutableRawPointer?
    let rounded = (byteCount / Self.alignment + 1).multipliedReportingOverflow(by: Self.alignment)
    let failure =
      rounded.overflow
      ? ENOMEM : unsafe posix_memalign(&pointer, alignment, rounded.partialValue)
    guard failure == 0, let pointer = unsafe pointer else {
      System.fail("out of memory: \(byteCount) bytes are needed at once")
    }
    if isHuge { unsafe madvise(pointer, rounded.partialValue, MADV_HUGEPAGE) }
    unsafe memset(pointer, 0, rounded.partialValue)
    self.byteCount = byteCount
    unsafe self.base = pointer
  }

  deinit { unsafe free(base) }

  /// A matrix of `rows` x `columns` elements that starts at byte `offset`.
  ///
  /// - Precondition: it lies in bounds, and `offset` is a multiple of the element's size.
  public func matrix(at offset: Int, _ element: ElementType, rows: Int, columns: Int) -> Matrix {
    precondition(rows >= 0 && columns >= 0, "a matrix cannot be \(rows) x \(columns)")
    let count = rows.multipliedReportingOverflow(by: columns)
    let size = count.partialValue.multipliedReportingOverflow(by: element.size)
    precondition(
      !count.overflow && !size.overflow && offset >= 0 && offset <= byteCount
        && size.partialValue <= byteCount - offset,
      "a \(rows) x \(columns) matrix at byte \(offset) leaves its block of \(byteCount) bytes")
    precondition(offset % element.size == 0, "byte \(offset) is not aligned to \(element)")
    return Matrix(memory: self, offset: offset, element: element, rows: rows, columns: columns)
  }

  /// Sets every byte in `range` to `byte`; tests poison dead memory with it.
  public func fill(byte: UInt8, in range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount, "\(range) is out of bounds")
    unsafe memset(base + range.lowerBound, Int32(byte), range.count)
  }
}
