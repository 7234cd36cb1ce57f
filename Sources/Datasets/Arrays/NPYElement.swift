/// The type of the elements of an NPY file.
struct NPYElement: Hashable {
  /// What the bits stand for.
  enum Kind: Character {
    case boolean = "b"
    case signed = "i"
    case unsigned = "u"
    case float = "f"
  }

  /// What the bits stand for.
  let kind: Kind
  /// The bytes of an element.
  let size: Int
  /// Whether the first byte is the highest.
  let isBigEndian: Bool

  /// Reads numpy's name of a type, such as `<f4`, `>i2` or `|u1`; nil for types that are not read.
  init?(_ name: String) {
    let letters = Array(name)
    guard letters.count == 3, "<>|=".contains(letters[0]), let kind = Kind(rawValue: letters[1]),
      let size = letters[2].wholeNumberValue
    else { return nil }
    switch kind {
    case .boolean where size == 1: break
    case .signed where [1, 2, 4, 8].contains(size): break
    case .unsigned where [1, 2, 4, 8].contains(size): break
    case .float where [2, 4, 8].contains(size): break
    default: return nil
    }
    guard letters[0] != "|" || size == 1 else { return nil }
    self.kind = kind
    self.size = size
    isBigEndian = letters[0] == ">"
  }

  /// The bits of the element that starts at `offset`, those above its size being zero.
  func bits(_ bytes: [UInt8], at offset: Int) -> UInt64 {
    var bits: UInt64 = 0
    if isBigEndian {
      for place in offset..<(offset + size) { bits = bits << 8 | UInt64(bytes[place]) }
    } else {
      for place in stride(from: offset + size - 1, through: offset, by: -1) {
        bits = bits << 8 | UInt64(bytes[place])
      }
    }
    return bits
  }

  /// The number in single precision.
  func float(_ bits: UInt64) -> Float {
    switch (kind, size) {
    case (.boolean, _): bits == 0 ? 0 : 1
    case (.unsigned, _): Float(bits)
    case (.signed, _): Float(signed(bits))
    case (.float, 2): Float(Float16(bitPattern: UInt16(bits)))
    case (.float, 4): Float(bitPattern: UInt32(bits))
    case (.float, _): Float(Double(bitPattern: bits))
    }
  }

  /// The whole number; nil for a fraction and for what no `Int` holds.
  func integer(_ bits: UInt64) -> Int? {
    switch kind {
    case .boolean: bits == 0 ? 0 : 1
    case .unsigned: Int(exactly: bits)
    case .signed: Int(signed(bits))
    case .float: Int(exactly: size == 8 ? Double(bitPattern: bits) : Double(float(bits)))
    }
  }

  private func signed(_ bits: UInt64) -> Int64 {
    let unused = UInt64(64 - 8 * size)
    return Int64(bitPattern: bits << unused) >> Int64(unused)
  }
}
