/// The 64-bit FNV-1a hash, by which data is known again.
///
/// Source: Fowler, Noll and Vo's hash function. Numbers of 32 bits are taken in as they are, and not
/// byte by byte.
struct Fingerprint {
  /// The hash of what was taken in so far.
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of bytes.
  init(of bytes: some Sequence<UInt8>) { add(bytes) }

  /// Takes in numbers.
  mutating func add<Number: FixedWidthInteger>(_ numbers: some Sequence<Number>) {
    value = numbers.reduce(value) {
      ($0 ^ UInt64(truncatingIfNeeded: $1)) &* 0x100_0000_01b3
    }
  }

  /// Takes in rows: their number, shape, elements and labels.
  mutating func add(_ rows: Rows) {
    add([rows.count] + rows.shape)
    let range = rows.firstElement..<(rows.firstElement + rows.count * rows.elementsPerRow)
    switch rows.storage {
    case .bytes(let bytes): add(bytes[range])
    case .floats(let floats): add(floats[range].lazy.map(\.bitPattern))
    }
    switch rows.labels {
    case .classes(let classes): add(classes)
    case .values(let values, _): add(values.lazy.map(\.bitPattern))
    case .unknown: break
    }
  }
}

extension Parts {
  /// A number by which the rows are known again: a hash of all that is trained, validated and tested
  /// on.
  public var fingerprint: UInt64 {
    var fingerprint = Fingerprint(of: [])
    for rows in [train, validation, test] {
      if let rows { fingerprint.add(rows) } else { fingerprint.add([-1]) }
    }
    return fingerprint.value
  }
}
