/// The cyclic redundancy check with Castagnoli's polynomial, by RFC 3720, appendix B.4.
enum CRC32C {
  /// The check of some bytes, such as 0xE3069283 for "123456789".
  static func of(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8)
    }
  }

  /// What each byte does to the remainder, lowest bit first.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in (crc >> 1) ^ (crc & 1 == 0 ? 0 : 0x82F6_3B78) }
  }
}
