/// The members of a JSON object, in the order in which their keys were added. Two objects are
/// equal where they have the same members in the same order; two keys are the same where they are
/// equal as Swift strings, that is, canonically equivalent.
public struct JSONObject: Hashable, Sendable {
  /// The keys, each once.
  public private(set) var keys: [String] = []
  private var values: [String: JSON] = [:]

  /// An object without members.
  public init() {}

  /// An object with these members.
  ///
  /// - Precondition: No key comes twice.
  public init(_ members: some Sequence<(String, JSON)>) {
    for (key, value) in members {
      precondition(values.updateValue(value, forKey: key) == nil, "key '\(key)' comes twice")
      keys.append(key)
    }
  }

  /// The value of a member. Assigning adds the member at the end or replaces its value where it
  /// stands; assigning nil, which is not `.null`, removes it.
  public subscript(key: String) -> JSON? {
    get { values[key] }
    set {
      let old = values[key]
      values[key] = newValue
      if old == nil, newValue != nil {
        keys.append(key)
      } else if old != nil, newValue == nil {
        keys.removeAll { $0 == key }
      }
    }
  }

  /// The number of members.
  public var count: Int { keys.count }

  /// Whether there are no members.
  public var isEmpty: Bool { keys.isEmpty }
}

extension JSONObject: Sequence {
  /// The members in order.
  public func makeIterator() -> AnyIterator<(key: String, value: JSON)> {
    var remaining = keys.makeIterator()
    return AnyIterator { remaining.next().map { ($0, values[$0] ?? .null) } }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object, for a literal in which no key comes twice.
  public init(dictionaryLiteral members: (String, JSON)...) { self.init(members) }
}
