/// An activation function as kernels know it: a function of rows in both directions.
///
/// Fused kernels apply it to a row that is still in the cache. Adding an activation is adding one
/// file to this folder.
@safe public struct Activation: Sendable {
  /// The activation's name in the language.
  public let name: String
  /// The slope for negative inputs; 0 where the function has no such parameter.
  let slope: Double

  /// y[i] = f(x[i]) for `count` elements: x, y, count, slope. x and y may be the same.
  typealias Forward =
    @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int, Double) -> Void
  /// dx[i] = dy[i] f'(x[i]), with f' written in terms of y = f(x): dy, y, dx, count, slope. dx may
  /// be the same as dy or y.
  typealias Gradient =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int, Double
    ) -> Void

  private let forward: (f32: Forward, f64: Forward)
  private let gradient: (f32: Gradient, f64: Gradient)

  /// Makes an activation of its compiled row functions.
  init(
    name: String, slope: Double = 0, forwardF32: @escaping Forward, forwardF64: @escaping Forward,
    gradientF32: @escaping Gradient, gradientF64: @escaping Gradient
  ) {
    self.name = name
    self.slope = slope
    unsafe self.forward = (forwardF32, forwardF64)
    unsafe self.gradient = (gradientF32, gradientF64)
  }

  /// The row function for an element type.
  func forward(for element: ElementType) -> ForwardRow {
    unsafe ForwardRow(function: element == .f32 ? forward.f32 : forward.f64, slope: slope)
  }

  /// The gradient's row function for an element type.
  func gradient(for element: ElementType) -> GradientRow {
    unsafe GradientRow(function: element == .f32 ? gradient.f32 : gradient.f64, slope: slope)
  }
}

/// An activation's row function for one element type, as an argument of a kernel.
@safe struct ForwardRow: BitwiseCopyable {
  private let function: Activation.Forward
  private let slope: Double

  init(function: @escaping Activation.Forward, slope: Double) {
    unsafe self.function = function
    self.slope = slope
  }

  /// Computes y = f(x) over `count` elements.
  @inline(__always)
  func callAsFunction<T>(_ x: Row<T>, into y: Row<T>, count: Int) {
    unsafe function(x.address, y.address, count, slope)
  }
}

/// An activation's gradient for one element type, as an argument of a kernel.
@safe struct GradientRow: BitwiseCopyable {
  private let function: Activation.Gradient
  private let slope: Double

  init(function: @escaping Activation.Gradient, slope: Double) {
    unsafe self.function = function
    self.slope = slope
  }

  /// Computes dx = dy f'(x) over `count` elements from y = f(x).
  @inline(__always)
  func callAsFunction<T>(dy: Row<T>, y: Row<T>, into dx: Row<T>, count: Int) {
    unsafe function(dy.address, y.address, dx.address, count, slope)
  }
}
