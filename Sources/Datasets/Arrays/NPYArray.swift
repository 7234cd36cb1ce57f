import Source

/// An array in numpy's format NPY, versions 1.0 to 3.0.
///
/// Source: "The NPY format", https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
struct NPYArray {
  /// The file.
  let path: String
  /// The member of the file, where that is an archive.
  let member: String?
  /// The type of its elements.
  let element: NPYElement
  /// The sizes of its axes, at least one, all positive.
  let sizes: [Int]
  /// The bytes of its elements, the last axis being the fastest.
  let payload: [UInt8]

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// numpy's own limit, NPY_MAXDIMS.
  private static let mostAxes = 64

  /// Takes an array from the bytes of a file, or of a member of one. They are taken over: its
  /// elements stay where they are, unless their order changes.
  ///
  /// - Parameter memory: what the array may take, with what is made of it.
  /// - Throws: E0304 for another format or a type that is not read, E0305 for fewer or more bytes than
  ///   its sizes promise, E0306 for no elements or too many.
  init(
    _ bytes: consuming [UInt8], path: String, member: String? = nil, memory: Int = physicalMemory
  ) throws(InputError) {
    self.path = path
    self.member = member
    func fail(_ code: String, _ message: String) -> InputError {
      NPYArray.failure(code, message, path, member)
    }
    guard bytes.count >= 10, bytes.starts(with: NPYArray.magic) else {
      throw fail("E0304", "this is not an NPY file: it does not start with \\x93NUMPY")
    }
    guard (1...3).contains(bytes[6]), bytes[7] == 0 else {
      throw fail("E0304", "version \(bytes[6]).\(bytes[7]) of the format is not known")
    }
    let lengthSize = bytes[6] == 1 ? 2 : 4
    let start = 8 + lengthSize
    let length = bytes[8..<min(start, bytes.count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count - start >= length else {
      throw fail("E0305", "the file is cut within its head: it has \(bytes.count) bytes")
    }
    guard let header = NPYHeader(Array(bytes[start..<(start + length)])) else {
      throw fail(
        "E0304", "the head at byte \(start) does not tell 'descr', 'fortran_order' and 'shape'")
    }
    guard let element = NPYElement(header.type) else {
      throw fail(
        "E0304",
        "elements of type \(quoted(header.type)) are not read: numbers of 1 to 8 bytes are")
    }
    guard header.sizes.count <= NPYArray.mostAxes else {
      throw fail(
        "E0304", "\(header.sizes.count) axes are too many: numpy has at most \(NPYArray.mostAxes)")
    }
    let size = try NPYArray.byteCount(header, element, fail)
    let rest = bytes.count - start - length
    guard rest == size else {
      throw fail(
        "E0305",
        "its sizes promise \(size) bytes of elements, but \(rest) follow its head of "
          + "\(start + length) bytes")
    }
    let need = NPYArray.memoryNeeded(header, element, size)
    guard need <= memory else {
      throw fail(
        "E0306", "reading it takes \(need) bytes of memory, more than the \(memory) there are")
    }
    bytes.removeFirst(start + length)
    self.element = element
    sizes = header.sizes
    if header.isFirstAxisFastest {
      payload = NPYArray.rowMajor(bytes, header.sizes, size: element.size)
    } else {
      payload = bytes
    }
  }

  /// An error about this array.
  func failure(_ code: String, _ message: String) -> InputError {
    NPYArray.failure(code, message, path, member)
  }

  private static func failure(
    _ code: String, _ message: String, _ path: String, _ member: String?
  ) -> InputError {
    InputError(code, (member.map { "member \(quoted($0)): " } ?? "") + message, in: path)
  }

  private static func byteCount(
    _ header: NPYHeader, _ element: NPYElement, _ fail: (String, String) -> InputError
  ) throws(InputError) -> Int {
    var size = element.size
    for axis in header.sizes {
      let (product, overflow) = size.multipliedReportingOverflow(by: axis)
      guard !overflow else { throw fail("E0306", "its sizes multiply to too many bytes") }
      size = product
    }
    guard !header.sizes.isEmpty, size > 0 else {
      throw fail("E0306", "it holds no rows: its shape is \(header.sizes)")
    }
    return size
  }

  /// The most bytes that are held at a time: the elements, and beside them either these in another
  /// order or, unless they stay bytes, in single precision.
  private static func memoryNeeded(
    _ header: NPYHeader, _ element: NPYElement, _ size: Int
  ) -> Int {
    let isByte = element.kind == .unsigned && element.size == 1
    let floats = isByte ? 0 : size / element.size * MemoryLayout<Float>.size
    return size + max(floats, header.isFirstAxisFastest ? size : 0)
  }

  /// Brings elements whose first axis is the fastest into the order where the last one is.
  private static func rowMajor(_ bytes: [UInt8], _ sizes: [Int], size: Int) -> [UInt8] {
    var strides: [Int] = []
    var stride = size
    for axis in sizes {
      strides.append(stride)
      stride *= axis
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = Array(repeating: 0, count: sizes.count)
    var place = 0
    while result.count < bytes.count {
      result += bytes[place..<(place + size)]
      for axis in sizes.indices.reversed() {
        index[axis] += 1
        place += strides[axis]
        guard index[axis] == sizes[axis] else { break }
        place -= strides[axis] * sizes[axis]
        index[axis] = 0
      }
    }
    return result
  }
}
