internal import Glibc

/// The names of what is in the folder at `path`, sorted, those that begin with a dot left out.
///
/// - Throws: `code` where the folder cannot be read.
public func namesInFolder(_ path: String, code: String) throws(InputError) -> [String] {
  guard let folder = unsafe opendir(path) else {
    throw InputError(
      code, "the folder cannot be read: \(unsafe String(cString: strerror(errno)))", in: path)
  }
  defer { unsafe closedir(folder) }
  var names: [String] = []
  while let entry = unsafe readdir(folder) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
      unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}
