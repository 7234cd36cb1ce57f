internal import Glibc
import Source

/// The bytes of a file, front to back.
protocol ByteStream: AnyObject {
  /// No more bytes than this can come.
  var remainingAtMost: Int { get }

  /// The next `count` bytes, or all that are left where they are fewer.
  func read(upTo count: Int) throws(InputError) -> [UInt8]
}

/// A regular file that is open for reading.
final class PlainFile: ByteStream {
  private let path: String
  private let descriptor: Int32
  private(set) var remainingAtMost = 0

  /// Opens the file at `path`.
  ///
  /// - Throws: E0302 where it cannot be opened, or is a folder, or a device or a pipe, which might
  ///   never end.
  init(path: String) throws(InputError) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure() }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure() }
    guard let kind = FileKind(status), kind == .file else {
      let isFolder = FileKind(status) == .folder
      throw InputError(
        "E0302", "this is \(isFolder ? "a folder" : "a device or a pipe"), not a file", in: path)
    }
    remainingAtMost = Int(status.st_size)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  func read(upTo count: Int) throws(InputError) -> [UInt8] {
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
    let reason = unsafe String(cString: strerror(errno))
    return InputError("E0302", "the file cannot be read: \(reason)", in: path)
  }
}

/// What stands at a path, behind symbolic links.
enum FileKind {
  case file, folder, other

  /// The kind of what is at `path`; nil where there is nothing.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  fileprivate init?(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}

/// Whether the files of the folder at `path` can be opened, as far as the folder is concerned.
func canEnter(folder path: String) -> Bool {
  unsafe access(path, X_OK) == 0
}

/// The size of the machine's memory in bytes.
let physicalMemory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
