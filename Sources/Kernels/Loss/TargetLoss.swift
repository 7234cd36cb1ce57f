/// A loss that compares a matrix with targets of its type: its value for a row and its gradient.
protocol TargetLoss: BitwiseCopyable {
  /// The sum over the columns of a row, in double precision.
  func sum<T: Scalar>(_ x: Row<T>, _ targets: Row<T>, columns: Int) -> Double
  /// The gradient of a row, given that of its loss, which is the mean over the columns; `dx` may be
  /// `x`.
  func gradient<T: Scalar>(
    _ x: Row<T>, _ targets: Row<T>, dLoss: T, into dx: Row<T>, columns: Int)
}

extension Step {
  /// losses[r] = the mean over the columns of row r.
  static func losses<Loss: TargetLoss>(
    _ loss: Loss, _ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>,
    f32: @escaping Entry, f64: @escaping Entry
  ) -> Step {
    var domain = Domain(rows: rows, of: x)
    let arguments = TargetLossKernel(
      loss: loss, x: domain.matrix(x), targets: domain.matrix(targets),
      losses: domain.rowVector(losses),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(arguments, in: domain, f32: f32, f64: f64)
  }

  /// dx = the gradients of the losses times `dLosses`.
  static func lossGradient<Loss: TargetLoss>(
    _ loss: Loss, _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix,
    rows: Range<Int>, f32: @escaping Entry, f64: @escaping Entry
  ) -> Step {
    var domain = Domain(rows: rows, of: dx)
    let arguments = TargetLossGradientKernel(
      loss: loss, x: domain.matrix(x), targets: domain.matrix(targets),
      dLosses: domain.rowVector(dLosses),
      dx: domain.matrix(dx), rows: domain.rows, columns: domain.columns)
    return unsafe Step(arguments, in: domain, f32: f32, f64: f64)
  }
}

struct TargetLossKernel<Loss: TargetLoss>: Kernel {
  let loss: Loss
  let x: Window
  let targets: Window
  let losses: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let losses: Row<T> = losses.row()
    for r in 0..<rows {
      let sum: Double = loss.sum(x.row(r) as Row<T>, targets.row(r), columns: columns)
      losses[r] = T(sum / Double(columns))
    }
  }
}

struct TargetLossGradientKernel<Loss: TargetLoss>: Kernel {
  let loss: Loss
  let x: Window
  let targets: Window
  let dLosses: Window
  let dx: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let dLosses: Row<T> = dLosses.row()
    for r in 0..<rows {
      loss.gradient(
        x.row(r), targets.row(r), dLoss: dLosses[r], into: dx.row(r), columns: columns)
    }
  }
}
