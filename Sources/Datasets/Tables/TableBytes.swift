import Source

/// The bytes of a table's file, decompressed where its name ends in `.gz`.
///
/// - Throws: E0302 and E0303 where it cannot be read, E0306 where it holds too much.
func tableBytes(_ path: String) throws(InputError) -> [UInt8] {
  let limit = physicalMemory / 4
  let stream: any ByteStream =
    path.hasSuffix(".gz") ? try GzipFile(path: path) : try PlainFile(path: path)
  var bytes: [UInt8] = []
  while true {
    let chunk = try stream.read(upTo: 1 << 24)
    if chunk.isEmpty { return bytes }
    if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    guard bytes.count <= limit else {
      throw InputError(
        "E0306", "it holds more than \(limit) bytes of text, too many for this machine", in: path)
    }
  }
}

/// Where the text of a table begins: behind a byte order mark.
///
/// - Throws: E0320 for what is no text.
func tableStart(_ bytes: [UInt8], _ path: String) throws(InputError) -> Int {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    throw InputError(
      "E0320", "the file is UTF-16, and UTF-8 is needed", in: path,
      help: ["convert it: iconv -f UTF-16 -t UTF-8"])
  }
  if let place = bytes.prefix(4_096).firstIndex(of: 0) {
    let isGzip = bytes.starts(with: [0x1F, 0x8B])
    throw InputError(
      "E0320", "this is not a table as text: byte \(place) is zero", in: path,
      help: isGzip ? ["it is compressed: rename it to '\(path).gz'"] : [])
  }
  return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
}
