import Execution
import Kernels
import Lowering
import Operators

extension Network {
  /// Fits the layers that scale the input to the training rows, in double precision; a later one to
  /// what the earlier ones make of them. Networks without such layers stay as they are.
  public func fitScaling(to rows: LoadedRows) {
    var earlier: [(shift: [Double], scale: [Double])] = []
    for placed in model.layers {
      guard let layer = type(of: placed.layer) as? any ScalingLayer.Type,
        let shift = states["\(placed.name).shift"], let scale = states["\(placed.name).scale"]
      else { break }
      let columns = ColumnScan(rows.table, scaledBy: earlier).figures()
      let fits = columns.map(layer.fit)
      shift.write(fits.map { Float($0.shift) })
      scale.write(fits.map { Float($0.scale) })
      earlier.append((shift.values(as: Double.self), scale.values(as: Double.self)))
    }
  }
}

/// Walks over the rows of a table as a network reads them.
private struct ColumnScan {
  private let table: Table
  private let earlier: [(shift: [Double], scale: [Double])]
  private static let blockRows = 256

  init(_ table: Table, scaledBy earlier: [(shift: [Double], scale: [Double])]) {
    self.table = table
    self.earlier = earlier
  }

  /// What each column is like. The deviation is taken in a second walk, from the mean.
  func figures() -> [ColumnFigures] {
    let count = table.columns
    var sums = [Double](repeating: 0, count: count)
    var low = [Double](repeating: .infinity, count: count)
    var high = [Double](repeating: -.infinity, count: count)
    forEachRow { row in
      for (column, value) in row.enumerated() {
        sums[column] += value
        low[column] = min(low[column], value)
        high[column] = max(high[column], value)
      }
    }
    let rows = Double(table.rows)
    let means = sums.map { $0 / rows }
    var squares = [Double](repeating: 0, count: count)
    var rests = squares
    forEachRow { row in
      for (column, value) in row.enumerated() {
        let difference = value - means[column]
        squares[column] += difference * difference
        rests[column] += difference
      }
    }
    return (0..<count).map { column in
      // What the mean lacks by rounding is taken off: the corrected two-pass algorithm of Chan,
      // Golub and LeVeque, 1983.
      let variance = (squares[column] - rests[column] * rests[column] / rows) / rows
      return ColumnFigures(
        mean: means[column], deviation: max(variance, 0).squareRoot(), minimum: low[column],
        maximum: high[column])
    }
  }

  private func forEachRow(_ visit: ([Double]) -> Void) {
    let columns = table.columns
    for start in stride(from: 0, to: table.rows, by: Self.blockRows) {
      let count = min(Self.blockRows, table.rows - start)
      let indices = Memory(byteCount: max(count * 4, 64)).matrix(
        at: 0, .i32, rows: 1, columns: count)
      for index in 0..<count { indices[index] = Double(start + index) }
      let block = Memory(byteCount: count * columns * 8).matrix(
        at: 0, .f64, rows: count, columns: columns)
      StepList([
        .gatherRows(
          table, indices: indices, scale: table.isBytes ? 1 / 255 : 1, into: block, rows: 0..<count)
      ]).run()
      let values = block.values(as: Double.self)
      for row in 0..<count {
        var cells = Array(values[(row * columns)..<((row + 1) * columns)])
        for (shift, scale) in earlier {
          for column in cells.indices {
            cells[column] = (cells[column] - shift[column]) * scale[column]
          }
        }
        visit(cells)
      }
    }
  }
}
