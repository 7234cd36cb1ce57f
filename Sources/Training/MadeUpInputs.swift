import IR
import Kernels
import Operators

/// Values for the inputs of a graph that nobody has data for, by the graph's seed.
///
/// Tensors of floating point are uniform between 0 and 1; vectors of whole numbers are labels of
/// classes that the graph tells apart, 2 where it reads them otherwise. A floating-point scalar is
/// 0.001, as a learning rate may be, and a whole one is 1, the number of the first step.
struct MadeUpInputs {
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
  init(_ graph: Graph, batches: (TensorType) -> Int = { _ in 1 }) {
    let limits = graph.labelLimits()
    var random = RandomStream(seed: graph.seed, stream: 0x696E_7075)
    var inputs: [Input] = []
    for id in graph.inputs {
      guard case .input(let name) = graph[id].definition else { continue }
      let type = graph.type(of: id)
      let count = type.count * batches(type)
      let values: [Double]
      if type.rank == 0 {
        values = [type.element.isFloatingPoint ? 0.001 : 1]
      } else if type.element.isFloatingPoint {
        values = (0..<count).map { _ in random.uniform() }
      } else {
        let classes = limits[id] ?? 2
        values = (0..<count).map { _ in Double(random.below(classes)) }
      }
      inputs.append(Input(name: name, type: type, values: values))
    }
    self.inputs = inputs
  }
}
