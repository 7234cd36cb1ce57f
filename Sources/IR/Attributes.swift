/// A constant that belongs to an operator, such as a dropout rate.
///
/// Real numbers are equal when their bits are: 0.0 and -0.0 are different attributes.
public enum Attribute: Hashable, Sendable, CustomStringConvertible {
  /// A whole number.
  case integer(Int)
  /// A real number; prints with a point or an exponent, so that it reads back as one.
  case real(Double)
  /// `true` or `false`.
  case flag(Bool)
  /// A name, such as `relu`.
  case word(String)
  /// A list of whole numbers, such as a shape.
  case integers([Int])
  /// A list of real numbers, such as a weight for each class; at least one, since an empty list reads
  /// back as whole numbers.
  case reals([Double])

  /// The text form.
  public var description: String {
    switch self {
    case .integer(let value): String(value)
    case .real(let value): String(value)
    case .flag(let value): String(value)
    case .word(let value): value
    case .integers(let values): "[\(values.map(String.init).joined(separator: ","))]"
    case .reals(let values): "[\(values.map { String($0) }.joined(separator: ","))]"
    }
  }
}

extension Attribute {
  /// By kind and value, real numbers by their bits.
  public static func == (a: Attribute, b: Attribute) -> Bool {
    switch (a, b) {
    case (.integer(let a), .integer(let b)): a == b
    case (.real(let a), .real(let b)): a.bitPattern == b.bitPattern
    case (.flag(let a), .flag(let b)): a == b
    case (.word(let a), .word(let b)): a == b
    case (.integers(let a), .integers(let b)): a == b
    case (.reals(let a), .reals(let b)): a.map(\.bitPattern) == b.map(\.bitPattern)
    case (.integer, _), (.real, _), (.flag, _), (.word, _), (.integers, _), (.reals, _): false
    }
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .integer(let value): hasher.combine(value)
    case .real(let value): hasher.combine(value.bitPattern)
    case .flag(let value): hasher.combine(value)
    case .word(let value): hasher.combine(value)
    case .integers(let values): hasher.combine(values)
    case .reals(let values): hasher.combine(values.map(\.bitPattern))
    }
  }
}

/// The attributes of an operator in the order in which they print.
public struct Attributes: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// A name and its value.
  public struct Entry: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: Attribute
  }

  /// The entries in order.
  public private(set) var entries: [Entry] = []

  /// Makes attributes from a literal, in its order.
  public init(dictionaryLiteral elements: (String, Attribute)...) {
    entries = elements.map { Entry(name: $0.0, value: $0.1) }
  }

  /// Adds an entry behind the others.
  public mutating func append(_ name: String, _ value: Attribute) {
    entries.append(Entry(name: name, value: value))
  }

  /// The value of a name.
  public subscript(name: String) -> Attribute? {
    entries.first { $0.name == name }?.value
  }
}

/// Why the attributes in a text do not fit an operator.
public struct AttributeError: Error, Sendable {
  /// The attribute it is about, if one.
  public var name: String?
  /// What is wrong.
  public var message: String
  /// Where a name is missing or not known: those that a mistyped one may stand for.
  var candidates: [String]?

  /// Makes an error.
  public init(_ name: String?, _ message: String) {
    self.name = name
    self.message = message
  }

  /// An attribute that has to be there is not.
  fileprivate static func missing(_ name: String) -> AttributeError {
    var error = AttributeError(nil, "needs the attribute '\(name)'")
    error.candidates = [name]
    return error
  }

  /// An attribute is there that the operator does not have.
  fileprivate static func unknown(_ name: String, known: [String]) -> AttributeError {
    var error = AttributeError(name, Self.unknownMessage(name))
    error.candidates = known
    return error
  }

  /// What is said of a name that the operator does not have.
  static func unknownMessage(_ name: String) -> String { "there is no attribute '\(name)'" }
}

/// Hands an operator's initialiser its attributes one by one, and knows which were never asked for.
public struct AttributeReader {
  private let attributes: Attributes
  private var known: Set<String> = []

  /// Reads from `attributes`.
  public init(_ attributes: Attributes) { self.attributes = attributes }

  private mutating func value(_ name: String) -> Attribute? {
    known.insert(name)
    return attributes[name]
  }

  /// A whole number; an error when it is missing and has no default, or is of another kind.
  public mutating func integer(
    _ name: String, default fallback: Int? = nil
  ) throws(AttributeError) -> Int {
    switch value(name) ?? fallback.map(Attribute.integer) {
    case .integer(let value): return value
    case nil: throw AttributeError.missing(name)
    default: throw AttributeError(name, "'\(name)' must be a whole number")
    }
  }

  /// A finite real number; whole numbers are taken too.
  public mutating func real(
    _ name: String, default fallback: Double? = nil
  ) throws(AttributeError) -> Double {
    switch value(name) ?? fallback.map(Attribute.real) {
    case .real(let value) where value.isFinite: return value
    case .integer(let value): return Double(value)
    case nil: throw AttributeError.missing(name)
    default: throw AttributeError(name, "'\(name)' must be a finite number")
    }
  }

  /// A flag, `false` when missing.
  public mutating func flag(_ name: String) throws(AttributeError) -> Bool {
    switch value(name) {
    case .flag(let value): return value
    case nil: return false
    default: throw AttributeError(name, "'\(name)' must be true or false")
    }
  }

  /// A word.
  public mutating func word(_ name: String) throws(AttributeError) -> String {
    switch value(name) {
    case .word(let value): return value
    case nil: throw AttributeError.missing(name)
    default: throw AttributeError(name, "'\(name)' must be a word")
    }
  }

  /// A list of whole numbers.
  public mutating func integers(_ name: String) throws(AttributeError) -> [Int] {
    switch value(name) {
    case .integers(let values): return values
    case nil: throw AttributeError.missing(name)
    default: throw AttributeError(name, "'\(name)' must be a list of whole numbers")
    }
  }

  /// A list of finite real numbers; whole numbers are taken too.
  public mutating func reals(_ name: String) throws(AttributeError) -> [Double] {
    switch value(name) {
    case .reals(let values) where values.allSatisfy(\.isFinite): return values
    case .integers(let values): return values.map(Double.init)
    case nil: throw AttributeError.missing(name)
    default: throw AttributeError(name, "'\(name)' must be a list of finite numbers")
    }
  }

  /// Refuses attributes that were not asked for.
  public func finish() throws(AttributeError) {
    for entry in attributes.entries where !known.contains(entry.name) {
      throw AttributeError.unknown(entry.name, known: known.sorted())
    }
  }
}
