import Kernels
import Testing

/// The floating-point element types, and for each how far a kernel may be from the naive twin.
let floatingPoint: [ElementType] = [.f32, .f64]

/// Shapes that leave every kind of remainder behind vectors of eight.
let shapes: [(rows: Int, columns: Int)] = [
  (1, 1), (3, 7), (8, 8), (9, 17), (31, 64), (17, 9), (7, 300), (64, 31), (1, 300), (300, 1),
]

/// A matrix in a memory of its own.
func matrix(_ element: ElementType, _ rows: Int, _ columns: Int) -> Matrix {
  Memory(byteCount: rows * columns * element.size)
    .matrix(at: 0, element, rows: rows, columns: columns)
}

/// A matrix of random numbers between `low` and `high`.
func random(
  _ element: ElementType, _ rows: Int, _ columns: Int, low: Double = -2, high: Double = 2,
  seed: UInt64 = 1
) -> Matrix {
  let result = matrix(element, rows, columns)
  result.fillUniform(low: low, high: high, seed: seed, stream: UInt64(rows * 1000 + columns))
  return result
}

/// A row of random labels below `classes`.
func labels(_ count: Int, below classes: Int, seed: UInt64 = 5) -> Matrix {
  var stream = RandomStream(seed: seed, stream: 0)
  let result = matrix(.i32, 1, count)
  result.write((0..<count).map { _ in Int32(stream.below(classes)) })
  return result
}

/// A matrix of given numbers.
func matrix(_ element: ElementType, _ rows: [[Double]]) -> Matrix {
  let result = matrix(element, rows.count, rows.first?.count ?? 0)
  result.write(rows.flatMap { $0 })
  return result
}

/// A single number.
func scalar(_ element: ElementType, _ value: Double) -> Matrix {
  let result = matrix(element, 1, 1)
  result[0] = value
  return result
}

extension Matrix {
  /// An equal matrix in a memory of its own.
  func copied() -> Matrix {
    let result = Memory(byteCount: count * element.size)
      .matrix(at: 0, element, rows: rows, columns: columns)
    result.write(bytes: bytes())
    return result
  }

  /// All of it.
  var all: Block { Block(rows: 0..<rows, columns: 0..<columns) }

  /// The element in a row and a column.
  func at(_ row: Int, _ column: Int) -> Double { self[row * columns + column] }
}

/// Runs steps one after the other.
func run(_ steps: Step...) { StepList(steps).run() }

/// Runs steps one after the other.
func run(_ steps: [Step]) { StepList(steps).run() }

/// Cuts `count` into up to four random pieces, some of which may be empty.
func pieces(of count: Int, seed: UInt64) -> [Range<Int>] {
  var stream = RandomStream(seed: seed, stream: UInt64(count))
  let cuts = [0] + (0..<3).map { _ in stream.below(count + 1) }.sorted() + [count]
  return zip(cuts, cuts.dropFirst()).map { $0..<$1 }
}

/// How a kernel's work may be cut.
enum Cut: CaseIterable {
  case rows, columns, both

  /// A partition of the rows and columns into blocks.
  func blocks(rows: Int, columns: Int, seed: UInt64) -> [Block] {
    let rowPieces = self == .columns ? [0..<rows] : pieces(of: rows, seed: seed)
    let columnPieces = self == .rows ? [0..<columns] : pieces(of: columns, seed: seed + 1)
    return rowPieces.flatMap { rows in
      columnPieces.map { Block(rows: rows, columns: $0) }
    }
  }
}

/// Whether two numbers are as close as the element type allows; two NaN are.
func isClose(_ a: Double, _ b: Double, _ element: ElementType, scale: Double = 1) -> Bool {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
  if a == b { return true }
  return abs(a - b) <= (element == .f32 ? 2e-6 : 1e-13) * scale * max(1, abs(b))
}

/// Checks a kernel with one output against its definition: on the whole, in random pieces, which
/// must give the same bits, and in place of each input in `inPlace`, which must too.
func verify(
  _ inputs: [Matrix], _ rows: Int, _ columns: Int, _ element: ElementType,
  cuts: [Cut] = Cut.allCases, inPlace: [Int] = [], scale: Double = 1,
  step: ([Matrix], Matrix, Block) -> Step, expected: (Int, Int) -> Double,
  location: SourceLocation = #_sourceLocation
) {
  let output = matrix(element, rows, columns)
  run(step(inputs, output, output.all))
  let wrong = (0..<rows * columns).filter {
    !isClose(output[$0], expected($0 / columns, $0 % columns), element, scale: scale)
  }
  #expect(
    wrong.isEmpty, "\(element) \(rows) x \(columns), first wrong: \(wrong.first ?? 0)",
    sourceLocation: location)

  for (number, cut) in cuts.enumerated() {
    let pieced = matrix(element, rows, columns)
    let blocks = cut.blocks(rows: rows, columns: columns, seed: UInt64(number))
    run(blocks.map { step(inputs, pieced, $0) })
    #expect(
      pieced.bytes() == output.bytes(), "\(element) \(rows) x \(columns) cut by \(cut)",
      sourceLocation: location)
  }
  for index in inPlace {
    var operands = inputs.map { $0.copied() }
    run(step(operands, operands[index], output.all))
    #expect(
      operands[index].bytes() == output.bytes(),
      "\(element) \(rows) x \(columns) in place of input \(index)", sourceLocation: location)
    operands.removeAll()
  }
}
