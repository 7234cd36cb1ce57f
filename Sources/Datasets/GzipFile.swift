internal import CZlib
import Source

/// A gzip file that is decompressed as it is read.
///
/// The file may have several members, as `cat a.gz b.gz` makes them; the check sum of each is
/// verified when its end is read. Source: RFC 1952.
@safe final class GzipFile: ByteStream {
  private let path: String
  private let file: PlainFile
  private let fileSize: Int
  /// Compressed bytes, those from `position` on still to be used.
  private var input: [UInt8] = []
  private var position = 0
  private var atEnd = false
  /// zlib keeps a pointer to this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Opens the file at `path`.
  ///
  /// - Throws: E0302 where it cannot be read, E0303 where it is not gzip.
  init(path: String) throws(InputError) {
    self.path = path
    file = try PlainFile(path: path)
    fileSize = file.remainingAtMost
    input = try file.read(upTo: GzipFile.chunk)
    guard input.starts(with: GzipFile.magic) else {
      throw InputError("E0303", "the file's name ends in .gz, but it is not gzip", in: path)
    }
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let gzipWindow: Int32 = 15 + 16
    let status = unsafe inflateInit2_(
      stream, gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start: out of memory, or another version")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Deflate needs at least two bits, a length and a distance code, for a match of 258 bytes.
  var remainingAtMost: Int {
    let compressed = file.remainingAtMost + input.count - position
    let (bound, overflow) = compressed.multipliedReportingOverflow(by: 4 * 258)
    return overflow ? .max : bound
  }

  /// The next `count` decompressed bytes, or all that are left where they are fewer.
  ///
  /// - Throws: E0303 where the stream is damaged, ends early, or has other bytes behind it.
  func read(upTo count: Int) throws(InputError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(count)
    while output.count < count, !atEnd {
      let (bytes, status) = inflateChunk(upTo: min(count - output.count, GzipFile.chunk))
      output.append(contentsOf: bytes)
      switch status {
      case Z_OK: break
      case Z_STREAM_END: try startNextMember()
      case Z_BUF_ERROR where try refill(): break
      case Z_BUF_ERROR: throw failure("the gzip stream is cut: it goes on behind byte \(fileSize)")
      default: throw failure("the gzip stream is damaged before byte \(offset): \(zlibMessage)")
      }
    }
    return output
  }

  private static let chunk = 1 << 18
  private static let magic: [UInt8] = [0x1F, 0x8B]

  /// The place in the file of the next compressed byte.
  private var offset: Int { fileSize - file.remainingAtMost - (input.count - position) }

  /// Decompresses what the input at hand gives; `Z_BUF_ERROR` says that it gives nothing more.
  private func inflateChunk(upTo count: Int) -> (bytes: [UInt8], status: Int32) {
    var status = Z_OK
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe input.withUnsafeBufferPointer { input in
        let rest = unsafe UnsafeBufferPointer(rebasing: input[position...])
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: rest.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(rest.count)
        unsafe stream.pointee.next_out = buffer.baseAddress
        unsafe stream.pointee.avail_out = UInt32(count)
        status = unsafe inflate(stream, Z_NO_FLUSH)
      }
      position = unsafe input.count - Int(stream.pointee.avail_in)
      filled = unsafe count - Int(stream.pointee.avail_out)
    }
    return (bytes, status)
  }

  /// Reads more of the file behind the input that is left; false at the end of the file.
  private func refill() throws(InputError) -> Bool {
    let more = try file.read(upTo: GzipFile.chunk)
    input = input[position...] + more
    position = 0
    return !more.isEmpty
  }

  /// Behind the end of a member the file ends or the next member begins.
  private func startNextMember() throws(InputError) {
    while input.count - position < GzipFile.magic.count, try refill() {}
    atEnd = position == input.count
    guard !atEnd else { return }
    guard input[position...].starts(with: GzipFile.magic) else {
      throw failure("behind the end of the gzip stream, from byte \(offset), there are other bytes")
    }
    unsafe inflateReset(stream)
  }

  private func failure(_ message: String) -> InputError {
    InputError("E0303", message, in: path, help: ["get the file again: this copy is damaged"])
  }

  private var zlibMessage: String {
    guard let message = unsafe stream.pointee.msg else { return "it does not decompress" }
    return unsafe String(cString: message)
  }
}
