import Kernels

/// The factor by which one multiplication gives the bits of two, X a b; nil where there may be none.
///
/// One factor must be a power of two, so that multiplying by it rounds nothing, and neither may
/// shrink what the other lets grow: then X a b overflows, or falls below the normal numbers and
/// becomes zero, exactly where X (a b) does. The product must itself be a normal number.
func exactProduct(_ a: Double, _ b: Double, rounding element: ElementType) -> Double? {
  let (a, b) = (element.rounded(a), element.rounded(b))
  guard element.isNormal(a), element.isNormal(b), a.isPowerOfTwo || b.isPowerOfTwo,
    (a.magnitude >= 1 && b.magnitude >= 1) || (a.magnitude <= 1 && b.magnitude <= 1)
  else { return nil }
  return element.isNormal(a * b) ? a * b : nil
}

extension ElementType {
  /// A number as kernels for this element type see it.
  func rounded(_ value: Double) -> Double { self == .f32 ? Double(Float(value)) : value }

  /// Whether a number is a normal one of this element type, neither zero nor infinite.
  fileprivate func isNormal(_ value: Double) -> Bool {
    self == .f32 ? Float(value).isNormal : value.isNormal
  }
}

extension Double {
  fileprivate var isPowerOfTwo: Bool { isNormal && significand == 1 }
}
