import JSON
import Source
import Testing

@testable import ModelFiles

@Suite struct SafetensorsTests {
  static let example = Safetensors(
    metadata: ["run": "abc", "json": "{\"a\": [1, \"ü\"]}\n"],
    tensors: [
      .init(
        name: "dense1.weight", shape: [2, 3],
        [1, -2, 0.5, .infinity, -0.0, .leastNonzeroMagnitude] as [Float]),
      .init(name: "scale", shape: [], [0.1] as [Double]),
      .init(name: "none", shape: [0, 3], [] as [Float]),
      .init(name: "step", dataType: .i64, shape: [1], bytes: [1, 0, 0, 0, 0, 0, 0, 0x80]),
      .init(name: "flags", dataType: .bool, shape: [3], bytes: [1, 0, 1]),
    ])

  @Test func readsBack() throws {
    let read = try Safetensors(reading: Self.example.serialized(), name: "example")
    #expect(read == Self.example)
    #expect(read["dense1.weight"]?.floats?[2] == 0.5)
    #expect(read["dense1.weight"]?.floats?[4].sign == .minus)
    #expect(read["dense1.weight"]?.doubles == nil)
    #expect(read["scale"]?.doubles == [0.1])
    #expect(read["scale"]?.floats == nil)
    #expect(read["missing"] == nil)
  }

  @Test func withoutTensorsAndMetadata() throws {
    let empty = Safetensors(tensors: [])
    #expect(
      empty.serialized() == [56, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)
        + [UInt8](repeating: 0x20, count: 54))
    #expect(try Safetensors(reading: empty.serialized(), name: "empty") == empty)
  }

  @Test func dataIsAlignedAndContiguous() throws {
    for length in 0..<70 {
      let name = String(repeating: "n", count: length)
      let bytes = Safetensors(tensors: [.init(name: name, shape: [2], [1, 2] as [Float])])
        .serialized()
      #expect((bytes.count - 8) % 64 == 0)
      #expect(bytes.suffix(8) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40])
    }
  }

  @Test func sameContentSameBytes() {
    let pairs = (0..<50).map { ("key\($0)", "value") }
    let one = Safetensors(metadata: Dictionary(uniqueKeysWithValues: pairs), tensors: [])
    let other = Safetensors(
      metadata: Dictionary(uniqueKeysWithValues: pairs.reversed()), tensors: [])
    #expect(one.serialized() == other.serialized())
  }
}

@Suite struct SafetensorsReaderTests {
  /// A file of this header, with `data` bytes of data.
  private func file(_ header: String, data: Int = 0) -> [UInt8] {
    littleEndian(UInt64(header.utf8.count)) + Array(header.utf8)
      + [UInt8](repeating: 1, count: data)
  }

  private func expect(
    _ code: String, _ part: String, _ bytes: [UInt8],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: InputError.self, sourceLocation: sourceLocation) {
      try Safetensors(reading: bytes, name: "blob")
    }
    let found = error?.diagnostics.first
    #expect(found?.code == code, sourceLocation: sourceLocation)
    #expect(found?.place == .file("blob"), sourceLocation: sourceLocation)
    #expect(
      found?.message.contains(part) == true, "\(found?.message ?? "")",
      sourceLocation: sourceLocation)
  }

  @Test func everyCutIsFound() {
    let whole = SafetensorsTests.example.serialized()
    for length in 0..<whole.count {
      #expect(throws: InputError.self) {
        try Safetensors(reading: Array(whole.prefix(length)), name: "cut")
      }
    }
  }

  /// An altered header is refused or says something else of the same data; it never traps.
  @Test func alteredHeaders() throws {
    let example = SafetensorsTests.example
    let whole = example.serialized()
    let dataSize = example.tensors.reduce(0) { $0 + $1.bytes.count }
    for place in 0..<(whole.count - dataSize) {
      for byte in Array("\0 0-9e\"[]{}:,\\".utf8) + [0x7F, 0xFF] where byte != whole[place] {
        var altered = whole
        altered[place] = byte
        guard let read = try? Safetensors(reading: altered, name: "altered") else { continue }
        #expect(read.tensors.flatMap(\.bytes) == example.tensors.flatMap(\.bytes))
      }
    }
  }

  @Test func foreignFiles() {
    expect("E0401", "fewer than any", [1, 2, 3])
    expect("E0401", "no safetensors file", Array("{\"format\": 1, \"source\": 2}".utf8))
    expect("E0401", "no safetensors file", [UInt8](repeating: 0xFF, count: 100))
    expect("E0401", "ends at byte 108: it has 10", littleEndian(UInt64(100)) + [1, 2])
    expect("E0402", "not valid JSON", file("x", data: 4))
    expect("E0402", "not valid JSON", file(""))
    expect("E0402", "byte 13", file("{\"a\":x}"))
    expect("E0402", "twice", file("{\"a\":1,\"a\":2}"))
    expect("E0402", "not a JSON object", file("[]"))
  }

  @Test func metadataThatIsNoStrings() {
    expect("E0403", "not an object", file(#"{"__metadata__":[]}"#))
    expect("E0403", "'a' in", file(#"{"__metadata__":{"a":1}}"#))
  }

  private func tensor(_ dtype: String, _ shape: String, _ offsets: String) -> String {
    "{\"dtype\":\(dtype),\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  @Test func headersThatSayWrongThings() {
    let cases: [(String, String)] = [
      ("{}", "is not an object of"),
      ("3", "is not an object of"),
      (#"{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}"#, "is not an object of"),
      (tensor("\"F31\"", "[2]", "[0,8]"), "dtype \"F31\""),
      (tensor("7", "[2]", "[0,8]"), "dtype 7"),
      (tensor("\"F32\"", "[2.0]", "[0,8]"), "list of sizes"),
      (tensor("\"F32\"", "[-2]", "[0,8]"), "list of sizes"),
      (tensor("\"F32\"", "2", "[0,8]"), "list of sizes"),
      (tensor("\"F32\"", "[4611686018427387904]", "[0,8]"), "too many"),
      (tensor("\"F32\"", "[0,4294967296,4294967296]", "[0,0]"), "too many"),
      (tensor("\"F32\"", "[2]", "[0]"), "two offsets"),
      (tensor("\"F32\"", "[2]", "[-8,0]"), "two offsets"),
      (tensor("\"F32\"", "[2]", "[4,12]"), "starts at 4"),
      (tensor("\"F32\"", "[2]", "[0,7]"), "its shape makes 8"),
      (tensor("\"F32\"", "[3]", "[0,8]"), "its shape makes 12"),
      (tensor("\"F64\"", "[2]", "[0,8]"), "its shape makes 16"),
      (tensor("\"F32\"", "[0]", "[0,-1]"), "two offsets"),
    ]
    for (entry, message) in cases {
      expect("E0403", message, file("{\"w\":\(entry)}", data: 8))
    }
  }

  @Test func holesAndOverlaps() {
    func pair(_ start: Int) -> String {
      "{\"a\":\(tensor("\"U8\"", "[4]", "[0,4]")),"
        + "\"b\":\(tensor("\"U8\"", "[4]", "[\(start),\(start + 4)]"))}"
    }
    #expect(throws: Never.self) {
      try Safetensors(reading: file(pair(4), data: 8), name: "whole")
    }
    expect("E0403", "'b' starts at 3", file(pair(3), data: 7))
    expect("E0403", "'b' starts at 5", file(pair(5), data: 9))
    expect("E0403", "'b' starts at 0", file(pair(0), data: 4))
    expect("E0404", "cut within the data of tensor 'b': 3 of 4", file(pair(4), data: 7))
    expect("E0404", "1 bytes follow", file(pair(4), data: 9))
  }
}
