import IR
import Operators
import Testing

@Suite struct CatalogTests {
  @Test func namesAreUnique() {
    let layers = Catalog.layers.map { $0.signature.keyword }
    let optimizers = Catalog.optimizers.map { $0.signature.keyword }
    let schedules = Catalog.schedules.map { $0.signature.keyword }
    let losses = Catalog.losses.map { $0.signature.keyword }
    for names in [layers, optimizers, schedules, losses, Catalog.activationNames] {
      #expect(Set(names).count == names.count, "\(names)")
    }
  }

  @Test func everythingHasASummary() {
    let signatures =
      Catalog.layers.map { $0.signature } + Catalog.optimizers.map { $0.signature }
      + Catalog.schedules.map { $0.signature } + Catalog.losses.map { $0.signature }
    for signature in signatures {
      #expect(!signature.summary.isEmpty, "\(signature.keyword)")
      #expect(signature.parameters.allSatisfy { !$0.summary.isEmpty }, "\(signature.keyword)")
      let names = signature.parameters.map(\.name)
      #expect(Set(names).count == names.count, "\(signature.keyword)")
      #expect(
        signature.parameters.map(\.isPositional).drop { $0 }.allSatisfy { !$0 },
        "\(signature.keyword) has named parameters before positional ones")
      for parameter in signature.parameters {
        guard let requirement = parameter.requirement else { continue }
        #expect(names.contains(requirement.parameter))
      }
    }
    for loss in Catalog.losses { #expect(!loss.heads.isEmpty) }
  }

  /// Every activation is a layer, and every layer that is an activation applies the one it names.
  @Test func activationsAreLayers() {
    let layers = Set(Catalog.layers.map { $0.signature.keyword })
    #expect(layers.isSuperset(of: Catalog.activationNames))
    for type in Catalog.activations {
      let name = type.signature.keyword
      let layer = type.init(Arguments())
      #expect(layer.op?.name == (name == "prelu" ? nil : name))
      #expect(layer.activation.map { Swift.type(of: $0).signature.keyword } == name)
    }
    let listed = Catalog.layers.compactMap { $0 as? any ActivationLayer.Type }
    // The statement `sigmoid` is an output layer too, and listed as that.
    #expect(listed.count == Catalog.activations.count - 1)
  }

  @Test func everyHeadHasALoss() {
    for head in [Head.softmax, .sigmoid, .linear] {
      #expect(Catalog.losses.contains { $0.heads.contains(head) })
    }
    let defaults = [Head.softmax, .sigmoid, .linear].map { head in
      Catalog.losses.first { $0.heads.contains(head) }?.signature.keyword
    }
    #expect(defaults == ["cross_entropy", "binary_cross_entropy", "mean_squared"])
  }

  @Test func boundsInWords() {
    #expect(Bounds.atLeast(0, below: 1).description == "at least 0 and below 1")
    #expect(Bounds.above(0).description == "above 0")
    #expect(Bounds.atLeast(0.5).description == "at least 0.5")
    #expect(Bounds.atLeast(0, below: 1).contains(0))
    #expect(!Bounds.atLeast(0, below: 1).contains(1))
    #expect(!Bounds.above(0).contains(0))
    #expect(!Bounds.above(0).contains(.nan))
  }

  /// Only kinks are marked as kinks: where a sign changes, the derivative jumps.
  @Test func kinks() {
    let sharp: [any ActivationOp] = [ReLU(), LeakyReLU(), ELU(alpha: 0.5), SELU()]
    let smooth: [any ActivationOp] = [ELU(), GELU(), SiLU(), Softplus(), Sigmoid(), Tanh()]
    #expect(sharp.allSatisfy { $0.kinkResult == 0 })
    #expect(smooth.allSatisfy { $0.kinkResult == nil })
    #expect(PReLU().kinkResult == nil && PReLU().kinkOperand == 0)
    #expect(ActivationGradient(of: SELU()).decidingOperand == 1)
    #expect(ActivationGradient(of: ELU()).decidingOperand == nil)
    #expect(BiasActivation(ReLU()).kinkResult == 0)
    #expect(BiasActivation(Tanh()).kinkResult == nil)
  }
}
