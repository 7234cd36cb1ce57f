import IR
import Kernels
import Operators

/// Values for the inputs of a graph that nobody has data for, by the graph's seed.
///
/// Tensors of floating point are uniform between 0 and 1, or normal; vectors of whole numbers are
/// labels of classes that the graph tells apart, 2 where it reads them otherwise. A floating-point
/// scalar is a learning rate, and a whole one is the number of the step.
struct MadeUpInputs {
  /// What tensors of floating point are drawn from.
  enum Distribution {
    /// From 0 to 1, as bytes of pictures become.
    case uniform
    /// The standard normal distribution.
    case normal
  }

  /// One input.
  struct Input {
    let name: String
    let type: TensorType
    /// Row by row, the values of as many batches as were asked for; one for scalars.
    let values: [Double]
  }

  /// The inputs in the graph's order.
  let inputs: [Input]

  /// Values for some batches.
  ///
  /// - Parameters:
  ///   - step: the number of the step, from 1; each has other values.
  ///   - batches: how many batches there are of an input of some type.
  init(
    _ graph: Graph, step: Int = 1, _ distribution: Distribution = .uniform,
    learningRate: Double = 1e-3, batches: (TensorType) -> Int = { _ in 1 }
  ) {
    let limits = graph.labelLimits()
    var random = RandomStream(seed: graph.seed, stream: 0x696E_7075 + UInt64(step - 1) << 32)
    inputs = graph.inputs.compactMap { id in
      guard case .input(let name) = graph[id].definition else { return nil }
      let type = graph.type(of: id)
      let indices = 0..<(type.count * batches(type))
      let values: [Double] =
        switch (type.rank, type.element.isFloatingPoint) {
        case (0, true): [learningRate]
        case (0, false): [Double(step)]
        case (_, true):
          switch distribution {
          case .uniform: indices.map { _ in random.uniform() }
          case .normal: indices.map { _ in random.normal() }
          }
        case (_, false): indices.map { _ in Double(random.below(limits[id] ?? 2)) }
        }
      return Input(name: name, type: type, values: values)
    }
  }
}
