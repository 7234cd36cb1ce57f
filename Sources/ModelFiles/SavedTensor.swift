public import Source

/// A parameter or statistic of a saved model.
public struct SavedTensor: Hashable, Sendable {
  /// Its name, such as `dense1.weight`: the layer's and its own.
  public let name: String
  /// Its shape; a weight is [inputs, outputs].
  public let shape: [Int]
  /// Its elements, row by row.
  public let values: [Float]
}

extension SavedModel {
  /// The parameters and statistics, in the order of the layers.
  ///
  /// - Throws: E0422 where there are none.
  public func tensors() throws(InputError) -> [SavedTensor] {
    guard let weights else { throw Self.untrained }
    return weights.tensors.tensors.map { tensor in
      let values = (0..<tensor.bytes.count / 4).map { index in
        let bits = (0..<4).reduce(UInt32(0)) { bits, byte in
          bits | UInt32(tensor.bytes[4 * index + byte]) << UInt32(8 * byte)
        }
        return Float(bitPattern: bits)
      }
      return SavedTensor(name: tensor.name, shape: tensor.shape, values: values)
    }
  }
}
