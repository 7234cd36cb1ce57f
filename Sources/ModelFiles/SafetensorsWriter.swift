import JSON

extension Safetensors {
  /// The file: the header's length in eight bytes, the header in JSON, and the tensors' data in
  /// order without holes. The header is padded by spaces so that the data is 64-byte aligned.
  ///
  /// - Precondition: No two tensors have the same name.
  public func serialized() -> [UInt8] {
    var members = JSONObject()
    if !metadata.isEmpty {
      let sorted = metadata.sorted { $0.key < $1.key }
      members[Safetensors.metadataKey] = .object(
        JSONObject(sorted.map { ($0.key, .string($0.value)) }))
    }
    var offset = 0
    for tensor in tensors {
      precondition(members[tensor.name] == nil, "two tensors are named '\(tensor.name)'")
      let end = offset + tensor.bytes.count
      members[tensor.name] = [
        "dtype": .string(tensor.dataType.rawValue),
        "shape": .array(tensor.shape.map { .integer(Int64($0)) }),
        "data_offsets": [.integer(Int64(offset)), .integer(Int64(end))],
      ]
      offset = end
    }
    var header = Array(JSON.object(members).serialized().utf8)
    let padding = -(Safetensors.lengthSize + header.count) & (Safetensors.alignment - 1)
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: padding))

    var file = littleEndian(UInt64(header.count))
    file.reserveCapacity(file.count + header.count + offset)
    file.append(contentsOf: header)
    for tensor in tensors { file.append(contentsOf: tensor.bytes) }
    return file
  }

  /// The bytes of the header's length.
  static let lengthSize = 8
  private static let alignment = 64
}
