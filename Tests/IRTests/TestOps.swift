import IR
import Kernels

/// An operator for tests, which computes nothing.
protocol TestOp: Op {}

extension TestOp {
  func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { 1 }
  func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .undivided(operands: operands.count, results: results.count)
  }
  func prepare(_ call: Call) -> [Step] { [] }
}

/// `join(a, b)`: two tensors of one type give a third.
struct Join: TestOp, AttributeFreeOp {
  static let name = "join"
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    guard operands.count == 2, operands[0] == operands[1] else {
      throw ShapeError("needs two operands of one type")
    }
    return [operands[0]]
  }
}

/// `split(a)`: a tensor gives itself and an f64 scalar.
struct Split: TestOp, AttributeFreeOp {
  static let name = "split"
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    guard operands.count == 1 else { throw ShapeError("needs one operand") }
    return [operands[0], TensorType(.f64, [])]
  }
}

/// `fill() {shape=[..]}`: a tensor out of nothing, with an attribute of each kind.
struct Fill: TestOp {
  static let name = "fill"
  var shape: [Int]
  var value = 0.0
  var count = 0
  var isFast = false
  var mode = "plain"

  init(shape: [Int]) { self.shape = shape }

  init(_ reader: inout AttributeReader) throws(AttributeError) {
    shape = try reader.integers("shape")
    value = try reader.real("value", default: 0)
    count = try reader.integer("count", default: 0)
    isFast = try reader.flag("fast")
    mode = try reader.word("mode")
  }

  var attributes: Attributes {
    var all: Attributes = ["shape": .integers(shape)]
    if value != 0 { all.append("value", .real(value)) }
    if count != 0 { all.append("count", .integer(count)) }
    if isFast { all.append("fast", .flag(true)) }
    all.append("mode", .word(mode))
    return all
  }

  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    guard operands.isEmpty else { throw ShapeError("needs no operands") }
    return [TensorType(.f32, shape)]
  }
}

/// `draw(a) {site=1}`: random numbers in the shape of a tensor.
struct Draw: TestOp {
  static let name = "draw"
  var site: Int
  init(site: Int) { self.site = site }
  init(_ reader: inout AttributeReader) throws(AttributeError) {
    site = try reader.integer("site")
    guard site >= 0 else { throw AttributeError("site", "'site' must not be negative") }
  }
  var attributes: Attributes { ["site": .integer(site)] }
  var randomSite: Int? { site }
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    guard operands.count == 1 else { throw ShapeError("needs one operand") }
    return operands
  }
}

/// `redraw(a) {site=1}`: what `draw` draws, once more.
struct Redraw: TestOp {
  static let name = "redraw"
  var draw: Draw
  init(site: Int) { draw = Draw(site: site) }
  init(_ reader: inout AttributeReader) throws(AttributeError) { draw = try Draw(&reader) }
  var attributes: Attributes { draw.attributes }
  var randomSite: Int? { draw.site }
  var drawsAgain: Bool { true }
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try draw.resultTypes(of: operands)
  }
}

/// `flip(a) {site=1}`: other random numbers in the shape of a tensor.
struct Flip: TestOp {
  static let name = "flip"
  var draw: Draw
  init(site: Int) { draw = Draw(site: site) }
  init(_ reader: inout AttributeReader) throws(AttributeError) { draw = try Draw(&reader) }
  var attributes: Attributes { draw.attributes }
  var randomSite: Int? { draw.site }
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try draw.resultTypes(of: operands)
  }
}

/// `peek(a)`: a tensor's own memory.
struct Peek: TestOp, AttributeFreeOp {
  static let name = "peek"
  var aliases: [Alias] { [Alias(result: 0, operand: 0, kind: .view)] }
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    guard operands.count == 1 else { throw ShapeError("needs one operand") }
    return operands
  }
}

/// `toil()`: the most operations that can be counted.
struct Toil: TestOp, AttributeFreeOp {
  static let name = "toil"
  func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { .max - 1 }
  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    [TensorType(.f32, [])]
  }
}

let testOps = OpTable([Join.self, Split.self, Fill.self, Draw.self])
