import Source

/// An archive in the zip format, whose members are stored or deflated. Encrypted ones, archives in
/// several parts, and those beyond 4 GB (zip64) are refused.
///
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", version 6.3.
struct ZipFile {
  /// A file in the archive, as the directory at the archive's end tells of it.
  struct Member {
    let name: String
    fileprivate let isDeflated: Bool
    fileprivate let checkSum: UInt32
    fileprivate let compressedSize: Int
    fileprivate let size: Int
    fileprivate let offset: Int
  }

  /// Where it is.
  let path: String
  /// Its members, in the order of the directory.
  private(set) var members: [Member] = []
  private let bytes: [UInt8]
  /// How many bytes there are for what is made of its members.
  let memory: Int

  /// Reads the archive at `path` and its directory.
  ///
  /// - Parameter memory: what the archive and what is made of it may take.
  /// - Throws: E0302 where it cannot be read, E0303 for a damaged directory, E0304 for what is no such
  ///   archive.
  init(path: String, memory: Int = physicalMemory) throws(InputError) {
    self.path = path
    bytes = try readFile(path, limit: memory / 2, code: "E0302")
    self.memory = memory - bytes.count
    guard number(0, 4) == ZipFile.memberSignature || number(0, 4) == ZipFile.endSignature else {
      throw InputError("E0304", "this is not a zip archive: it does not start with PK", in: path)
    }
    let end = try endRecord()
    guard number(end + 4, 2) == 0, number(end + 6, 2) == 0 else {
      throw InputError("E0304", "the archive is one part of several", in: path)
    }
    let count = number(end + 10, 2)
    let start = number(end + 16, 4)
    guard count != 0xFFFF, start != 0xFFFF_FFFF else { throw isZip64() }
    var place = start
    for _ in 0..<count { place = try readEntry(at: place, before: end) }
    guard place == end else {
      throw damage("its directory does not reach from byte \(start) to byte \(end)")
    }
    guard Set(members.map(\.name)).count == members.count else {
      throw damage("two members have the same name")
    }
  }

  /// The bytes of a member.
  ///
  /// - Throws: E0303 where they are damaged, E0306 where they are too many for the memory.
  func contents(of member: Member) throws(InputError) -> [UInt8] {
    let offset = member.offset
    guard offset <= bytes.count - 30, number(offset, 4) == ZipFile.memberSignature else {
      throw damage("member \(quoted(member.name)) is not at byte \(offset)")
    }
    let start = offset + 30 + number(offset + 26, 2) + number(offset + 28, 2)
    guard start <= bytes.count, member.compressedSize <= bytes.count - start else {
      throw damage("member \(quoted(member.name)) reaches behind the end of the file")
    }
    guard member.size <= memory else {
      throw InputError(
        "E0306",
        "member \(quoted(member.name)) has \(member.size) bytes, more than the \(memory) bytes of "
          + "memory there are", in: path)
    }
    let compressed = bytes[start..<(start + member.compressedSize)]
    let contents = member.isDeflated ? try inflated(compressed, member) : Array(compressed)
    guard contents.count == member.size, checkSum(contents[...]) == member.checkSum else {
      throw damage(
        "member \(quoted(member.name)), from byte \(start), does not have the check sum that the "
          + "directory tells")
    }
    return contents
  }

  private static let memberSignature = 0x0403_4B50
  private static let entrySignature = 0x0201_4B50
  private static let endSignature = 0x0605_4B50

  /// The little-endian number of `size` bytes at `place`; bytes behind the end of the file are zero.
  private func number(_ place: Int, _ size: Int) -> Int {
    bytes[min(place, bytes.count)..<min(place + size, bytes.count)].reversed()
      .reduce(0) { $0 << 8 | Int($1) }
  }

  /// Where the record is that ends the archive; only a comment of up to 65,535 bytes may follow.
  private func endRecord() throws(InputError) -> Int {
    let last = bytes.count - 22
    guard last >= 0 else { throw damage("it is cut: it has \(bytes.count) bytes") }
    for place in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
    where bytes[place] == 0x50 && number(place, 4) == ZipFile.endSignature
      && number(place + 20, 2) == last - place
    {
      return place
    }
    throw damage("it is cut: there is no directory at its end, byte \(bytes.count)")
  }

  /// Reads an entry of the directory and returns the place behind it.
  private mutating func readEntry(at place: Int, before end: Int) throws(InputError) -> Int {
    guard place <= end - 46, number(place, 4) == ZipFile.entrySignature else {
      throw damage("there is no entry of its directory at byte \(place)")
    }
    let nameEnd = place + 46 + number(place + 28, 2)
    let next = nameEnd + number(place + 30, 2) + number(place + 32, 2)
    guard next <= end else { throw damage("the entry at byte \(place) is cut") }
    let name = String(decoding: bytes[(place + 46)..<nameEnd], as: UTF8.self)
    let method = number(place + 10, 2)
    guard number(place + 8, 2) & 1 == 0 else {
      throw InputError("E0304", "member \(quoted(name)) is encrypted", in: path)
    }
    guard method == 0 || method == 8 else {
      throw InputError(
        "E0304", "member \(quoted(name)) is compressed by method \(method), which is not read",
        in: path, help: ["stored members (0) and deflated ones (8) are"])
    }
    let member = Member(
      name: name, isDeflated: method == 8, checkSum: UInt32(number(place + 16, 4)),
      compressedSize: number(place + 20, 4), size: number(place + 24, 4),
      offset: number(place + 42, 4))
    guard ![member.compressedSize, member.size, member.offset].contains(0xFFFF_FFFF) else {
      throw isZip64()
    }
    members.append(member)
    return next
  }

  private func inflated(
    _ compressed: ArraySlice<UInt8>, _ member: Member
  ) throws(InputError) -> [UInt8] {
    // Deflate makes at most 1032 bytes of one.
    guard member.size / 1032 <= compressed.count else {
      throw damage("member \(quoted(member.name)) cannot have \(member.size) bytes")
    }
    let inflater = Inflater(.none)
    var input = compressed
    var output: [UInt8] = []
    output.reserveCapacity(member.size)
    while true {
      // A byte more than there should be shows that there are more.
      let (bytes, used, progress) = inflater.inflate(
        input, upTo: min(member.size + 1 - output.count, 1 << 20))
      input = input.dropFirst(used)
      output += bytes
      switch progress {
      case .goesOn where output.count <= member.size: continue
      case .ended where input.isEmpty: return output
      case .damaged(let reason):
        throw damage(
          "member \(quoted(member.name)) is damaged before byte \(input.startIndex): \(reason)")
      default:
        throw damage("member \(quoted(member.name)) does not end where the directory tells")
      }
    }
  }

  private func damage(_ message: String) -> InputError {
    InputError("E0303", "the archive is damaged: \(message)", in: path)
  }

  private func isZip64() -> InputError {
    InputError(
      "E0304", "the archive is larger than 4 GB (zip64), which is not read", in: path,
      help: ["save each array as a .npy file in one folder, and give that folder"])
  }
}
