import IR
import Kernels
import Operators
import Testing

@testable import Passes

@Suite struct SimplifyAlgebraTests {
  /// Numbers at every edge of an element type, and some in between.
  private static func edges(_ element: ElementType) -> [Double] {
    let (least, greatest) =
      element == .f32
      ? (Double(Float.leastNormalMagnitude), Double(Float.greatestFiniteMagnitude))
      : (.leastNormalMagnitude, .greatestFiniteMagnitude)
    let near = [1, 1.5, 2, 3, 1.999_999_9, 4.1].flatMap { [least * $0, greatest / $0] }
    let numbers = near + [least / 2, least / 3, 0, 1, 1.1, 0.3, 7e5, .infinity, .nan]
    return numbers.flatMap { [$0, -$0] }
  }

  /// X a b, or X c, with the kernels that run it.
  private func scaled(_ element: ElementType, by factors: [Double]) -> [UInt64] {
    let numbers = Self.edges(element)
    let memory = Memory(byteCount: numbers.count * element.size)
    let x = memory.matrix(at: 0, element, rows: 1, columns: numbers.count)
    for (index, number) in numbers.enumerated() { x[index] = number }
    let block = Block(rows: 0..<1, columns: 0..<numbers.count)
    StepList(factors.map { .scale(x, by: $0, into: x, block: block) }).run()
    return x.values(as: Double.self).map { $0.isNaN ? 1 : $0.bitPattern }
  }

  @Test(arguments: [ElementType.f32, .f64]) func anExactProductIsExact(element: ElementType) {
    let tiny = element == .f32 ? 0x1p-120 : 0x1p-1000
    let factors = [1, 2, 3, 0.5, 0.3, 0.75, 1024, 1e-3, 1e10, tiny, 1 / tiny, 3 * tiny, 0]
      .flatMap { [$0, -$0] }
    var found = 0
    for a in factors {
      for b in factors {
        guard let product = exactProduct(a, b, rounding: element) else { continue }
        found += 1
        #expect(
          scaled(element, by: [a, b]) == scaled(element, by: [product]), "\(a), then \(b)")
      }
    }
    #expect(found > 150)
  }

  /// What the conditions keep out is wrong indeed.
  @Test func otherProductsAreNotExact() {
    for (a, b) in [(0.3, 0.7), (0.5, 2), (2, 0.5), (0x1p-120, 0x1p-20), (3, 5)] {
      #expect(exactProduct(a, b, rounding: .f32) == nil)
      #expect(scaled(.f32, by: [a, b]) != scaled(.f32, by: [a * b]) || (a, b) == (3, 5))
    }
    #expect(exactProduct(.infinity, 2, rounding: .f64) == nil)
    #expect(exactProduct(0, 2, rounding: .f64) == nil)
  }
}
