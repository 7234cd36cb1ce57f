internal import Glibc
public import Source

/// Writes files so that, whatever happens, a reader finds the old content or the new, never a part.
public enum AtomicWrite {
  /// Writes `bytes` to the file at `path`: to a temporary file beside it, which is synced, renamed
  /// to `path`, and made durable by a sync of the folder. A file that was there keeps its
  /// permissions. A symbolic link stays, and the file it leads to is written; what is no file, such
  /// as a pipe or a device, is written as it is.
  ///
  /// - Throws: E0410 with the system's reason. The temporary file is gone then.
  public static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      return try replace(path, by: bytes, mode: nil)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      guard let real = unsafe realpath(path, nil) else {
        throw failure("the file cannot be written", path)
      }
      defer { unsafe free(real) }
      try replace(unsafe String(cString: real), by: bytes, mode: status.st_mode & 0o777)
    case S_IFDIR:
      errno = EISDIR
      throw failure("the file cannot be written", path)
    default:
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure("it cannot be written", path) }
      defer { close(descriptor) }
      guard writeAll(bytes, to: descriptor) else { throw failure("it cannot be written", path) }
    }
  }

  /// Removes the file at `path`.
  ///
  /// - Throws: E0410 with the system's reason.
  public static func remove(_ path: String) throws(InputError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw failure("the file cannot be removed", path)
    }
  }

  private static func replace(
    _ path: String, by bytes: [UInt8], mode: mode_t?
  ) throws(InputError) {
    try withTemporary(
      bytes, beside: path, mode: mode, orFailWith: "the file cannot be written", at: path
    ) { (temporary) throws(InputError) in
      guard unsafe rename(temporary, path) == 0 else {
        let error = failure("the file cannot be replaced", path)
        unsafe unlink(temporary)
        throw error
      }
    }
    let folder = unsafe open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure("its folder cannot be synced", path) }
    defer { close(folder) }
    // Some file systems cannot sync a folder, and say so with EINVAL.
    guard fsync(folder) == 0 || errno == EINVAL else {
      throw failure("its folder cannot be synced", path)
    }
  }

  /// Proves that files can be written into `folder`, which is made where it is missing, and removes
  /// what killed writers left there.
  ///
  /// - Throws: E0410 with the system's reason.
  public static func probeWritable(folder: String) throws(InputError) {
    for end in folder.indices.dropFirst() + [folder.endIndex]
    where end == folder.endIndex || folder[end] == "/" {
      let status = unsafe mkdir(String(folder[..<end]), 0o777)
      guard status == 0 || errno == EEXIST else {
        throw failure("the folder cannot be made", folder)
      }
    }
    try withTemporary(
      [0], beside: "\(folder)/probe", mode: nil, orFailWith: "no file can be written in the folder",
      at: folder
    ) { unsafe unlink($0) }
    removeLeftovers(in: folder)
  }

  /// Removes the temporary files in `folder` whose writers were killed. One that is at work holds a
  /// lock on its own.
  static func removeLeftovers(in folder: String) {
    for name in (try? namesInFolder(folder, code: "E0410")) ?? [] where name.hasSuffix(ending) {
      let file = "\(folder)/\(name)"
      let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unsafe unlink(file) }
    }
  }

  /// What the names of temporary files end with.
  private static let ending = ".nnc.tmp"

  /// Writes and syncs a new file beside `path` and does something with its path, by which it is
  /// renamed or removed; on failure it is gone.
  ///
  /// - Parameter mode: its permissions; nil for those of any new file.
  private static func withTemporary(
    _ bytes: [UInt8], beside path: String, mode: mode_t?, orFailWith problem: String,
    at place: String, _ body: (String) throws(InputError) -> Void
  ) throws(InputError) {
    let temporary = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 36))\(ending)"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(problem, place) }
    defer { close(descriptor) }
    // Where there are no locks, another process may take this file for a leftover, which fails loudly;
    // if one did so before the lock was taken, the file is made again.
    flock(descriptor, LOCK_EX | LOCK_NB)
    var status = stat()
    if unsafe fstat(descriptor, &status) == 0, status.st_nlink == 0 {
      return try withTemporary(
        bytes, beside: path, mode: mode, orFailWith: problem, at: place, body)
    }
    let failed =
      mode.map { fchmod(descriptor, $0) != 0 } ?? false
      || !writeAll(bytes, to: descriptor) || fsync(descriptor) != 0
    guard !failed else {
      let error = failure(problem, place)
      unsafe unlink(temporary)
      throw error
    }
    try body(temporary)
  }

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
        let length = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        if length < 0, errno == EINTR { continue }
        guard length > 0 else { return false }
        written += length
      }
      return true
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func failure(_ what: String, _ path: String) -> InputError {
    let reason = unsafe String(cString: strerror(errno))
    return InputError(Diagnostic(code: "E0410", "\(what): \(reason)", at: .file(path)))
  }
}
