internal import Glibc
import Source

/// A lock on a folder, by which one process at a time works in it.
///
/// The folder itself is locked. The system drops the lock with the process, however that ends, so that
/// nothing is left behind.
public enum FolderLock {
  /// Does something while the lock is held.
  ///
  /// - Throws: E0714 where another process holds it, or the folder cannot be locked; what `body`
  ///   throws.
  public static func holding<Result>(_ folder: String, _ body: () throws -> Result) throws -> Result
  {
    // A process that this one starts must not hold the lock for longer than this one does.
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(folder) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EINTR else { throw failure(folder) }
    }
    return try body()
  }

  private static func failure(_ folder: String) -> InputError {
    guard errno != EWOULDBLOCK else {
      return InputError(
        "E0714", "another process is at work in the folder", in: folder,
        help: ["wait until it has ended, or give another folder by --out"])
    }
    let reason = unsafe String(cString: strerror(errno))
    return InputError("E0714", "the folder cannot be locked: \(reason)", in: folder)
  }
}
