/// What the language knows by a name: it describes itself, and is made from checked arguments.
public protocol Described: Sendable {
  /// What the statement takes, by the name.
  static var signature: Signature { get }
  /// Makes one from checked arguments.
  init(_ arguments: Arguments)
}
