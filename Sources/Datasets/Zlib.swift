internal import CZlib

/// The decompressor of zlib.
@safe final class Inflater {
  /// What surrounds the compressed bytes.
  enum Wrapping: Int32 {
    /// Nothing: RFC 1951 alone, as in zip files.
    case none = -15
    /// The head and the check sum of RFC 1952.
    case gzip = 31
  }

  /// How far decompression came.
  enum Progress {
    /// There may be more output, from the input at hand or from more.
    case goesOn
    /// All input was used and gives no more output.
    case needsInput
    /// The end of the stream was reached, and its check sum, where it has one, is right.
    case ended
    /// The stream is damaged, in zlib's words.
    case damaged(String)
  }

  /// zlib keeps a pointer to this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Makes a decompressor at the start of a stream.
  init(_ wrapping: Wrapping) {
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // zlib takes the size of the window's logarithm and the wrapping as one number.
    let status = unsafe inflateInit2_(
      stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start: out of memory, or another version")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Decompresses up to `count` bytes from `input`, of which it uses the front.
  ///
  /// - Precondition: `count` and the input's count fit 32 bits.
  func inflate(
    _ input: ArraySlice<UInt8>, upTo count: Int
  ) -> (bytes: [UInt8], used: Int, progress: Progress) {
    var status = Z_OK
    var used = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe input.withUnsafeBufferPointer { input in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = buffer.baseAddress
        unsafe stream.pointee.avail_out = UInt32(count)
        status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
      }
      used = unsafe input.count - Int(stream.pointee.avail_in)
      filled = unsafe count - Int(stream.pointee.avail_out)
    }
    return (bytes, used, progress(status))
  }

  /// Goes back to the start of a stream.
  func reset() { unsafe inflateReset(stream) }

  private func progress(_ status: Int32) -> Progress {
    switch status {
    case Z_OK: return .goesOn
    case Z_BUF_ERROR: return .needsInput
    case Z_STREAM_END: return .ended
    default:
      guard let message = unsafe stream.pointee.msg else {
        return .damaged("it does not decompress")
      }
      return .damaged(unsafe String(cString: message))
    }
  }
}

/// The check sum CRC-32 of bytes, as gzip, zip and PNG files have it.
func checkSum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  unsafe bytes.withUnsafeBufferPointer { UInt32(unsafe crc32_z(0, $0.baseAddress, $0.count)) }
}
