import JSON
public import Source

extension Safetensors {
  /// Reads the content of the safetensors file `name`.
  ///
  /// Strict: nothing is read that the format does not define, and every byte of the data belongs
  /// to exactly one tensor, in the order of the header.
  ///
  /// - Throws: E0401 for a file that is cut or of another format, E0402 for a header that is not
  ///   JSON, E0403 for a header that says something wrong of a tensor, E0404 for data that is
  ///   shorter or longer than the header says.
  public init(reading bytes: [UInt8], name: String) throws(InputError) {
    try self.init(SafetensorsReader(file: name, bytes: bytes))
  }

  private init(_ reader: SafetensorsReader) throws(InputError) {
    let (members, dataStart) = try reader.header()
    var metadata: [String: String] = [:]
    var tensors: [Tensor] = []
    var position = dataStart
    for (key, value) in members {
      if key == Safetensors.metadataKey {
        metadata = try reader.metadata(value)
      } else {
        let tensor = try reader.tensor(key, value, dataStart: dataStart, position: position)
        position += tensor.bytes.count
        tensors.append(tensor)
      }
    }
    try reader.checkEnd(position)
    self.init(metadata: metadata, tensors: tensors)
  }
}

/// Reads the parts of a safetensors file.
private struct SafetensorsReader {
  let file: String
  let bytes: [UInt8]

  /// A header beyond this is refused, as the format's own library does.
  private static var headerLimit: UInt64 { 100_000_000 }

  /// The members of the header, and the place in the file where the data starts.
  func header() throws(InputError) -> (members: JSONObject, dataStart: Int) {
    guard bytes.count >= Safetensors.lengthSize else {
      throw error("E0401", "the file is cut: it has \(bytes.count) bytes, fewer than any")
    }
    let length: UInt64 = integer(littleEndian: bytes[..<Safetensors.lengthSize])
    guard length <= SafetensorsReader.headerLimit else {
      throw error("E0401", "this is no safetensors file: its header would have \(length) bytes")
    }
    let dataStart = Safetensors.lengthSize + Int(length)
    guard dataStart <= bytes.count else {
      throw error(
        "E0401",
        "the file is cut within its header, which ends at byte \(dataStart): "
          + "it has \(bytes.count) bytes")
    }
    let header: JSON
    do throws(JSONError) {
      header = try JSON.parse(Array(bytes[Safetensors.lengthSize..<dataStart]))
    } catch {
      let place = Safetensors.lengthSize + error.offset
      throw self.error("E0402", "the header is not valid JSON: \(error.message), at byte \(place)")
    }
    guard let members = header.objectValue else {
      throw error("E0402", "the header is not a JSON object")
    }
    return (members, dataStart)
  }

  func metadata(_ value: JSON) throws(InputError) -> [String: String] {
    guard let members = value.objectValue else {
      throw error("E0403", "'\(Safetensors.metadataKey)' is not an object")
    }
    var metadata: [String: String] = [:]
    for (key, value) in members {
      guard let text = value.stringValue else {
        throw error("E0403", "'\(key)' in '\(Safetensors.metadataKey)' is not a string")
      }
      metadata[key] = text
    }
    return metadata
  }

  /// The tensor `name`, whose data has to start at `position`.
  func tensor(
    _ name: String, _ value: JSON, dataStart: Int, position: Int
  ) throws(InputError) -> Safetensors.Tensor {
    guard let members = value.objectValue,
      Set(members.keys) == ["dtype", "shape", "data_offsets"]
    else {
      throw error(
        "E0403", "tensor '\(name)' is not an object of 'dtype', 'shape' and 'data_offsets'")
    }
    guard let dataType = members["dtype"]?.stringValue.flatMap(Safetensors.DataType.init) else {
      let known = Safetensors.DataType.allCases.map(\.rawValue).joined(separator: ", ")
      let found = members["dtype"]?.serialized() ?? ""
      throw error("E0403", "tensor '\(name)' has dtype \(found); known are \(known)")
    }
    guard let shape = naturals(members["shape"]) else {
      throw error("E0403", "the shape of tensor '\(name)' is not a list of sizes")
    }
    guard let size = product(shape, times: dataType.size) else {
      throw error("E0403", "the shape of tensor '\(name)' multiplies to too many bytes")
    }
    guard let offsets = naturals(members["data_offsets"]), offsets.count == 2 else {
      throw error("E0403", "'data_offsets' of tensor '\(name)' are not two offsets")
    }
    guard offsets[0] == position - dataStart else {
      throw error(
        "E0403",
        "the data of tensor '\(name)' starts at \(offsets[0]), "
          + "but the data before it ends at \(position - dataStart)")
    }
    guard offsets[1] >= offsets[0], offsets[1] - offsets[0] == size else {
      throw error(
        "E0403",
        "the data of tensor '\(name)' goes from \(offsets[0]) to \(offsets[1]), "
          + "but its shape makes \(size) bytes")
    }
    guard size <= bytes.count - position else {
      throw error(
        "E0404",
        "the file is cut within the data of tensor '\(name)': "
          + "\(bytes.count - position) of \(size) bytes are there")
    }
    return Safetensors.Tensor(
      name: name, dataType: dataType, shape: shape,
      bytes: Array(bytes[position..<(position + size)]))
  }

  func checkEnd(_ position: Int) throws(InputError) {
    guard position == bytes.count else {
      throw error(
        "E0404",
        "\(bytes.count - position) bytes follow the last tensor, which ends at byte "
          + "\(position)")
    }
  }

  private func naturals(_ value: JSON?) -> [Int]? {
    guard let elements = value?.arrayValue else { return nil }
    let naturals = elements.compactMap(\.intValue).filter { $0 >= 0 }
    return naturals.count == elements.count ? naturals : nil
  }

  /// The product, or nil where it overflows, which zero sizes elsewhere do not excuse.
  private func product(_ sizes: [Int], times size: Int) -> Int? {
    var product = size
    for size in sizes.sorted(by: >) {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }

  private func error(_ code: String, _ message: String) -> InputError {
    InputError(Diagnostic(code: code, message, at: .file(file)))
  }
}
