public import Kernels

/// An operator: a pure function of tensors, everything that the compiler needs to know of it.
///
/// An operator is one file that holds its formula, attributes, shape rule, aliasing, work split,
/// FLOP count and preparation; `DifferentiableOp` adds its gradient. The printer, reader, verifier,
/// planner and executor know operators only through this protocol.
public protocol Op: Sendable {
  /// The name in a graph's text, such as `matmul`.
  static var name: String { get }

  /// The attributes in the order in which they print; those at their default are left out.
  var attributes: Attributes { get }

  /// Makes the operator from attributes read from a text.
  init(_ attributes: inout AttributeReader) throws(AttributeError)

  /// The shape rule: the types of the results, or why the operands do not fit.
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType]

  /// The floating-point operations, a multiply and an add counted as two.
  func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int

  /// How the work is cut among workers, and what each part reads and writes.
  func work(_ operands: [TensorType], _ results: [TensorType]) -> Work

  /// Which results may stand where an operand stood.
  var aliases: [Alias] { get }

  /// The result whose sign tells on which side of a kink each element is; nil for smooth operators.
  var kinkResult: Int? { get }

  /// The operand whose sign tells on which side of a kink each element is, where no result does.
  var kinkOperand: Int? { get }

  /// The number of this node's random stream; nil for operators that draw no random numbers.
  var randomSite: Int? { get }

  /// Whether there are two operands that may be swapped without changing a bit of the result, other
  /// than which of two NaNs it is.
  var isCommutative: Bool { get }

  /// Whether a random operator draws again what another node at its site draws, as a gradient does.
  /// Nodes that draw anew need sites of their own, whatever their operators.
  var drawsAgain: Bool { get }

  /// Picks the kernels that compute one worker's block, for this element type and these places.
  func prepare(_ call: Call) -> [Step]
}

extension Op {
  /// The name in a graph's text.
  public var name: String { Self.name }
  /// No attributes.
  public var attributes: Attributes { [:] }
  /// Nothing may be overwritten.
  public var aliases: [Alias] { [] }
  /// Smooth.
  public var kinkResult: Int? { nil }
  /// A result tells.
  public var kinkOperand: Int? { nil }
  /// Draws no random numbers.
  public var randomSite: Int? { nil }
  /// Draws anew.
  public var drawsAgain: Bool { false }
  /// The operands have an order.
  public var isCommutative: Bool { false }
}

extension Op {
  /// What tells operators of this type from others: see `Node.kind`.
  public static var kind: ObjectIdentifier { ObjectIdentifier(self) }
}

/// An operator without attributes.
public protocol AttributeFreeOp: Op {
  /// Makes the operator.
  init()
}

extension AttributeFreeOp {
  /// Makes the operator; there is nothing to read.
  public init(_ attributes: inout AttributeReader) throws(AttributeError) { self.init() }
}

/// A result that may share its operand's memory.
public struct Alias: Hashable, Sendable {
  /// How the two share.
  public enum Kind: Hashable, Sendable {
    /// The result is the operand's memory under another shape; nothing is computed.
    case view
    /// The kernel may write the result over the operand, element by element.
    case inPlace
  }

  /// The index of the result.
  public var result: Int
  /// The index of the operand.
  public var operand: Int
  /// How the two share.
  public var kind: Kind

  /// Makes an alias.
  public init(result: Int, operand: Int, kind: Kind = .inPlace) {
    self.result = result
    self.operand = operand
    self.kind = kind
  }
}

/// One call of an operator by one worker: where its operands and results are and which block of the
/// iteration domain is the worker's.
public struct Call {
  /// The operands.
  public var operands: [Matrix]
  /// The results.
  public var results: [Matrix]
  /// The worker's part of the iteration domain.
  public var block: Block
  /// The graph's seed, for operators that draw random numbers.
  public var seed: UInt64

  /// Makes a call.
  public init(operands: [Matrix], results: [Matrix], block: Block, seed: UInt64) {
    self.operands = operands
    self.results = results
    self.block = block
    self.seed = seed
  }
}

/// The operators that a reader may meet, by name.
public struct OpTable: Sendable {
  private let types: [String: any Op.Type]

  /// A table of these operators.
  public init(_ types: [any Op.Type]) {
    self.types = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The operator of this name.
  public subscript(name: String) -> (any Op.Type)? { types[name] }
  /// All names in alphabetical order.
  public var names: [String] { types.keys.sorted() }
}
