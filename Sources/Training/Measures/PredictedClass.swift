/// The class that a row's outputs tell: of several the first largest, of a single probability 1
/// where it exceeds a threshold, else 0.
///
/// - Precondition: there is an output.
public func predictedClass(_ outputs: [Double], threshold: Double = 0.5) -> Int {
  precondition(!outputs.isEmpty, "a row has at least one output")
  guard outputs.count > 1 else { return outputs[0] > threshold ? 1 : 0 }
  var best = 0
  for index in outputs.indices where outputs[index] > outputs[best] { best = index }
  return best
}
