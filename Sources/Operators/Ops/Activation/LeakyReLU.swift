public import IR
public import Kernels

/// `leaky_relu`: y = x where x > 0, else slope x; its derivative is 1 or the slope.
///
/// Source: Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models",
/// 2013. The slope must be positive, so that the output's sign is the input's.
public struct LeakyReLU: ActivationOp {
  public static let name = "leaky_relu"
  /// The slope for negative inputs.
  public var slope: Double

  /// A unit with this slope.
  public init(slope: Double = 0.01) { self.slope = slope }

  public init(_ arguments: Arguments) { slope = arguments.real("slope") ?? 0.01 }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    slope = try attributes.positive("slope")
  }

  public var attributes: Attributes { ["slope": .real(slope)] }
  public var kernel: Kernels.Activation { .leakyReLU(slope: slope) }
  public var hasSignDerivative: Bool { true }
  public var kinkResult: Int? { 0 }
}
