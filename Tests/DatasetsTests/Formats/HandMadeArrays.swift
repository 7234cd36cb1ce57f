import Foundation
import Testing

@testable import Datasets

/// An NPY file put together by the format's specification.
func npy(
  _ type: String, _ shape: [Int], _ elements: [UInt8], isFortran: Bool = false, version: UInt8 = 1
) -> [UInt8] {
  let sizes = shape.map { "\($0)," }.joined(separator: " ")
  let text =
    "{'descr': '\(type)', 'fortran_order': \(isFortran ? "True" : "False"), 'shape': (\(sizes)), }\n"
  let length =
    version == 1
    ? littleEndianBytes(UInt16(text.utf8.count)) : littleEndianBytes(UInt32(text.utf8.count))
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(text.utf8) + elements
}

func littleEndianBytes(_ value: some FixedWidthInteger) -> [UInt8] {
  Array(bigEndianBytes(value).reversed())
}

/// A zip archive of stored members, put together by the format's specification.
func zip(_ members: [(name: String, contents: [UInt8])], comment: String = "") -> [UInt8] {
  var file: [UInt8] = []
  var directory: [UInt8] = []
  for (name, contents) in members {
    let common =
      littleEndianBytes(UInt16(20)) + [0, 0, 0, 0, 0, 0, 0, 0]
      + littleEndianBytes(crc32(contents)) + littleEndianBytes(UInt32(contents.count))
      + littleEndianBytes(UInt32(contents.count)) + littleEndianBytes(UInt16(name.utf8.count))
      + [0, 0]
    directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
    directory += littleEndianBytes(UInt32(file.count)) + Array(name.utf8)
    file += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + contents
  }
  let count = littleEndianBytes(UInt16(members.count))
  return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
    + littleEndianBytes(UInt32(directory.count)) + littleEndianBytes(UInt32(file.count))
    + littleEndianBytes(UInt16(comment.utf8.count)) + Array(comment.utf8)
}

/// The bytes of a reference file.
func decoded(_ base64: String) throws -> [UInt8] {
  [UInt8](try #require(Data(base64Encoded: base64)))
}

/// The elements of rows that are stored as floats.
func floats(of rows: Rows) -> [Float] {
  guard case .floats(let floats) = rows.storage else { return [] }
  return Array(floats[rows.firstElement..<(rows.firstElement + rows.count * rows.elementsPerRow)])
}
