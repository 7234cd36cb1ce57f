public import IR
public import Kernels
public import Operators
public import Source

extension Model {
  /// Lowers the model to a forward graph for batches of `rows` rows.
  ///
  /// Inputs: `rows` [rows, shape...] and `labels`, i32 [rows] for classes, floating point
  /// [rows, outputs] for plain numbers. Outputs: `prediction` [rows,
  /// outputs], the mean data `loss` f64, and where rows can be right or wrong, the `accuracy` f64.
  /// In training mode batch normalisation uses the batch's own figures and updates its averages.
  ///
  /// - Throws: `InputError` where a tensor of the model is too large.
  public func lower(
    rows: Int, element: ElementType = .f32, mode: Mode
  ) throws(InputError) -> Graph {
    var graph = Graph(name: mode.rawValue, seed: settings.seed)
    let input = graph.addInput(BatchInputs.rows, TensorType(element, [rows] + inputShape))
    let labels = graph.addInput(BatchInputs.labels, targets.type(rows: rows, element))
    var builder = LayerBuilder(
      graph, element: element, mode: mode, penalty: Penalty(l1: settings.l1, l2: settings.l2),
      classCounts: classCounts)
    let following = followingActivations()
    var value = input
    for (index, placed) in layers.enumerated() {
      builder.turn(
        to: Origin(layer: placed.name, line: placed.line), followingActivation: following[index])
      value = try sized(placed) { () throws(ShapeError) in
        try placed.layer.expand(value, &builder)
      }
    }
    if let last = layers.last {
      try sized(last) { () throws(ShapeError) in
        try addOutputs(scores: value, labels: labels, &builder)
      }
    }
    return builder.graph
  }

  /// The activation that acts on each layer's affine part from behind: the next layer that is one,
  /// seen through layers that keep the scale.
  private func followingActivations() -> [(any ActivationLayer)?] {
    var following: (any ActivationLayer)?
    return Array(
      layers.reversed().map { placed in
        defer {
          if !placed.layer.isTransparent { following = placed.layer as? any ActivationLayer }
        }
        return following
      }.reversed())
  }

  /// Says at which layer a tensor became too large.
  private func sized<Result>(
    _ placed: PlacedLayer, _ body: () throws(ShapeError) -> Result
  ) throws(InputError) -> Result {
    do {
      return try body()
    } catch {
      throw InputError(
        Diagnostic(
          code: "E0217", "'\(placed.name)' \(error.description)",
          at: .text(source, placed.range), label: "too large",
          help: ["give this layer or the one before fewer units, or train on smaller batches"]))
    }
  }

  private func addOutputs(
    scores: ValueID, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) {
    try builder.graph.type(of: labels).checkLimit()
    let prediction =
      switch head {
      case .softmax: try builder.add(Softmax(), scores)
      case .sigmoid: try builder.add(Sigmoid(), scores)
      case .linear: scores
      }
    builder.graph.addOutput("prediction", prediction)
    let losses = try loss.expand(scores: scores, head: head, labels: labels, &builder)
    builder.graph.addOutput("loss", try builder.add(Mean(), losses))
    guard head != .linear else { return }
    let hits =
      outputCount == 1
      ? try builder.add(SignEquals(), scores, labels)
      : try builder.add(ArgmaxEquals(), scores, labels)
    builder.graph.addOutput("accuracy", try builder.add(Mean(), hits))
  }
}

extension Targets {
  /// The type of the labels of so many rows.
  fileprivate func type(rows: Int, _ element: ElementType) -> TensorType {
    switch self {
    case .classes: TensorType(.i32, [rows])
    case .values(let columns): TensorType(element, [rows, columns])
    }
  }
}
