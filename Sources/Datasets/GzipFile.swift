import Source

/// A gzip file that is decompressed as it is read.
///
/// The file may have several members, as `cat a.gz b.gz` makes them; the check sum of each is
/// verified when its end is read. Source: RFC 1952.
final class GzipFile: ByteStream {
  private let path: String
  private let file: PlainFile
  private let fileSize: Int
  /// Compressed bytes, those from `position` on still to be used.
  private var input: [UInt8] = []
  private var position = 0
  private var atEnd = false
  private let inflater = Inflater(.gzip)

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
      let (bytes, used, progress) = inflater.inflate(
        input[position...], upTo: min(count - output.count, GzipFile.chunk))
      position += used
      output.append(contentsOf: bytes)
      switch progress {
      case .goesOn: break
      case .ended: try startNextMember()
      case .needsInput where try refill(): break
      case .needsInput:
        throw failure("the gzip stream is cut: it goes on behind byte \(fileSize)")
      case .damaged(let reason):
        throw failure("the gzip stream is damaged before byte \(offset): \(reason)")
      }
    }
    return output
  }

  private static let chunk = 1 << 18
  private static let magic: [UInt8] = [0x1F, 0x8B]

  /// The place in the file of the next compressed byte.
  private var offset: Int { fileSize - file.remainingAtMost - (input.count - position) }

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
    inflater.reset()
  }

  private func failure(_ message: String) -> InputError {
    InputError("E0303", message, in: path, help: ["get the file again: this copy is damaged"])
  }
}
