/// The bytes of a Protocol Buffers message, field by field
/// (https://protobuf.dev/programming-guides/encoding).
struct ProtobufMessage {
  private(set) var bytes: [UInt8] = []

  /// How a field's value is laid out.
  private enum WireType: UInt64 {
    case varint = 0
    case eightBytes = 1
    case lengthDelimited = 2
    case fourBytes = 5
  }

  /// Adds an integer that is not negative.
  mutating func add(_ field: UInt64, _ value: Int) {
    add(field, .varint)
    add(varint: UInt64(value))
  }

  /// Adds a number of double precision.
  mutating func add(_ field: UInt64, _ value: Double) {
    add(field, .eightBytes)
    bytes += value.bitPattern.littleEndianBytes
  }

  /// Adds a number of single precision.
  mutating func add(_ field: UInt64, _ value: Float) {
    add(field, .fourBytes)
    bytes += value.bitPattern.littleEndianBytes
  }

  /// Adds a text.
  mutating func add(_ field: UInt64, _ text: String) { add(field, Array(text.utf8)) }

  /// Adds a message.
  mutating func add(_ field: UInt64, _ message: ProtobufMessage) { add(field, message.bytes) }

  private mutating func add(_ field: UInt64, _ content: [UInt8]) {
    add(field, .lengthDelimited)
    add(varint: UInt64(content.count))
    bytes += content
  }

  private mutating func add(_ field: UInt64, _ type: WireType) {
    add(varint: field << 3 | type.rawValue)
  }

  /// Seven bits a byte, the lowest first; the eighth bit tells that there are more.
  private mutating func add(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

extension FixedWidthInteger where Self: UnsignedInteger {
  /// The bytes, lowest first.
  var littleEndianBytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
  }
}
