@testable import Datasets

/// A PNG file put together by the specification, without compression.
struct HandMadePNG {
  var width = 3
  var height = 2
  var depth: UInt8 = 8
  /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA.
  var color: UInt8 = 0
  var isInterlaced = false
  /// The lines with their filter byte.
  var lines: [[UInt8]] = [[0, 1, 2, 3], [0, 4, 5, 6]]
  /// Chunks between the head and the pixels.
  var extra: [(type: String, data: [UInt8])] = []

  var bytes: [UInt8] {
    let data = lines.flatMap { $0 }
    // A zlib stream of one stored block.
    let length = UInt16(data.count)
    let stored =
      [0x78, 0x01, 0x01, UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255)]
      + [UInt8(~length >> 8)] + data + bigEndianBytes(adler32(data))
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk(
        "IHDR",
        bigEndianBytes(UInt32(width)) + bigEndianBytes(UInt32(height))
          + [depth, color, 0, 0, isInterlaced ? 1 : 0])
      + extra.flatMap { chunk($0.type, $0.data) } + chunk("IDAT", stored) + chunk("IEND", [])
  }

  private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndianBytes(UInt32(data.count)) + body + bigEndianBytes(crc32(body))
  }
}

/// CRC-32 bit by bit, as PNG's and zip's specifications define it.
func crc32(_ bytes: [UInt8]) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}

private func adler32(_ bytes: [UInt8]) -> UInt32 {
  var (a, b): (UInt32, UInt32) = (1, 0)
  for byte in bytes {
    a = (a + UInt32(byte)) % 65521
    b = (b + a) % 65521
  }
  return b << 16 | a
}
