public import IR

/// What nnc knows by name, one line each: the only list of operators, layers, optimizers,
/// schedules and losses. Initialisers, which are formulas and no types, are listed in `NamedInitializer`.
public enum Catalog {
  /// The element-wise activations, which other operators take as an attribute.
  static let activationOps: [any ActivationOp.Type] = [
    ReLU.self, LeakyReLU.self, ELU.self, SELU.self, GELU.self, SiLU.self, Softplus.self,
    Sigmoid.self, Tanh.self,
  ]

  /// The activations, each of which is a layer of its own and an argument of `dense`.
  public static let activations: [any ActivationLayer.Type] = [
    ReLULayer.self, LeakyReLULayer.self, PReLULayer.self, ELULayer.self, SELULayer.self,
    GELULayer.self, SiLULayer.self, SoftplusLayer.self, SigmoidLayer.self, TanhLayer.self,
  ]

  /// The operators.
  public static let ops = OpTable(
    activationOps + [
      Matmul.self, AddBias.self, ColumnSum.self, ScaleRows.self, ScaleColumns.self, ShiftScale.self,
      Reshape.self,
      Transpose.self,
      ActivationGradient.self, BiasActivation.self, BiasActivationGradient.self, AddActivation.self,
      PReLU.self, PReLUGradient.self, PReLUSlopeGradient.self,
      Add.self, Multiply.self, Scale.self, Constant.self, Broadcast.self, Sum.self, Mean.self,
      Sign.self,
      RowAbsoluteSum.self, RowSquareSum.self,
      Softmax.self, SoftmaxCrossEntropy.self, SubtractOneHot.self,
      SoftmaxCrossEntropyGradient.self, SoftmaxCrossEntropyWithGradient.self,
      SigmoidCrossEntropy.self, SigmoidCrossEntropyGradient.self,
      SquaredError.self, SquaredErrorGradient.self, AbsoluteError.self,
      AbsoluteErrorGradient.self, HuberError.self, HuberErrorGradient.self, OneHot.self,
      ClassWeight.self, ArgmaxEquals.self, SignEquals.self,
      Batchnorm.self, BatchnormGradient.self, BatchnormActivation.self,
      BatchnormActivationGradient.self, BatchnormInference.self, BatchnormGain.self,
      BatchnormShift.self, MovingAverage.self,
      Layernorm.self, LayernormGradient.self, LayernormParameterGradient.self, Noise.self,
      Dropout.self, DropoutGradient.self, DropoutActivation.self, DropoutActivationGradient.self,
      SGDUpdate.self, MomentumUpdate.self, RMSpropUpdate.self, AdamUpdate.self,
      AdamaxUpdate.self, AdagradUpdate.self,
      SquareSum.self, ClipFactor.self, ClipNorm.self, ClipValue.self,
    ])

  /// The layers. `sigmoid` without a size inside a network is `SigmoidLayer`.
  public static let layers: [any Layer.Type] = [
    StandardizeLayer.self, MinmaxLayer.self,
    Dense.self, BatchnormLayer.self, LayernormLayer.self, DropoutLayer.self, NoiseLayer.self,
    ReLULayer.self, LeakyReLULayer.self, PReLULayer.self, ELULayer.self, SELULayer.self,
    GELULayer.self, SiLULayer.self, SoftplusLayer.self, TanhLayer.self,
    SoftmaxOutput.self, SigmoidOutput.self, LinearOutput.self,
  ]

  /// The optimizers; the first is the default.
  public static let optimizers: [any Optimizer.Type] = [
    Adam.self, SGD.self, Momentum.self, Nesterov.self, RMSprop.self, AdamW.self, Adamax.self,
    Adagrad.self,
  ]

  /// The schedules; the first is the default.
  public static let schedules: [any Schedule.Type] = [
    ConstantRate.self, StepDecay.self, ExponentialDecay.self, CosineDecay.self, CyclicRate.self,
    OneCycle.self, PlateauDecay.self,
  ]

  /// The losses; the first that understands a head is its default.
  public static let losses: [any Loss.Type] = [
    CrossEntropy.self, BinaryCrossEntropy.self, MeanSquared.self, MeanAbsolute.self, Huber.self,
  ]

  /// The activations' names.
  public static let activationNames = activations.map { $0.signature.keyword }

  /// The activation of a name, with those of a statement's arguments that are its own.
  static func activation(_ name: String, _ arguments: Arguments) -> (any ActivationLayer)? {
    guard let type = activations.first(where: { $0.signature.keyword == name }) else { return nil }
    return type.init(arguments)
  }

  /// What the activations take, as arguments of a statement whose argument `activation` names one.
  static var activationParameters: [Parameter] {
    var parameters: [Parameter] = []
    for type in activations {
      let name = type.signature.keyword
      for var parameter in type.signature.parameters {
        if let index = parameters.firstIndex(where: { $0.name == parameter.name }) {
          parameters[index].requirement?.words.append(name)
          parameters[index].summary += "; \(parameter.summary)"
        } else {
          parameter.isPositional = false
          parameters.append(parameter.requiring("activation", [name]))
        }
      }
    }
    return parameters
  }
}
