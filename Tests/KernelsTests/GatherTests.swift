import Kernels
import Testing

@Suite struct GatherTests {
  /// Every byte divided by 255 is the correctly rounded quotient.
  @Test func allBytesOver255() {
    let table = Table(bytes: Array(0...255), columns: 256)
    #expect(table.isBytes && table.rows == 1 && table.columns == 256)
    let index = scalar(.i32, 0)
    let single = matrix(.f32, 1, 256)
    let double = matrix(.f64, 1, 256)
    run(
      .gatherRows(table, indices: index, scale: 1.0 / 255, into: single, rows: 0..<1),
      .gatherRows(table, indices: index, scale: 1.0 / 255, into: double, rows: 0..<1))
    #expect(single.values(as: Float.self) == (0...255).map { Float($0) / 255 })
    #expect(double.values(as: Double.self) == (0...255).map { Double($0) / 255 })
  }

  @Test(arguments: floatingPoint) func rows(_ element: ElementType) {
    for (rows, columns) in shapes {
      let bytes = (0..<20 * columns).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 256) }
      let floats = bytes.map { Float($0) - 99.5 }
      let indices = labels(rows, below: 20)
      for scale in [1.0 / 255, 1, 0.37] {
        verify([], rows, columns, element, cuts: [.rows]) {
          .gatherRows(
            Table(bytes: bytes, columns: columns), indices: indices, scale: scale, into: $1,
            rows: $2.rows)
        } expected: {
          Double(bytes[Int(indices[$0]) * columns + $1]) * scale
        }
        verify([], rows, columns, element, cuts: [.rows]) {
          .gatherRows(
            Table(floats: floats, columns: columns), indices: indices, scale: scale, into: $1,
            rows: $2.rows)
        } expected: {
          Double(floats[Int(indices[$0]) * columns + $1]) * scale
        }
      }
    }
  }

  @Test func labelsAndIndicesOutOfRange() {
    let source = matrix(.i32, 1, 4)
    source.write([9, 8, 7, 6] as [Int32])
    let indices = matrix(.i32, 1, 5)
    indices.write([3, 0, -1, 4, 1] as [Int32])
    let y = matrix(.i32, 1, 5)
    run(
      .gatherLabels(source, indices: indices, into: y, rows: 0..<2),
      .gatherLabels(source, indices: indices, into: y, rows: 2..<5))
    #expect(y.values(as: Int32.self) == [6, 9, -1, -1, 8])
    let rows = matrix(.f32, 5, 1)
    run(
      .gatherRows(
        Table(bytes: [1, 2, 3, 4], columns: 1), indices: indices, scale: 1, into: rows,
        rows: 0..<5))
    #expect(rows[0] == 4 && rows[1] == 1 && rows[2].isNaN && rows[3].isNaN && rows[4] == 2)
  }
}
