internal import Glibc
import Source

/// The bytes of a file, front to back.
protocol ByteStream: AnyObject {
  /// No more bytes than this can come.
  var remainingAtMost: Int { get }

  /// The next `count` bytes, or all that are left where they are fewer.
  func read(upTo count: Int) throws(InputError) -> [UInt8]
}

extension PlainFile: ByteStream {
  /// Opens a file of a data set.
  ///
  /// - Throws: E0302 where it cannot be read.
  convenience init(path: String) throws(InputError) { try self.init(path: path, code: "E0302") }
}

/// Whether the files of the folder at `path` can be opened, as far as the folder is concerned.
func canEnter(folder path: String) -> Bool {
  unsafe access(path, X_OK) == 0
}

/// The size of the machine's memory in bytes.
let physicalMemory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
