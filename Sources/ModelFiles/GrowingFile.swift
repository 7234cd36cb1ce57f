internal import Glibc
public import Source

/// A file that grows while others read it.
public final class GrowingFile {
  /// Where it is.
  public let path: String
  private let descriptor: Int32

  /// Makes the file with its first bytes, in place of one that was there, and the folder that it is in.
  ///
  /// - Throws: E0410 with the system's reason.
  public init(in folder: String, named name: String, beginning: [UInt8]) throws(InputError) {
    try AtomicWrite.probeWritable(folder: folder)
    path = "\(folder)/\(name)"
    // A pipe in its place that nobody reads would otherwise be waited for.
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else {
      throw AtomicWrite.failure("the file cannot be written", path)
    }
    try append(beginning)
  }

  deinit { close(descriptor) }

  /// Adds bytes to its end.
  ///
  /// - Throws: E0410 with the system's reason.
  public func append(_ bytes: [UInt8]) throws(InputError) {
    guard AtomicWrite.writeAll(bytes, to: descriptor) else {
      throw AtomicWrite.failure("the file cannot be written", path)
    }
  }
}
