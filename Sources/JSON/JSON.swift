/// A JSON value. Source: RFC 8259.
public indirect enum JSON: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without fraction and exponent.
  case integer(Int64)
  /// A number with a fraction or an exponent.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSON])
  /// An object.
  case object(JSONObject)
}

/// Views of a value as one kind; nil where it is of another.
extension JSON {
  /// The value of member `key`, where this is an object that has it.
  public subscript(key: String) -> JSON? { objectValue?[key] }

  /// The boolean.
  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The string.
  public var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The integer; a number with a fraction or an exponent is none, even `1.0`.
  public var intValue: Int? {
    if case .integer(let value) = self { Int(value) } else { nil }
  }

  /// The number, also where it is written as an integer.
  public var doubleValue: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The elements of the array.
  public var arrayValue: [JSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The object.
  public var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// `.null`, for the literal `nil`.
  public init(nilLiteral: ()) { self = .null }

  /// A boolean, for a literal.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// An integer, for a literal.
  public init(integerLiteral value: Int64) { self = .integer(value) }

  /// A number, for a literal with a fraction.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// A string, for a literal.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An array, for a literal.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// An object, for a literal in which no key comes twice.
  public init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(JSONObject(members))
  }
}
