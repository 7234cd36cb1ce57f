import Source

extension NPYArray {
  /// The elements as elements of rows: bytes without a sign stay bytes, all others become single
  /// precision.
  ///
  /// - Throws: E0310 for an element that is not finite in single precision.
  func storage() throws(InputError) -> Storage {
    if element.kind == .unsigned, element.size == 1 { return .bytes(payload) }
    var floats: [Float] = []
    floats.reserveCapacity(payload.count / element.size)
    for offset in stride(from: 0, to: payload.count, by: element.size) {
      floats.append(element.float(element.bits(payload, at: offset)))
    }
    if let index = floats.firstIndex(where: { !$0.isFinite }) {
      let rowSize = sizes.dropFirst().reduce(1, *)
      throw failure(
        "E0310",
        "element \(index % rowSize) of row \(index / rowSize) is not a finite number in single "
          + "precision")
    }
    return .floats(floats)
  }

  /// The elements as labels of classes: one whole number a row, or a row per label with a 1 in the
  /// column of its class and 0 in all others.
  ///
  /// - Throws: E0309 for anything else.
  func labels() throws(InputError) -> (labels: [Int32], classCount: Int) {
    let columns = sizes.dropFirst().reduce(1, *)
    guard sizes.count <= 2 else {
      throw failure("E0309", "labels need one axis, or two where they are one-hot: not \(sizes)")
    }
    guard columns == 1 else { return (try oneHotLabels(columns), columns) }
    guard element.kind != .float else {
      throw failure("E0309", "labels of classes are whole numbers, these are floats")
    }
    var labels: [Int32] = []
    labels.reserveCapacity(sizes[0])
    for row in 0..<sizes[0] {
      let bits = element.bits(payload, at: row * element.size)
      guard let label = element.integer(bits), (0...NPYArray.largestLabel).contains(label) else {
        throw failure(
          "E0309",
          "label \(element.integer(bits).map(String.init) ?? "\(bits)") of row \(row) is not a "
            + "class: labels go from 0 to at most \(NPYArray.largestLabel)")
      }
      labels.append(Int32(label))
    }
    return (labels, Int(labels.max() ?? 0) + 1)
  }

  /// A label beyond this is taken for damage: every class costs an output and a name.
  private static var largestLabel: Int { 65_535 }

  private func oneHotLabels(_ columns: Int) throws(InputError) -> [Int32] {
    guard columns <= NPYArray.largestLabel + 1 else {
      throw failure("E0309", "\(columns) classes are too many")
    }
    var labels: [Int32] = []
    labels.reserveCapacity(sizes[0])
    for row in 0..<sizes[0] {
      let values = (0..<columns).map {
        element.integer(element.bits(payload, at: (row * columns + $0) * element.size))
      }
      guard values.allSatisfy({ $0 == 0 || $0 == 1 }), values.count(where: { $0 == 1 }) == 1,
        let label = values.firstIndex(of: 1)
      else {
        throw failure(
          "E0309", "row \(row) of the labels is not one-hot: a 1 for its class and 0 for all others"
        )
      }
      labels.append(Int32(label))
    }
    return labels
  }
}
