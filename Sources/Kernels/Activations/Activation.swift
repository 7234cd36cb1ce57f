/// An activation function as kernels know it: a function of rows in both directions.
///
/// Fused kernels apply it to a row that is still in the cache. Adding an activation is adding one
/// file to this folder.
@safe public struct Activation: Sendable {
  /// The activation's name in the language.
  public let name: String
  /// The number that shapes it, such as a slope; 0 where the function has no such parameter.
  let parameter: Double

  /// y[i] = f(x[i]) for `count` elements: x, y, count, parameter. x and y may be the same.
  typealias Forward =
    @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int, Double) -> Void
  /// dx[i] = dy[i] f'(x[i]), with f' written in terms of a point, which is y = f(x), or x itself where
  /// the output does not tell: dy, point, dx, count, parameter. dx may be the same as dy or the point.
  typealias Gradient =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int, Double
    ) -> Void

  private let forward: (f32: Forward, f64: Forward)
  private let gradient: (f32: Gradient, f64: Gradient)

  /// Makes an activation of its compiled row functions.
  init(
    name: String, parameter: Double = 0, forwardF32: @escaping Forward,
    forwardF64: @escaping Forward, gradientF32: @escaping Gradient, gradientF64: @escaping Gradient
  ) {
    self.name = name
    self.parameter = parameter
    unsafe self.forward = (forwardF32, forwardF64)
    unsafe self.gradient = (gradientF32, gradientF64)
  }

  /// The row function for an element type.
  func forward(for element: ElementType) -> ForwardRow {
    unsafe ForwardRow(function: element == .f32 ? forward.f32 : forward.f64, parameter: parameter)
  }

  /// The gradient's row function for an element type.
  func gradient(for element: ElementType) -> GradientRow {
    unsafe GradientRow(
      function: element == .f32 ? gradient.f32 : gradient.f64, parameter: parameter)
  }
}

/// An activation's row function for one element type, as an argument of a kernel.
@safe struct ForwardRow: BitwiseCopyable {
  private let function: Activation.Forward
  private let parameter: Double

  init(function: @escaping Activation.Forward, parameter: Double) {
    unsafe self.function = function
    self.parameter = parameter
  }

  /// Computes y = f(x) over `count` elements.
  @inline(__always)
  func callAsFunction<T>(_ x: Row<T>, into y: Row<T>, count: Int) {
    unsafe function(x.address, y.address, count, parameter)
  }
}

/// An activation's gradient for one element type, as an argument of a kernel.
@safe struct GradientRow: BitwiseCopyable {
  private let function: Activation.Gradient
  private let parameter: Double

  init(function: @escaping Activation.Gradient, parameter: Double) {
    unsafe self.function = function
    self.parameter = parameter
  }

  /// Computes dx = dy f'(x) over `count` elements from the point: y = f(x), or x.
  @inline(__always)
  func callAsFunction<T>(dy: Row<T>, at point: Row<T>, into dx: Row<T>, count: Int) {
    unsafe function(dy.address, point.address, dx.address, count, parameter)
  }
}
