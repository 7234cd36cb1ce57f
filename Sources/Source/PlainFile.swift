internal import Glibc

/// A regular file that is open for reading, front to back.
public final class PlainFile {
  private let path: String
  private let code: String
  private let descriptor: Int32
  /// No more bytes than this can come.
  public private(set) var remainingAtMost = 0

  /// Opens the file at `path`.
  ///
  /// - Throws: `code` where it cannot be opened or, here and later, read, or is a folder, or a
  ///   device or a pipe, which might never end.
  public init(path: String, code: String) throws(InputError) {
    self.path = path
    self.code = code
    guard !path.isEmpty else {
      descriptor = -1
      throw InputError(Diagnostic(code: code, "a file is needed here, and its name is empty"))
    }
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure() }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure() }
    let kind = FileKind(status)
    guard kind == .file else {
      let found = kind == .folder ? "a folder" : "a device or a pipe"
      throw InputError(code, "this is \(found), not a file", in: path)
    }
    remainingAtMost = Int(status.st_size)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The next `count` bytes, or all that are left where they are fewer.
  public func read(upTo count: Int) throws(InputError) -> [UInt8] {
    var failed = false
    let wanted = min(count, remainingAtMost)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let space = unsafe UnsafeMutableBufferPointer(rebasing: buffer[filled..<wanted])
        let length = unsafe Glibc.read(descriptor, space.baseAddress, space.count)
        if length < 0, errno == EINTR { continue }
        failed = length < 0
        guard length > 0 else { return }
        filled += length
      }
    }
    guard !failed else { throw failure() }
    remainingAtMost = bytes.count < wanted ? 0 : remainingAtMost - wanted
    return bytes
  }

  private func failure() -> InputError {
    let number = errno
    var status = stat()
    // What is there by its own name, and not when it is followed, is a link.
    if number == ENOENT, unsafe lstat(path, &status) == 0 {
      return InputError(code, "this is a link to a file that is not there", in: path)
    }
    let reason = unsafe String(cString: strerror(number))
    return InputError(code, "the file cannot be read: \(reason)", in: path)
  }
}

/// All bytes of the file at `path`.
///
/// - Throws: `code` where it cannot be read, is not a file, or has more than `limit` bytes.
public func readFile(
  _ path: String, limit: Int, code: String
) throws(InputError) -> [UInt8] {
  let file = try PlainFile(path: path, code: code)
  guard file.remainingAtMost <= limit else {
    throw InputError(
      code, "the file has \(file.remainingAtMost) bytes; at most \(limit) can be read", in: path)
  }
  return try file.read(upTo: limit)
}
