/// An operator applied to values.
///
/// Passes copy nodes by the hundred thousand, so a node is a reference to what never changes, beside
/// the ids of its results.
public struct Node: Sendable {
  private final class Content: Sendable {
    let op: any Op
    let kind: ObjectIdentifier
    let operands: [ValueID]
    let isRecomputed: Bool
    let origin: Origin?

    init(_ op: any Op, _ operands: [ValueID], isRecomputed: Bool, _ origin: Origin?) {
      self.op = op
      kind = ObjectIdentifier(type(of: op))
      self.operands = operands
      self.isRecomputed = isRecomputed
      self.origin = origin
    }
  }
  private let content: Content

  /// The values it computes.
  public let results: ValueRange
  /// The operator.
  public var op: any Op { content.op }
  /// The operator's type. To compare it takes far less time than to cast the operator.
  public var kind: ObjectIdentifier { content.kind }
  /// The values it reads.
  public var operands: [ValueID] { content.operands }
  /// Whether it computes once more, for the backward part, what a node before it computed, so that
  /// the first result need not be kept. It is equal to that node on purpose.
  public var isRecomputed: Bool { content.isRecomputed }
  /// The layer it belongs to.
  public var origin: Origin? { content.origin }

  init(
    op: any Op, operands: [ValueID], results: ValueRange, isRecomputed: Bool, origin: Origin?
  ) {
    content = Content(op, operands, isRecomputed: isRecomputed, origin)
    self.results = results
  }

  private init(_ content: Content, results: ValueRange) {
    self.content = content
    self.results = results
  }

  /// The same node over other values.
  package func reading(_ operands: [ValueID], results: ValueRange) -> Node {
    guard operands != content.operands else { return Node(content, results: results) }
    return Node(
      op: op, operands: operands, results: results, isRecomputed: isRecomputed, origin: origin)
  }
}
