import Source

extension IDXFile {
  /// The elements as the elements of rows: bytes stay bytes, all others become single precision.
  ///
  /// - Throws: E0310 for an element that is not finite in single precision.
  func storage() throws(InputError) -> Storage {
    guard element != .unsignedByte else { return .bytes(payload) }
    let floats = values { offset in
      switch element {
      case .unsignedByte: Float(payload[offset])
      case .byte: Float(Int8(bitPattern: payload[offset]))
      case .short: Float(bigEndian(payload, at: offset, as: Int16.self))
      case .int: Float(bigEndian(payload, at: offset, as: Int32.self))
      case .float: Float(bitPattern: bigEndian(payload, at: offset, as: UInt32.self))
      case .double: Float(Double(bitPattern: bigEndian(payload, at: offset, as: UInt64.self)))
      }
    }
    if let index = floats.firstIndex(where: { !$0.isFinite }) {
      throw InputError(
        "E0310", "element \(index % rowSize) of row \(index / rowSize) is not a finite number",
        in: path)
    }
    return .floats(floats)
  }

  /// The elements as labels.
  ///
  /// - Throws: E0309 where the file has not one axis, or not integers, or a label that is negative
  ///   or that no sensible number of classes has.
  func labels() throws(InputError) -> [Int32] {
    guard sizes.count == 1 else {
      throw InputError("E0309", "labels need one axis, this file has \(sizes.count)", in: path)
    }
    guard element != .float, element != .double else {
      throw InputError(
        "E0309", "labels need to be integers, these are of type \(element)", in: path)
    }
    let labels = values { offset in
      switch element {
      case .unsignedByte: Int32(payload[offset])
      case .byte: Int32(Int8(bitPattern: payload[offset]))
      case .short: Int32(bigEndian(payload, at: offset, as: Int16.self))
      default: bigEndian(payload, at: offset, as: Int32.self)
      }
    }
    if let row = labels.firstIndex(where: { !(0...IDXFile.largestLabel).contains($0) }) {
      throw InputError(
        "E0309",
        "label \(labels[row]) of row \(row) is not a class: "
          + "labels go from 0 to at most \(IDXFile.largestLabel)", in: path)
    }
    return labels
  }

  /// A label beyond this is taken for damage: every class costs an output and a name.
  private static var largestLabel: Int32 { 65_535 }

  private var rowSize: Int { sizes.dropFirst().reduce(1, *) }

  private func values<Value>(_ read: (Int) -> Value) -> [Value] {
    stride(from: 0, to: payload.count, by: element.size).map(read)
  }
}
