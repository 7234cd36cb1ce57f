import Foundation
import Source
import Testing

@testable import Datasets

@Suite struct IDXFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func readsSizesAndElements() throws {
    let file = try IDXFile(path: folder.write(idx([2, 3], [1, 2, 3, 4, 5, 6]), to: "a"))
    #expect(file.element == .unsignedByte)
    #expect(file.sizes == [2, 3])
    #expect(file.payload == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: [
    ElementCase(type: 0x09, bytes: [0xFF, 0x02], values: [-1, 2]),
    ElementCase(type: 0x0B, bytes: [0xFF, 0xFE, 0x01, 0x00], values: [-2, 256]),
    ElementCase(type: 0x0C, bytes: [0xFF, 0xFF, 0xFF, 0xFD, 0, 1, 0, 0], values: [-3, 65_536]),
    ElementCase(type: 0x0D, bytes: [0x3F, 0xC0, 0, 0, 0xBE, 0x80, 0, 0], values: [1.5, -0.25]),
    ElementCase(
      type: 0x0E, bytes: [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0],
      values: [1.5, -2]),
  ])
  func otherTypesBecomeFloats(example: ElementCase) throws {
    let bytes = idx(type: example.type, [2, 1], example.bytes)
    guard case .floats(let floats) = try IDXFile(path: folder.write(bytes, to: "a")).storage()
    else {
      Issue.record("not floats")
      return
    }
    #expect(floats == example.values)
  }

  @Test(arguments: [0, 1, 3, 4, 11, 12, 40, 41])
  func cutFilesAreRefused(length: Int) throws {
    let whole = idx([5, 2, 3], Array(0..<30))
    let path = try folder.write(Array(whole.prefix(length)), to: "a")
    let found = try diagnostic { _ = try IDXFile(path: path) }
    #expect(found.code == (length < 4 ? "E0304" : "E0305"))
    #expect(found.place == .file(path))
  }

  @Test func longerFilesAreRefused() throws {
    let path = try folder.write(idx([2], [1, 2, 3]), to: "a")
    #expect(try diagnostic { _ = try IDXFile(path: path) }.message.contains("holds more"))
  }

  @Test(arguments: [
    Array("PK\u{3}\u{4}zip".utf8), [0, 0, 8, 0], [0, 0, 10, 1, 0, 0, 0, 1, 7], [0, 1, 8, 1],
  ])
  func foreignFilesAreRefused(bytes: [UInt8]) throws {
    let path = try folder.write(bytes, to: "a")
    #expect(try diagnostic { _ = try IDXFile(path: path) }.code == "E0304")
  }

  @Test(
    arguments: [
      ([0], "holds no elements"),
      ([4, 0, 2], "holds no elements"),
      ([UInt32.max, UInt32.max, UInt32.max], "too many bytes"),
      ([UInt32.max, 4096], "memory"),
      ([1_000_000, 5], "promise 5000000 bytes"),
    ] as [([UInt32], String)])
  func impossibleSizesAreRefused(sizes: [UInt32], message: String) throws {
    for ending in ["", ".gz"] {
      let bytes = idx(sizes, [1, 2])
      let path = try folder.write(ending.isEmpty ? bytes : try gzip(bytes), to: "a\(ending)")
      let found = try diagnostic { _ = try IDXFile(path: path) }
      #expect(found.message.contains(message), "\(found.message)")
    }
  }

  /// All but bytes are held in single precision, too.
  @Test(arguments: [(UInt8(8), 1, 4), (9, 1, 20), (0x0B, 2, 24), (0x0E, 8, 48)])
  func memoryIsBounded(type: UInt8, size: Int, need: Int) throws {
    let path = try folder.write(
      idx(type: type, [2, 2], [UInt8](repeating: 0, count: 4 * size)), to: "a")
    #expect(try IDXFile(path: path, memory: need).sizes == [2, 2])
    #expect(try diagnostic { _ = try IDXFile(path: path, memory: need - 1) }.code == "E0306")
  }

  @Test func elementsThatAreNotFiniteAreRefused() throws {
    let path = try folder.write(
      idx(type: 0x0D, [2, 1], bigEndianBytes(Float(1).bitPattern) + [0x7F, 0x80, 0, 0]), to: "a")
    let found = try diagnostic { _ = try IDXFile(path: path).storage() }
    #expect(found.code == "E0310")
    #expect(found.message.contains("row 1"))
  }

  @Test func labelsOfIntegerTypes() throws {
    #expect(try IDXFile(path: folder.write(idx([2], [7, 255]), to: "a")).labels() == [7, 255])
    let short = idx(type: 0x0B, [2], [1, 0, 0, 3])
    #expect(try IDXFile(path: folder.write(short, to: "b")).labels() == [256, 3])
  }

  @Test(arguments: [
    (idx(type: 9, [2], [0, 0xFF]), "label -1 of row 1"),
    (idx(type: 0x0C, [1], [0x7F, 0, 0, 0]), "label 2130706432 of row 0"),
    (idx(type: 0x0D, [1], [0, 0, 0, 0]), "integers"),
    (idx([1, 2], [0, 0]), "one axis"),
  ])
  func labelsThatAreNoClassesAreRefused(bytes: [UInt8], message: String) throws {
    let path = try folder.write(bytes, to: "a")
    let found = try diagnostic { _ = try IDXFile(path: path).labels() }
    #expect(found.code == "E0309")
    #expect(found.message.contains(message), "\(found.message)")
  }
}

/// Two elements of a type, as bytes and as values.
struct ElementCase: Sendable {
  let type: UInt8
  let bytes: [UInt8]
  let values: [Float]
}
