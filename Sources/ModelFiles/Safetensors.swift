/// The content of a safetensors file: named tensors and a few strings about them.
///
/// Source: the format's description in Hugging Face's safetensors library.
public struct Safetensors: Hashable, Sendable {
  /// What is said about the tensors.
  public var metadata: [String: String]
  /// The tensors, in the order of their data.
  public var tensors: [Tensor]

  /// Collects what a file is to hold.
  public init(metadata: [String: String] = [:], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The first tensor of this name.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The types of elements, by the format's names.
  public enum DataType: String, CaseIterable, Sendable {
    case bool = "BOOL"
    case u8 = "U8"
    case i8 = "I8"
    case u16 = "U16"
    case i16 = "I16"
    case u32 = "U32"
    case i32 = "I32"
    case u64 = "U64"
    case i64 = "I64"
    case bf16 = "BF16"
    case f16 = "F16"
    case f32 = "F32"
    case f64 = "F64"

    /// The size of an element in bytes.
    public var size: Int {
      switch self {
      case .bool, .u8, .i8: 1
      case .u16, .i16, .bf16, .f16: 2
      case .u32, .i32, .f32: 4
      case .u64, .i64, .f64: 8
      }
    }
  }

  /// A tensor: little-endian elements, the last axis fastest.
  public struct Tensor: Hashable, Sendable {
    /// Its name, such as `dense1.weight`.
    public let name: String
    /// The type of its elements.
    public let dataType: DataType
    /// The sizes of its axes; none for a single number.
    public let shape: [Int]
    /// Its elements.
    public let bytes: [UInt8]

    /// Makes a tensor.
    ///
    /// - Precondition: `bytes` holds what `shape` and `dataType` say, and `name` is not
    ///   `__metadata__`.
    public init(name: String, dataType: DataType, shape: [Int], bytes: [UInt8]) {
      precondition(name != Safetensors.metadataKey, "a tensor cannot be named '\(name)'")
      precondition(
        bytes.count == shape.reduce(dataType.size, *), "tensor '\(name)' has another size")
      self.name = name
      self.dataType = dataType
      self.shape = shape
      self.bytes = bytes
    }
  }

  static let metadataKey = "__metadata__"
}

extension Safetensors.Tensor {
  /// A tensor of single-precision numbers.
  public init(name: String, shape: [Int], _ values: [Float]) {
    let bytes = values.flatMap { littleEndian($0.bitPattern) }
    self.init(name: name, dataType: .f32, shape: shape, bytes: bytes)
  }

  /// A tensor of double-precision numbers.
  public init(name: String, shape: [Int], _ values: [Double]) {
    let bytes = values.flatMap { littleEndian($0.bitPattern) }
    self.init(name: name, dataType: .f64, shape: shape, bytes: bytes)
  }

  /// The elements, where they are single-precision numbers.
  public var floats: [Float]? {
    guard dataType == .f32 else { return nil }
    return stride(from: 0, to: bytes.count, by: 4).map {
      Float(bitPattern: integer(littleEndian: bytes[$0..<($0 + 4)]))
    }
  }

  /// The elements, where they are double-precision numbers.
  public var doubles: [Double]? {
    guard dataType == .f64 else { return nil }
    return stride(from: 0, to: bytes.count, by: 8).map {
      Double(bitPattern: integer(littleEndian: bytes[$0..<($0 + 8)]))
    }
  }
}

/// The bytes of an integer, the lowest first.
func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
  (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// The integer of these bytes, the lowest first.
func integer<Value: FixedWidthInteger>(littleEndian bytes: ArraySlice<UInt8>) -> Value {
  bytes.reversed().reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
}
