public import Source

/// A PNG file: a signature and chunks, each with a length, a type and a check sum.
///
/// Source: W3C, "Portable Network Graphics (PNG) Specification", third edition, section 5.
struct PNGFile {
  /// Where it is.
  let path: String
  /// The number of its columns.
  let width: Int
  /// The number of its lines.
  let height: Int
  /// Whether its pixels have colours, or may have: those from a palette.
  let isColored: Bool

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let headSize = 33

  /// Reads the head of the file at `path`: the signature and the first chunk, which tells the sizes.
  ///
  /// - Throws: E0302 where it cannot be read, E0303 for a wrong check sum, E0304 for another format,
  ///   E0305 where it is cut, E0306 for sizes that no such file can hold.
  init(path: String) throws(InputError) {
    self.path = path
    let file = try PlainFile(path: path)
    let fileSize = file.remainingAtMost
    let head = try file.read(upTo: PNGFile.headSize)
    guard head.starts(with: PNGFile.signature) else {
      throw InputError(
        "E0304", "this is not a PNG file: it does not start with PNG's signature", in: path)
    }
    guard head.count == PNGFile.headSize else {
      throw InputError("E0305", "the file is cut within its head, at byte \(head.count)", in: path)
    }
    try PNGFile.checkChunk(head, at: 8, path: path)
    guard head[8..<16].elementsEqual([0, 0, 0, 13] + Array("IHDR".utf8)) else {
      throw InputError("E0304", "the file does not start with a chunk 'IHDR'", in: path)
    }
    width = Int(bigEndian(head, at: 16, as: UInt32.self))
    height = Int(bigEndian(head, at: 20, as: UInt32.self))
    isColored = head[25] & 2 != 0
    // Both are below 2^32; deflate makes at most 1032 bytes of one, and a pixel takes a bit or more.
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard pixels > 0, !overflow, pixels / (8 * 1032) <= fileSize else {
      throw InputError(
        "E0306", "\(width)x\(height) pixels cannot be in a file of \(fileSize) bytes", in: path)
    }
  }

  /// The pixels, line after line, three bytes for each where `isColored`, otherwise one.
  ///
  /// - Throws: E0303 for a damaged file, E0305 where it is cut.
  func pixels(isColored: Bool) throws(InputError) -> [UInt8] {
    let file = try readFile(path, limit: physicalMemory, code: "E0302")
    var place = PNGFile.signature.count
    while try PNGFile.checkChunk(file, at: place, path: path) != "IEND" {
      place += 12 + Int(bigEndian(file, at: place, as: UInt32.self))
    }
    switch decodePNG(file, pixelCount: width * height, isColored: isColored) {
    case .success(let pixels): return pixels
    case .failure(let failure):
      throw InputError("E0303", "the picture is damaged: \(failure.message)", in: path)
    }
  }

  /// Checks that the chunk at a place is whole, and returns its type.
  @discardableResult
  private static func checkChunk(
    _ file: [UInt8], at place: Int, path: String
  ) throws(InputError) -> String {
    let cut = InputError(
      "E0305", "the file is cut within the chunk at byte \(place): it has \(file.count) bytes",
      in: path)
    guard file.count >= place + 12 else { throw cut }
    let length = Int(bigEndian(file, at: place, as: UInt32.self))
    guard file.count - place - 12 >= length else { throw cut }
    let end = place + 8 + length
    let type = String(decoding: file[place + 4..<place + 8], as: UTF8.self)
    guard checkSum(file[place + 4..<end]) == bigEndian(file, at: end, as: UInt32.self) else {
      throw InputError(
        "E0303", "the chunk \(quoted(type)) at byte \(place) is damaged: its check sum is wrong",
        in: path)
    }
    return type
  }
}

extension Bitmap {
  /// The picture as a PNG file.
  ///
  /// - Throws: E0341 where it is too large for one.
  public func png() throws(InputError) -> [UInt8] {
    switch encodePNG(self) {
    case .success(let file): return file
    case .failure(let failure):
      throw InputError(
        Diagnostic(code: "E0341", "the picture cannot be written as PNG: \(failure.message)"))
    }
  }
}
