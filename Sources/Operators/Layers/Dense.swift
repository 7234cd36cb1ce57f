public import IR

/// `dense N [activation]`: a fully connected layer, Y = f(X W + b).
///
/// Shapes: X [rows, inputs] (rows of higher rank are flattened), W [inputs, N], b [N], Y [rows, N].
/// The weights start by the initialiser that suits the activation, the biases at 0. In training the
/// weights may carry normal noise.
public struct Dense: Layer {
  public static let signature = Signature(
    "dense", "fully connected layer",
    [
      Parameter("units", .integer(1...unitLimit), positional: true, required: true, "outputs"),
      Parameter(
        "activation", .word(noun: "activation", choices: Catalog.activationNames),
        positional: true, "activation behind it, none by default"),
    ] + weightParameters + Catalog.activationParameters)

  /// The largest number of outputs of a layer.
  static let unitLimit = 1 << 24

  /// What layers with weights take besides their size.
  static let weightParameters = [
    Parameter("init", .initializer, "initialiser of the weights, by the activation by default"),
    Parameter("bias_init", .initializer, "initialiser of the biases, zeros by default"),
    Parameter(
      "weight_noise", .real(.atLeast(0)),
      "standard deviation of normal noise on the weights in training"),
    Parameter("l1", .factor, "factor of the sum of |W|, in place of the model's"),
    Parameter("l2", .factor, "factor of the sum of W^2, in place of the model's"),
  ]

  public let activation: (any ActivationLayer)?
  private let units: Int
  private let arguments: Arguments

  public init(_ arguments: Arguments) {
    self.arguments = arguments
    units = arguments.integer("units") ?? 1
    activation = arguments.word("activation").flatMap { Catalog.activation($0, arguments) }
  }

  public func outputShape(of input: [Int]) -> [Int] { [units] }

  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let affine = try Self.affine(
      input, units: units, arguments, before: activation ?? builder.followingActivation, &builder)
    guard let activation else { return affine }
    return try activation.expand(affine, &builder)
  }

  /// X W + b, for every layer that has it.
  static func affine(
    _ input: ValueID, units: Int, _ arguments: Arguments, before activation: (any ActivationLayer)?,
    _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let rows = try builder.flattened(input)
    let inputs = builder.shape(of: rows)[1]
    let named = arguments.initializer("init") ?? .standard(before: activation)
    var weight = try builder.weight(
      "weight", [inputs, units], named.resolved(fanIn: inputs, fanOut: units),
      l1: arguments.real("l1"), l2: arguments.real("l2"))
    if let deviation = arguments.real("weight_noise") {
      weight = try builder.addNoise(to: weight, deviation: deviation)
    }
    let first = arguments.initializer("bias_init") ?? .zeros
    let bias = builder.vector("bias", units, first.resolved(fanIn: inputs, fanOut: units))
    let product = try builder.add(Matmul(), rows, weight)
    return try builder.add(AddBias(), product, bias)
  }
}
