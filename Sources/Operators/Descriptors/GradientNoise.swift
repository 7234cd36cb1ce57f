public import IR
import Kernels

/// Normal noise on each gradient, behind clipping, as the `gradient_noise` statement says; see `Noise`.
///
/// Source: Neelakantan et al., "Adding gradient noise improves learning for very deep networks", 2015.
public struct GradientNoise: Hashable, Sendable {
  /// The noise's standard deviation, above 0.
  public var deviation: Double

  /// Noise of this deviation.
  public init(deviation: Double) { self.deviation = deviation }

  /// Adds the nodes, each of which belongs to a layer and line. Their random streams are numbered on
  /// from those that the graph has.
  public func add(
    to gradients: [(value: ValueID, origin: Origin?)], _ rewriter: inout Rewriter
  ) throws(ShapeError) -> [ValueID] {
    let step = rewriter.input("step", TensorType(.i32, []))
    let sites = rewriter.graph.nodes.compactMap(\.op.randomSite)
    var site = (sites.max() ?? -1) + 1
    return try gradients.map { (gradient) throws(ShapeError) in
      defer { site += 1 }
      let noise = Noise(deviation: deviation, site: site)
      return try rewriter.add(noise, [gradient.value, step], origin: gradient.origin)[0]
    }
  }
}
