import Source
import Testing

@testable import Datasets

@Suite struct NPYArrayTests {
  private func floats(_ file: [UInt8]) throws -> [Float] {
    guard case .floats(let floats) = try NPYArray(file, path: "a.npy").storage() else { return [] }
    return floats
  }

  @Test func filesOfNumpy() throws {
    let array = try NPYArray(decoded(ReferenceFile.float32), path: "a.npy")
    #expect(array.sizes == [4, 3])
    #expect(try floats(decoded(ReferenceFile.float32)) == (0..<12).map { Float($0) / 4 })
    #expect(try floats(decoded(ReferenceFile.bigEndianFortran)) == (0..<12).map { Float($0) - 6 })
    #expect(
      try floats(decoded(ReferenceFile.float16version2)) == (0..<12).map { Float($0) / 8 - 0.5 })
  }

  @Test(arguments: [
    ("|b1", [0, 1, 1] as [UInt8], [0, 1, 1] as [Float]),
    ("|i1", [0, 255, 127], [0, -1, 127]),
    ("<i2", [0xFE, 0xFF, 0x01, 0x02], [-2, 513]),
    (">u2", [0xFF, 0xFE, 0x01, 0x02], [65534, 258]),
    ("<u4", [0, 0, 0, 0x80], [2_147_483_648]),
    (">i4", [0xFF, 0xFF, 0xFF, 0xF0], [-16]),
    ("<i8", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [-1]),
    (">u8", [0, 0, 0, 0, 0, 0, 1, 0], [256]),
    ("<f2", [0x00, 0x3C, 0x00, 0xC0], [1, -2]),
    (">f4", [0x3F, 0x80, 0, 0], [1]),
    ("<f8", [0, 0, 0, 0, 0, 0, 0xE0, 0x3F], [0.5]),
  ])
  func everyType(type: String, elements: [UInt8], values: [Float]) throws {
    for version: UInt8 in 1...3 {
      #expect(try floats(npy(type, [values.count], elements, version: version)) == values)
    }
  }

  @Test func bytesStayBytes() throws {
    let array = try NPYArray(npy("|u1", [2, 2], [1, 2, 3, 4]), path: "a.npy")
    guard case .bytes(let bytes) = try array.storage() else {
      Issue.record("these are bytes")
      return
    }
    #expect(bytes == [1, 2, 3, 4])
  }

  @Test func theFirstAxisFastest() throws {
    // a[i][j][k] = 100 i + 10 j + k, with i the fastest.
    var elements: [UInt8] = []
    for k in 0..<2 {
      for j in 0..<3 { for i in 0..<2 { elements.append(UInt8(100 * i + 10 * j + k)) } }
    }
    let array = try NPYArray(npy("|u1", [2, 3, 2], elements, isFortran: true), path: "a.npy")
    #expect(array.payload == [0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121])
  }

  /// Elements take memory as they are stored, and again in another order or in single precision.
  @Test(arguments: [
    ("|u1", false, 8), ("|u1", true, 16), ("|i1", false, 40), ("<f2", false, 48),
    ("<f8", false, 96),
    ("<f8", true, 128),
  ])
  func memoryIsBounded(type: String, isFortran: Bool, need: Int) throws {
    let size = type.last?.wholeNumberValue ?? 0
    let file = npy(type, [2, 4], [UInt8](repeating: 0, count: 8 * size), isFortran: isFortran)
    #expect(try NPYArray(file, path: "a.npy", memory: need).sizes == [2, 4])
    let found = try diagnostic { _ = try NPYArray(file, path: "a.npy", memory: need - 1) }
    #expect(found.code == "E0306")
    #expect(found.message.contains("takes \(need) bytes"), "\(found.message)")
  }

  @Test func asManyAxesAsNumpyHas() throws {
    let sizes = [2] + Array(repeating: 1, count: 62) + [2]
    let array = try NPYArray(npy("|u1", sizes, [1, 2, 3, 4], isFortran: true), path: "a.npy")
    #expect(array.payload == [1, 3, 2, 4])
  }

  @Test func labelsOfClasses() throws {
    func labels(_ type: String, _ shape: [Int], _ elements: [UInt8]) throws -> Labels {
      try NPYArray(npy(type, shape, elements), path: "y.npy").labels().labels
    }
    #expect(try labels("|u1", [3], [2, 0, 1]) == .classes([2, 0, 1]))
    #expect(try labels("<i2", [2, 1], [1, 0, 0, 0]) == .classes([1, 0]))
    #expect(try labels("|b1", [2, 3], [0, 0, 1, 1, 0, 0]) == .classes([2, 0]))
    #expect(try labels("<f2", [2], [0, 0x3C, 0, 0]) == .classes([1, 0]))
    #expect(try labels("<f2", [2, 2], [0, 0x3C, 0, 0, 0, 0, 0, 0x3C]) == .classes([0, 1]))
    #expect(try labels("<f2", [2], [0, 0x38, 0, 0x3C]) == .values([0.5, 1], columns: 1))
    #expect(try labels("<f2", [1, 2], [0, 0x38, 0, 0xC0]) == .values([0.5, -2], columns: 2))
    #expect(try labels("|i1", [2], [0xFF, 1]) == .values([-1, 1], columns: 1))
    // Whole numbers may be plain ones, too: not every row has a single 1.
    #expect(try labels("|u1", [2, 2], [1, 0, 1, 1]) == .values([1, 0, 1, 1], columns: 2))
    #expect(try labels("<i2", [1, 2], [7, 0, 0xFE, 0xFF]) == .values([7, -2], columns: 2))
    let numbers = try NPYArray(npy("|u1", [2, 2], [1, 0, 1, 1]), path: "y.npy")
    let oneHot = try diagnostic { _ = try numbers.labels(like: .classes([0])) }
    #expect(oneHot.code == "E0309")
    #expect(oneHot.message.contains("row 1"))
    #expect(try diagnostic { _ = try labels("|u1", [1, 1, 1], [1]) }.code == "E0309")
    #expect(try diagnostic { _ = try labels("<f2", [1], [0, 0x7C]) }.code == "E0310")
  }

  @Test func otherLabelsThanThoseToTrainOn() throws {
    let array = try NPYArray(npy("<f2", [2], [0, 0x38, 0, 0x3C]), path: "y.npy")
    #expect(try diagnostic { _ = try array.labels(like: .classes([0])) }.code == "E0309")
    #expect(
      try diagnostic { _ = try array.labels(like: .values([0, 0], columns: 2)) }.code == "E0309")
    let whole = try NPYArray(npy("|u1", [2], [3, 4]), path: "y.npy")
    #expect(
      try whole.labels(like: .values([0.5], columns: 1)).labels == .values([3, 4], columns: 1))
  }

  @Test(arguments: [
    ([], "E0304", "does not start"),
    (Array("not numpy at all".utf8), "E0304", "does not start"),
    (npy("<c8", [1], Array(0..<8)), "E0304", "'<c8'"),
    (npy("<i3", [1], [1, 2, 3]), "E0304", "'<i3'"),
    (npy("|f4", [1], [1, 2, 3, 4]), "E0304", "'|f4'"),
    (npy("<f4", [2], [1, 2, 3, 4]), "E0305", "8 bytes of elements, but 4"),
    (npy("|u1", [2], [1, 2, 3]), "E0305", "2 bytes of elements, but 3"),
    (npy("|u1", [0, 4], []), "E0306", "no rows"),
    (npy("|u1", [], [1]), "E0306", "no rows"),
    (npy("<f8", [1 << 40, 1 << 40], []), "E0306", "too many"),
    (npy("|u1", [1], [1], version: 4), "E0304", "version 4.0"),
    (npy("|u1", Array(repeating: 1, count: 65), [1]), "E0304", "65 axes"),
    (
      npy(
        "|u1", Array(repeating: 1, count: 100_000) + [5], Array(0..<5), isFortran: true, version: 2),
      "E0304", "100001 axes"
    ),
  ])
  func damage(file: [UInt8], code: String, message: String) throws {
    let found = try diagnostic { _ = try NPYArray(file, path: "a.npy", member: "x") }
    #expect(found.code == code)
    #expect(found.message.contains(message), "\(found.message)")
    #expect(found.message.hasPrefix("member 'x': "))
  }

  @Test func headsThatAreNoDictionary() {
    for text in [
      "", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
      "{'descr': '<f4', 'fortran_order': None, 'shape': (2,)}",
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}",
      "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} more",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    ] {
      #expect(NPYHeader(Array(text.utf8)) == nil, "\(text)")
    }
    let old = NPYHeader(Array("{'shape': (3L, 4), 'fortran_order': True, \"descr\": '>f8'}\n".utf8))
    #expect(old?.sizes == [3, 4] && old?.isFirstAxisFastest == true && old?.type == ">f8")
  }

  @Test func numbersThatAreNotFinite() throws {
    let file = npy("<f4", [2, 2], [UInt8](repeating: 0, count: 12) + [0, 0, 0xC0, 0x7F])
    let found = try diagnostic { _ = try NPYArray(file, path: "a.npy").storage() }
    #expect(found.code == "E0310")
    #expect(found.message.contains("element 1 of row 1"))
  }

  /// A changed byte gives other numbers or an error, and a missing one an error; nothing traps.
  @Test(arguments: [
    ReferenceFile.float32, ReferenceFile.bigEndianFortran, ReferenceFile.float16version2,
  ])
  func truncatedAndChangedFiles(base64: String) throws {
    let whole = try decoded(base64)
    for length in 0..<whole.count {
      #expect(throws: InputError.self) { try NPYArray(Array(whole.prefix(length)), path: "a.npy") }
    }
    for place in whole.indices {
      for bit in 0..<8 {
        var changed = whole
        changed[place] ^= 1 << bit
        guard let array = try? NPYArray(changed, path: "a.npy") else { continue }
        #expect(array.payload.count == array.sizes.reduce(1, *) * array.element.size)
        _ = try? array.storage()
        _ = try? array.labels()
      }
    }
  }
}
