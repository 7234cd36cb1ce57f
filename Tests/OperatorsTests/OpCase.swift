import IR
import Kernels
import Testing

/// A tensor of a test: its type and its elements row by row, exact in Float and Double alike.
struct Tensor {
  var type: TensorType
  var values: [Double]

  var rows: Int { type.rows }
  var columns: Int { type.columns }

  subscript(row: Int, column: Int) -> Double { values[row * columns + column] }
}

/// An operand of a case: its type, and what its elements are drawn from.
struct Operand {
  /// What elements are drawn from.
  enum Draw {
    /// Numbers between -2 and 2 that keep a distance of 0.05 from 0, where some operators have a
    /// kink.
    case signed
    /// Numbers between 0.25 and 2.25.
    case positive
    /// Labels from 0 to below this.
    case labels(Int)
    /// These numbers.
    case values([Double])
  }

  var type: TensorType
  var draw: Draw

  static func signed(_ element: ElementType, _ shape: [Int]) -> Operand {
    Operand(type: TensorType(element, shape), draw: .signed)
  }
  static func positive(_ element: ElementType, _ shape: [Int]) -> Operand {
    Operand(type: TensorType(element, shape), draw: .positive)
  }
  static func labels(_ rows: Int, below classes: Int) -> Operand {
    Operand(type: TensorType(.i32, [rows]), draw: .labels(classes))
  }
  static func scalar(_ element: ElementType, _ value: Double) -> Operand {
    Operand(type: TensorType(element, []), draw: .values([value]))
  }

  /// The elements, the same at every call with the same `stream`.
  func tensor(stream: Int) -> Tensor {
    var random = RandomStream(seed: 7, stream: UInt64(stream))
    let values = (0..<type.count).map { index in
      switch draw {
      case .signed:
        let size = 0.05 + 1.95 * random.uniform()
        return Double(Float(random.uniform() < 0.5 ? -size : size))
      case .positive: return Double(Float(0.25 + 2 * random.uniform()))
      case .labels(let classes): return Double(random.below(classes))
      case .values(let values): return values[index]
      }
    }
    return Tensor(type: type, values: values)
  }
}

/// An operator over operands of certain types, and everything that is expected of it. The checks of
/// `OpTests` apply to every case.
struct OpCase: Sendable, CustomTestStringConvertible {
  /// What is expected for one element type.
  struct Setup {
    var op: any Op
    var operands: [Operand]
    /// The types that the shape rule must give.
    var results: [TensorType]
    var flops: Int
    /// The formula, in Double, from the operands' elements to those of each result.
    var twin: ([Tensor]) -> [[Double]]
  }

  /// The operator's name.
  var name: String
  /// What the case is about, such as its shapes.
  var detail: String
  /// The expectations for a floating-point element type.
  var setup: @Sendable (ElementType) -> Setup

  /// Operand types, for f64, that the shape rule must refuse, besides wrong counts and elements.
  var refusedShapes: [[TensorType]] = []
  /// Attributes that may be left out of the text.
  var optionalAttributes: Set<String> = []
  /// Attributes out of range, by name, that must be refused.
  var refusedAttributes: [(String, Attribute)] = []
  /// The results through which gradients flow; nil for all, none where the formula has a kink or
  /// is not a number.
  var differentiableResults: Set<Int>?
  /// Whether blocks must give the same bits as the whole; only products may differ.
  var isExact = true
  /// How much larger than usual the rounding errors are, by the formula's nature.
  var slack = 1.0

  init(_ op: any Op.Type, _ detail: String, _ setup: @escaping @Sendable (ElementType) -> Setup) {
    name = op.name
    self.detail = detail
    self.setup = setup
  }

  var testDescription: String { "\(name) \(detail)" }

  /// The same case with one thing changed.
  func with(_ change: (inout OpCase) -> Void) -> OpCase {
    var copy = self
    change(&copy)
    return copy
  }
}

/// Matrices of odd sizes, around the widths of vectors and of the unrolled loops.
let oddShapes = [[1, 1], [3, 7], [7, 1], [1, 31], [9, 17], [5, 33], [31, 3], [67, 70]]
