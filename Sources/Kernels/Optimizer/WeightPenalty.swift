/// What the penalty l1 sum |W| + l2 sum W^2 adds to a weight's gradient: 2 l2 W + l1 sign W.
public struct WeightPenalty: BitwiseCopyable, Sendable {
  private let l1: Double
  private let l2: Double

  /// A penalty with these factors.
  public init(l1: Double, l2: Double) {
    self.l1 = l1
    self.l2 = l2
  }

  /// No penalty.
  public static let none = WeightPenalty(l1: 0, l2: 0)

  /// The gradient of the loss with the penalty, from that of the loss without it: the same bits as
  /// the penalties' own gradients, added up, and then the loss's.
  @inline(__always)
  func gradient<T: Scalar>(_ gradient: Lanes<T>, at w: Lanes<T>) -> Lanes<T> {
    if l2 == 0 { return l1 == 0 ? gradient : signs(of: w) * T(l1) + gradient }
    let decay = w * (2 * T(l2))
    return l1 == 0 ? decay + gradient : decay + signs(of: w) * T(l1) + gradient
  }
}

/// -1, 0 or 1 by the sign of each number; NaN where it is NaN.
@inline(__always)
func signs<T: Scalar>(of x: Lanes<T>) -> Lanes<T> {
  let upper = T.choose(.zero, atMost: x, Lanes(repeating: 1), otherwise: x)
  let lower = T.choose(.zero, atMost: x, .zero, otherwise: Lanes(repeating: -1))
  return T.choose(x, atMost: .zero, lower, otherwise: upper)
}
