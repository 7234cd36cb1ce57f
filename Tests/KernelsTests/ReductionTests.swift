import Kernels
import Testing

@Suite struct ReductionTests {
  @Test(arguments: floatingPoint) func columnSum(_ element: ElementType) {
    for (rows, columns) in shapes + [(129, 40), (300, 33)] {
      let x = random(element, rows, columns)
      let expected = (0..<columns).map { c in (0..<rows).reduce(0) { $0 + x.at($1, c) } }
      let y = matrix(element, 1, columns)
      run(.columnSum(x, into: y, block: x.all))
      for c in 0..<columns { #expect(isClose(y[c], expected[c], element, scale: 10)) }
      let pieced = matrix(element, 1, columns)
      run(
        Cut.columns.blocks(rows: rows, columns: columns, seed: 9).map {
          .columnSum(x, into: pieced, block: $0)
        })
      #expect(pieced.bytes() == y.bytes())
    }
  }

  @Test(arguments: floatingPoint) func sumsOfRowsAndOfAll(_ element: ElementType) {
    for (rows, columns) in shapes {
      let x = random(element, rows, columns)
      let values = x.values(as: Double.self)
      let sum = matrix(.f64, 1, 1)
      let mean = matrix(.f64, 1, 1)
      run(.sum(x, into: sum), .mean(x, into: mean))
      #expect(isClose(sum[0], values.reduce(0, +), .f64, scale: 100))
      #expect(isClose(mean[0], values.reduce(0, +) / Double(values.count), .f64, scale: 100))

      let absolute = matrix(element, 1, rows)
      let square = matrix(element, 1, rows)
      for rows in pieces(of: rows, seed: 4) {
        run(
          .rowAbsoluteSum(x, into: absolute, rows: rows),
          .rowSquareSum(x, into: square, rows: rows))
      }
      for r in 0..<rows {
        let row = (0..<columns).map { x.at(r, $0) }
        #expect(isClose(absolute[r], row.reduce(0) { $0 + abs($1) }, element, scale: 100))
        #expect(isClose(square[r], row.reduce(0) { $0 + $1 * $1 }, element, scale: 100))
      }
    }
  }

  /// A running sum of so many floats in single precision would be off by more than 1.
  @Test func longSumsAreAccurate() {
    let x = matrix(.f32, 100_000, 3)
    run(.fill(x, with: 0.1, block: x.all))
    let y = matrix(.f32, 1, 3)
    let mean = matrix(.f64, 1, 1)
    run(.columnSum(x, into: y, block: x.all), .mean(x, into: mean))
    #expect(abs(y[1] - 10_000) < 0.01)
    #expect(abs(mean[0] - Double(Float(0.1))) < 1e-15)
  }

  @Test(arguments: floatingPoint) func aNaNSurvives(_ element: ElementType) {
    let x = random(element, 9, 17)
    x[20] = .nan
    let y = matrix(element, 1, 17)
    let sum = matrix(.f64, 1, 1)
    let rows = matrix(element, 1, 9)
    run(
      .columnSum(x, into: y, block: x.all), .sum(x, into: sum),
      .rowAbsoluteSum(x, into: rows, rows: 0..<9))
    #expect(y[3].isNaN && !y[2].isNaN && sum[0].isNaN && rows[1].isNaN && !rows[0].isNaN)
  }
}
