/// How far a check of gradients or of optimised graphs is.
public struct CheckProgress: Hashable, Sendable {
  /// What is done: a parameter that is probed, or a graph that is compared.
  public var part: String
  /// How many pieces of all the work are done.
  public var done: Int
  /// How many there are.
  public var count: Int

  /// Is told of the progress.
  public typealias Observer = (CheckProgress) -> Void
}
