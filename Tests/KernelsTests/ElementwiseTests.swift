import Kernels
import Testing

@Suite struct ElementwiseTests {
  @Test(arguments: floatingPoint) func addScaleSignFill(_ element: ElementType) {
    for (rows, columns) in shapes {
      let a = random(element, rows, columns)
      let b = random(element, rows, columns, seed: 2)
      verify([a, b], rows, columns, element, inPlace: [0, 1]) {
        .add($0[0], $0[1], into: $1, block: $2)
      } expected: {
        a.at($0, $1) + b.at($0, $1)
      }
      verify([a], rows, columns, element, inPlace: [0]) {
        .scale($0[0], by: -0.3, into: $1, block: $2)
      } expected: {
        a.at($0, $1) * -0.3
      }
      verify([a], rows, columns, element, inPlace: [0]) {
        .sign($0[0], into: $1, block: $2)
      } expected: {
        a.at($0, $1) > 0 ? 1 : -1
      }
      verify([], rows, columns, element) {
        .fill($1, with: 0.25, block: $2)
      } expected: { _, _ in
        0.25
      }
      let factor = scalar(.f64, 3)
      verify([], rows, columns, element) {
        .fill($1, withScalar: factor, times: 0.5, block: $2)
      } expected: { _, _ in
        1.5
      }
      verify([a, b], rows, columns, element, inPlace: [0]) {
        .movingAverage($0[0], $0[1], momentum: 0.9, valueScale: 1.5, into: $1, block: $2)
      } expected: {
        0.9 * a.at($0, $1) + 0.1 * 1.5 * b.at($0, $1)
      }
    }
  }

  @Test(arguments: floatingPoint) func vectorsAlongRowsAndColumns(_ element: ElementType) {
    for (rows, columns) in shapes {
      let x = random(element, rows, columns)
      let column = random(element, 1, columns, seed: 3)
      let row = random(element, 1, rows, seed: 4)
      verify([x], rows, columns, element, inPlace: [0]) {
        .addBias($0[0], column, into: $1, block: $2)
      } expected: {
        x.at($0, $1) + column[$1]
      }
      verify([x], rows, columns, element, inPlace: [0]) {
        .scaleColumns($0[0], by: column, into: $1, block: $2)
      } expected: {
        x.at($0, $1) * column[$1]
      }
      verify([x], rows, columns, element, inPlace: [0]) {
        .scaleRows($0[0], by: row, into: $1, block: $2)
      } expected: {
        x.at($0, $1) * row[$0]
      }
    }
  }

  @Test(arguments: floatingPoint) func signOfZeroAndNaN(_ element: ElementType) {
    let x = matrix(element, [[0, -0.0, .nan, .infinity, -.infinity]])
    let y = matrix(element, 1, 5)
    run(.sign(x, into: y, block: y.all))
    #expect(y[0] == 0 && y[1] == 0 && y[2].isNaN && y[3] == 1 && y[4] == -1)
  }

  @Test(arguments: floatingPoint) func transposed(_ element: ElementType) {
    let x = matrix(element, [[1, 2, 3], [4, 5, 6]])
    let y = matrix(element, 3, 2)
    run(.transpose(x, into: y, block: y.all))
    #expect(y.values(as: Double.self) == [1, 4, 2, 5, 3, 6])
  }

  /// Single lists round as a team does, and leave the thread's own arithmetic as it was.
  @Test func aListCountsSubnormalsAsZero() {
    let x = matrix(.f32, [[Double(Float.leastNormalMagnitude)]])
    let y = matrix(.f32, 1, 1)
    run(.scale(x, by: 0.5, into: y, block: y.all))
    #expect(y[0] == 0)
    #expect(Float(x[0]) / 2 > 0)
  }
}
