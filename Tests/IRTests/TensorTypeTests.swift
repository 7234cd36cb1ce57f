import IR
import Kernels
import Testing

@Suite struct TensorTypeTests {
  @Test func text() {
    #expect(TensorType(.f32, [64, 300]).description == "f32[64,300]")
    #expect(TensorType(.i32, []).description == "i32[]")
  }

  @Test(arguments: [
    ([Int](), 1, 1, 1), ([5], 5, 1, 5), ([4, 3], 12, 4, 3), ([2, 3, 4], 24, 2, 12),
  ])
  func seenAsAMatrix(_ shape: [Int], _ count: Int, _ rows: Int, _ columns: Int) {
    let type = TensorType(.f64, shape)
    #expect(type.count == count)
    #expect(type.byteCount == 8 * count)
    #expect(type.rank == shape.count)
    #expect(type.rows == rows)
    #expect(type.columns == columns)
  }

  @Test func limit() throws {
    try TensorType(.f32, [2_147_483_647]).checkLimit()
    try TensorType(.f32, []).checkLimit()
    for shape in [[0], [-1], [3, 0], [2_147_483_648], [65536, 32768], [.max, .max], [-2, -3]] {
      #expect(throws: ShapeError.self) { try TensorType(.f32, shape).checkLimit() }
    }
  }
}
