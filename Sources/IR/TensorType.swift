public import Kernels

/// The type of a value: the type of its elements and its shape, such as `f32[64,300]`.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
  /// The type of each element.
  public var element: ElementType
  /// The extent of each axis; none for a scalar. Every extent is at least 1.
  public var shape: [Int]

  /// Makes a type from its parts.
  public init(_ element: ElementType, _ shape: [Int]) {
    self.element = element
    self.shape = shape
  }

  /// The largest number of elements a tensor may have: BLAS counts in 32 bits.
  public static let elementLimit = Int(Int32.max)

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }
  /// The size in bytes.
  public var byteCount: Int { count * element.size }
  /// The number of axes.
  public var rank: Int { shape.count }

  /// The number of rows when seen as a matrix: the leading axis of a tensor of rank 2 or more,
  /// else 1.
  public var rows: Int { rank >= 2 ? shape[0] : 1 }
  /// The number of columns when seen as a matrix: all axes but the leading one.
  public var columns: Int { rank >= 2 ? shape.dropFirst().reduce(1, *) : count }

  /// The text form, as the graph's text has it.
  public var description: String {
    "\(element.rawValue)[\(shape.map(String.init).joined(separator: ","))]"
  }
}

/// Why operands do not fit an operator, in words that continue the operator's name.
public struct ShapeError: Error, Sendable, CustomStringConvertible {
  /// What does not fit.
  public var description: String
  /// The node it is about, where a whole graph was looked at and it is one of its nodes.
  public var node: NodeID?
  /// The operator's attribute that does not fit, where it is one, and what it must be.
  public var unfit: (attribute: Attribute, requirement: String)?
  /// Makes an error that says what does not fit.
  public init(
    _ description: String, node: NodeID? = nil,
    unfit: (attribute: Attribute, requirement: String)? = nil
  ) {
    self.description = description
    self.node = node
    self.unfit = unfit
  }
}
