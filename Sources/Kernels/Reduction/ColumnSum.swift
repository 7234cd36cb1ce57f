extension Step {
  /// y[c] = sum over r of x[r, c]; the block must have all rows.
  ///
  /// Rows are added in order within spans of 128, and the spans in order and in double precision,
  /// which keeps the rounding error of long columns small. A column's sum does not depend on the
  /// block.
  public static func columnSum(_ x: Matrix, into y: Matrix, block: Block) -> Step {
    precondition(block.rows == 0..<x.rows, "a column sum needs all rows")
    var domain = Domain(block, of: x)
    let arguments = ColumnSum(
      x: domain.matrix(x), y: domain.columnVector(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ColumnSum.self, Float.self, $0) },
      f64: { unsafe call(ColumnSum.self, Double.self, $0) })
  }
}

private struct ColumnSum: Kernel {
  let x: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    sumColumns(of: x, rows: rows, columns: columns, into: y.row(of: T.self))
  }
}

/// Writes the sum of each column to its place in `y`.
@inline(__always)
func sumColumns<T: Scalar>(
  of x: Window, rows: Int, columns: Int, into y: Row<T>
) {
  var column = 0
  // Four chunks at once use whole cache lines and hide the latency of the additions.
  while columns &- column >= 32 {
    let chunk0 = Chunk(start: column, count: 8)
    let chunk1 = Chunk(start: column &+ 8, count: 8)
    let chunk2 = Chunk(start: column &+ 16, count: 8)
    let chunk3 = Chunk(start: column &+ 24, count: 8)
    var total0 = Lanes<Double>.zero
    var total1 = Lanes<Double>.zero
    var total2 = Lanes<Double>.zero
    var total3 = Lanes<Double>.zero
    forEachSpan(of: rows) { span in
      var sum0 = Lanes<T>.zero
      var sum1 = Lanes<T>.zero
      var sum2 = Lanes<T>.zero
      var sum3 = Lanes<T>.zero
      for r in span {
        let x: Row<T> = x.row(r)
        sum0 += x[chunk0]
        sum1 += x[chunk1]
        sum2 += x[chunk2]
        sum3 += x[chunk3]
      }
      total0 += T.widen(sum0)
      total1 += T.widen(sum1)
      total2 += T.widen(sum2)
      total3 += T.widen(sum3)
    }
    y[chunk0] = T.narrow(total0)
    y[chunk1] = T.narrow(total1)
    y[chunk2] = T.narrow(total2)
    y[chunk3] = T.narrow(total3)
    column &+= 32
  }
  forEachChunk(of: columns &- column) { rest in
    let chunk = Chunk(start: column &+ rest.start, count: rest.count)
    var total = Lanes<Double>.zero
    forEachSpan(of: rows) { span in
      var sum = Lanes<T>.zero
      for r in span { sum += x.row(r)[chunk] }
      total += T.widen(sum)
    }
    y[chunk] = T.narrow(total)
  }
}

/// Calls `body` with spans of 128 rows, and the rest.
@inline(__always)
private func forEachSpan(of rows: Int, _ body: (Range<Int>) -> Void) {
  var first = 0
  while first < rows {
    let next = Swift.min(first &+ 128, rows)
    body(first..<next)
    first = next
  }
}
