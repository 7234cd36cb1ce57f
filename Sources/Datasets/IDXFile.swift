import Source

/// The element types of IDX files, by the third byte of the magic number.
enum IDXElement: UInt8 {
  case unsignedByte = 0x08
  case byte = 0x09
  case short = 0x0B
  case int = 0x0C
  case float = 0x0D
  case double = 0x0E

  /// The bytes of an element.
  var size: Int {
    switch self {
    case .unsignedByte, .byte: 1
    case .short: 2
    case .int, .float: 4
    case .double: 8
    }
  }
}

/// A file in the IDX format: two zero bytes, the element type, the rank, a big-endian 32-bit size
/// for each axis, then the elements, big-endian, the last axis fastest. Plain, or compressed by
/// gzip where the name ends in `.gz`.
///
/// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
struct IDXFile {
  /// Where it was read.
  let path: String
  /// The type of its elements.
  let element: IDXElement
  /// The sizes of its axes, all positive.
  let sizes: [Int]
  /// The bytes of its elements: the product of `sizes` times the element's size.
  let payload: [UInt8]

  /// Reads the file at `path`.
  ///
  /// - Parameter memory: what its elements may take, with what is made of them.
  /// - Throws: E0302 and E0303 for a file that cannot be read, E0304 for one of another format,
  ///   E0305 for one with fewer or more bytes than its sizes promise, E0306 for one without
  ///   elements or with too many.
  init(path: String, memory: Int = physicalMemory) throws(InputError) {
    let stream: any ByteStream =
      path.hasSuffix(".gz") ? try GzipFile(path: path) : try PlainFile(path: path)
    self.path = path
    let magic = try stream.read(upTo: 4)
    guard !magic.isEmpty else { throw InputError("E0304", "the file is empty", in: path) }
    element = try IDXFile.element(magic, path: path)
    let rank = Int(magic[3])
    let header = try stream.read(upTo: 4 * rank)
    guard header.count == 4 * rank else {
      throw InputError("E0305", "the file is cut within the sizes of its \(rank) axes", in: path)
    }
    sizes = (0..<rank).map { Int(bigEndian(header, at: 4 * $0, as: UInt32.self)) }
    payload = try IDXFile.payload(
      from: stream, element: element, sizes: sizes, path: path, memory: memory)
  }

  private static func element(_ magic: [UInt8], path: String) throws(InputError) -> IDXElement {
    guard magic.count == 4, magic.starts(with: [0, 0]), magic[3] > 0 else {
      let isGzip = magic.starts(with: [0x1F, 0x8B])
      throw InputError(
        "E0304",
        "this is not an IDX file: it does not start with two zero bytes, a type and a rank",
        in: path, help: isGzip ? ["it is compressed: rename it to '\(path).gz'"] : [])
    }
    guard let element = IDXElement(rawValue: magic[2]) else {
      throw InputError(
        "E0304", "IDX element type \(magic[2]) is unknown", in: path,
        help: ["known are 8 (u8), 9 (i8), 11 (i16), 12 (i32), 13 (f32) and 14 (f64)"])
    }
    return element
  }

  /// Reads the elements. What the sizes promise is held against the machine and the file before
  /// any memory is taken for it.
  private static func payload(
    from stream: any ByteStream, element: IDXElement, sizes: [Int], path: String, memory: Int
  ) throws(InputError) -> [UInt8] {
    let shape = sizes.map(String.init).joined(separator: "x")
    var size = element.size
    for axis in sizes {
      let (product, overflow) = size.multipliedReportingOverflow(by: axis)
      guard !overflow else {
        throw InputError("E0306", "its sizes, \(shape), multiply to too many bytes", in: path)
      }
      size = product
    }
    guard size > 0 else {
      throw InputError("E0306", "it holds no elements: its sizes are \(shape)", in: path)
    }
    // All but bytes are brought to single precision, and are there in both forms for a while.
    let floats = element == .unsignedByte ? 0 : MemoryLayout<Float>.size
    let need = (size / element.size).multipliedReportingOverflow(by: element.size + floats)
    guard !need.overflow, need.partialValue <= memory else {
      throw InputError(
        "E0306",
        "its sizes, \(shape), make \(size) bytes, and reading them takes more memory than "
          + "the \(memory) bytes there are", in: path)
    }
    let promise = "its sizes, \(shape), promise \(size) bytes of elements"
    guard size <= stream.remainingAtMost else {
      throw InputError("E0305", "the file is cut: \(promise), it is shorter", in: path)
    }
    var payload = try stream.read(upTo: size)
    guard payload.count == size else {
      throw InputError("E0305", "the file is cut: \(promise), it holds \(payload.count)", in: path)
    }
    // Reading on to the end also verifies the check sum of a compressed file.
    payload.append(contentsOf: try stream.read(upTo: 1))
    guard payload.count == size else {
      throw InputError("E0305", "\(promise), but it holds more", in: path)
    }
    return payload
  }
}

/// The big-endian integer that starts at `offset`.
func bigEndian<Value: FixedWidthInteger>(
  _ bytes: [UInt8], at offset: Int, as type: Value.Type
) -> Value {
  var value: Value = 0
  for byte in bytes[offset..<(offset + MemoryLayout<Value>.size)] {
    value = value << 8 | Value(truncatingIfNeeded: byte)
  }
  return value
}
