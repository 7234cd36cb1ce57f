import Source
import Testing

@testable import Datasets

@Suite struct GzipFileTests {
  let folder: TemporaryFolder
  /// A file longer than the chunks in which it is read and decompressed, hard to compress.
  let bytes: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    var state: UInt32 = 1
    bytes = (0..<700_000).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
  }

  private func readAll(_ compressed: [UInt8], count: Int = 2_000_000) throws -> [UInt8] {
    let file = try GzipFile(path: folder.write(compressed, to: "a.gz"))
    return try file.read(upTo: count)
  }

  @Test func decompresses() throws {
    #expect(try readAll(gzip(bytes)) == bytes)
    #expect(try readAll(gzip([])) == [])
  }

  @Test func readsInPieces() throws {
    let file = try GzipFile(path: folder.write(try gzip(bytes), to: "a.gz"))
    #expect(try file.read(upTo: 3) == Array(bytes[..<3]))
    #expect(try file.read(upTo: 600_000) == Array(bytes[3..<600_003]))
    #expect(try file.read(upTo: 600_000) == Array(bytes[600_003...]))
    #expect(try file.read(upTo: 1) == [])
  }

  @Test func readsSeveralMembers() throws {
    let members = try gzip(Array(bytes[..<100])) + gzip([]) + gzip(Array(bytes[100...]))
    #expect(try readAll(members) == bytes)
  }

  @Test func theBoundHolds() throws {
    let zeros = [UInt8](repeating: 0, count: 1_000_000)
    let file = try GzipFile(path: folder.write(try gzip(zeros), to: "a.gz"))
    #expect(file.remainingAtMost >= zeros.count)
    #expect(file.remainingAtMost < 2 * zeros.count)
  }

  @Test func damageIsFound() throws {
    let whole = try gzip(bytes)
    var flipped = whole
    flipped[whole.count / 2] ^= 0x10
    var checkSum = whole
    checkSum[whole.count - 6] ^= 1
    let cases: [([UInt8], String)] = [
      (Array(whole.dropLast()), "is cut"),
      (Array(whole.prefix(whole.count / 2)), "is cut"),
      (Array(whole.prefix(5)), "is cut"),
      (whole + [0], "other bytes"),
      (whole + Array("garbage".utf8), "other bytes"),
      (whole + whole.prefix(20), "is cut"),
      (checkSum, "damaged"),
      (flipped, "damaged"),
      (Array("no gzip".utf8), "not gzip"),
      ([], "not gzip"),
    ]
    for (compressed, message) in cases {
      let found = try diagnostic { _ = try readAll(compressed) }
      #expect(found.code == "E0303")
      #expect(found.message.contains(message), "\(found.message)")
    }
  }

  @Test func aCheckSumIsVerifiedBehindTheElements() throws {
    var compressed = try gzip(idx([700_000], bytes))
    compressed[compressed.count - 6] ^= 1
    let path = try folder.write(compressed, to: "a.gz")
    #expect(try diagnostic { _ = try IDXFile(path: path) }.code == "E0303")
  }
}
