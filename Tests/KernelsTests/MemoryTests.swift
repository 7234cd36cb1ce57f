import Kernels
import Testing

@Suite struct MemoryTests {
  @Test func memoryIsZeroedAndMatricesKeepItAlive() {
    var matrices: [Matrix] = []
    for size in [0, 1, 64, 1000, 5_000_000] {
      let memory = Memory(byteCount: size)
      #expect(memory.byteCount == size)
      matrices.append(memory.matrix(at: 0, .f32, rows: 1, columns: size / 4))
    }
    for matrix in matrices { #expect(matrix.values(as: Float.self).allSatisfy { $0 == 0 }) }
  }

  @Test func matricesOverlapWhereTheirBytesDo() {
    let memory = Memory(byteCount: 64)
    let whole = memory.matrix(at: 0, .i32, rows: 4, columns: 4)
    let lastRow = memory.matrix(at: 48, .i32, rows: 1, columns: 4)
    lastRow.write([1, 2, 3, 4] as [Int32])
    #expect(whole.values(as: Int32.self) == [Int32](repeating: 0, count: 12) + [1, 2, 3, 4])
    memory.fill(byte: 0xFF, in: 48..<52)
    #expect(lastRow.values(as: Int32.self) == [-1, 2, 3, 4])
    #expect(whole.rows == 4 && whole.columns == 4 && whole.count == 16)
  }

  @Test func conversionsBetweenElementTypes() {
    let values = [1.5, -2, 0.1, 1e30]
    for element in floatingPoint {
      let x = matrix(element, 2, 2)
      x.write(values)
      #expect(x.values(as: Float.self) == values.map { Float($0) })
      let floats = values.map { Float($0) }
      x.write(floats)
      #expect(x.values(as: Double.self) == floats.map { Double($0) })
      x.write([4, 3, 2, 1] as [Int32])
      #expect(x.values(as: Int32.self) == [4, 3, 2, 1])
    }
    let whole = matrix(.i32, 1, 2)
    whole.write([7.0, -8])
    #expect(whole.values(as: Int32.self) == [7, -8] && whole.values(as: Double.self) == [7, -8])
    whole[1] = 5
    #expect(whole[1] == 5)
  }

  @Test func bytesAreLittleEndianAndRoundTrip() {
    let x = matrix(.f32, 1, 1)
    x[0] = 1
    #expect(x.bytes() == [0, 0, 0x80, 0x3F])
    x.write(bytes: [0, 0, 0, 0x40])
    #expect(x[0] == 2)
    let nothing = matrix(.f64, 0, 3)
    nothing.write([] as [Double])
    #expect(nothing.bytes().isEmpty && nothing.values(as: Double.self).isEmpty)
  }
}
