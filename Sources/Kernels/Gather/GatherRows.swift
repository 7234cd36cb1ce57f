extension Step {
  /// y[r, :] = table[indices[r], :] * scale, where `indices` are i32; an index out of range gives a
  /// row of NaN.
  ///
  /// Where `scale` is 1 / d for a whole d, as in 1 / 255, bytes are divided by d: every result is
  /// the quotient, correctly rounded.
  public static func gatherRows(
    _ table: Table, indices: Matrix, scale: Double, into y: Matrix, rows: Range<Int>
  ) -> Step {
    precondition(table.columns == y.columns, "the rows of the table and the output differ")
    precondition(scale.isNormal, "rows cannot be scaled by \(scale)")
    var domain = Domain(rows: rows, of: y)
    let bytes = Window(table.memory, stride: table.columns * (table.isBytes ? 1 : 4))
    domain.keep(table)
    let arguments = GatherRows(
      table: bytes, tableRows: table.rows, indices: domain.rowVector(indices, .i32),
      y: domain.matrix(y), scale: scale, rows: domain.rows, columns: domain.columns)
    if table.isBytes {
      return unsafe Step(
        arguments, in: domain, f32: { unsafe $0.load(as: GatherRows.self).bytes(Float.self) },
        f64: { unsafe $0.load(as: GatherRows.self).bytes(Double.self) })
    }
    return unsafe Step(
      arguments, in: domain, f32: { unsafe $0.load(as: GatherRows.self).floats(Float.self) },
      f64: { unsafe $0.load(as: GatherRows.self).floats(Double.self) })
  }
}

private struct GatherRows: BitwiseCopyable {
  let table: Window
  let tableRows: Int
  let indices: Window
  let y: Window
  let scale: Double
  let rows: Int
  let columns: Int

  /// Rows of bytes. The scale is split into `high`, so short that its product with a byte is exact,
  /// and a small `low`: then high x + low x is rounded once, which is far faster than to divide.
  @inline(__always)
  func bytes<T: Scalar>(_: T.Type) {
    let divisor = T((1 / scale).rounded())
    let isQuotient = 1 / divisor.double == scale
    let nearest = T(scale)
    // Veltkamp's splitting: all but the last nine bits.
    let high = nearest * 513 - (nearest * 513 - nearest)
    let low = isQuotient ? (1 - divisor * high) / divisor : T(scale - high.double)
    forEachRow(of: UInt8.self) { (row: Row<UInt8>, y: Row<T>) in
      forEachChunk(of: columns) {
        let x = T.convert(row[$0])
        y[$0] = x * high + x * low
      }
    }
  }

  /// Rows of floats.
  @inline(__always)
  func floats<T: Scalar>(_: T.Type) {
    let scale = T(scale)
    forEachRow(of: Float.self) { (row: Row<Float>, y: Row<T>) in
      forEachChunk(of: columns) { y[$0] = T.convert(row[$0]) * scale }
    }
  }

  @inline(__always)
  private func forEachRow<Stored, T: Scalar>(
    of _: Stored.Type, _ body: (Row<Stored>, Row<T>) -> Void
  ) {
    let indices: Row<Int32> = indices.row()
    for r in 0..<rows {
      let y: Row<T> = y.row(r)
      let index = Int(indices[r])
      if index >= 0 && index < tableRows {
        body(table.row(index), y)
      } else {
        forEachChunk(of: columns) { y[$0] = Lanes(repeating: .nan) }
      }
    }
  }
}
