import Source

extension NPYArray {
  /// The elements as elements of rows: bytes without a sign stay bytes, all others become single
  /// precision.
  ///
  /// - Throws: E0310 for an element that is not finite in single precision.
  func storage() throws(InputError) -> Storage {
    if element.kind == .unsigned, element.size == 1 { return .bytes(payload) }
    let floats = floats
    if let index = floats.firstIndex(where: { !$0.isFinite }) {
      let rowSize = sizes.dropFirst().reduce(1, *)
      throw failure(
        "E0310",
        "element \(index % rowSize) of row \(index / rowSize) is not a finite number in single "
          + "precision")
    }
    return .floats(floats)
  }

  /// The elements in single precision.
  private var floats: [Float] {
    stride(from: 0, to: payload.count, by: element.size).map {
      element.float(element.bits(payload, at: $0))
    }
  }

  /// The elements as labels. Classes are one whole number a row, from 0; or a row per label with a 1 in
  /// the column of its class and 0 in all others. Plain numbers are fractions and what is no class,
  /// such as rows of other whole numbers: single whole numbers in floats count as classes up to 99.
  ///
  /// - Parameter kind: what the labels of other rows are, so that these must be the same.
  /// - Returns: The labels, and how many classes they may have.
  /// - Throws: E0309 for labels that are neither, E0310 for numbers that are not finite.
  func labels(
    like kind: Labels? = nil
  ) throws(InputError) -> (labels: Labels, classCount: Int) {
    guard sizes.count <= 2 else {
      throw failure("E0309", "labels need one axis or two, this array has \(sizes.count)")
    }
    let columns = sizes.dropFirst().reduce(1, *)
    switch kind {
    case .values(_, columns)?: return (try values(columns), 0)
    case .values(_, let others)?:
      throw failure("E0309", "\(columns) numbers label a row here, \(others) do in training rows")
    case .classes?: return try columns == 1 ? classes() : oneHotClasses(columns)
    default: break
    }
    if columns > 1 { return try isOneHot(columns) ? oneHotClasses(columns) : (values(columns), 0) }
    let largest = element.kind == .float ? 99 : NPYArray.largestClass
    return try isWhole(below: largest + 1) ? classes() : (values(1), 0)
  }

  /// A class beyond this is taken for damage: every class costs an output and a name.
  private static var largestClass: Int { 65_535 }

  private func integer(_ index: Int) -> Int? {
    element.integer(element.bits(payload, at: index * element.size))
  }

  private func isWhole(below limit: Int) -> Bool {
    (0..<sizes[0]).allSatisfy { integer($0).map { (0..<limit).contains($0) } ?? false }
  }

  private func values(_ columns: Int) throws(InputError) -> Labels {
    let floats = floats
    if let index = floats.firstIndex(where: { !$0.isFinite }) {
      throw failure("E0310", "the label of row \(index / columns) is not a finite number")
    }
    return .values(floats, columns: columns)
  }

  private func classes() throws(InputError) -> (labels: Labels, classCount: Int) {
    var classes: [Int32] = []
    classes.reserveCapacity(sizes[0])
    for row in 0..<sizes[0] {
      guard let label = integer(row), (0...NPYArray.largestClass).contains(label) else {
        throw failure(
          "E0309",
          "label \(element.float(element.bits(payload, at: row * element.size))) of row \(row) is "
            + "not a class: they go from 0 to at most \(NPYArray.largestClass)")
      }
      classes.append(Int32(label))
    }
    return (.classes(classes), Int(classes.max() ?? 0) + 1)
  }

  /// The class of a row whose `columns` elements are one 1 and otherwise 0; nil for others.
  private func oneHotClass(_ row: Int, _ columns: Int) -> Int? {
    var place: Int?
    for column in 0..<columns {
      switch integer(row * columns + column) {
      case 0: break
      case 1 where place == nil: place = column
      default: return nil
      }
    }
    return place
  }

  private func isOneHot(_ columns: Int) -> Bool {
    (0..<sizes[0]).allSatisfy { oneHotClass($0, columns) != nil }
  }

  private func oneHotClasses(
    _ columns: Int
  ) throws(InputError) -> (labels: Labels, classCount: Int) {
    guard columns <= NPYArray.largestClass + 1 else {
      throw failure("E0309", "\(columns) classes are too many")
    }
    var classes: [Int32] = []
    classes.reserveCapacity(sizes[0])
    for row in 0..<sizes[0] {
      guard let label = oneHotClass(row, columns) else {
        throw failure(
          "E0309", "row \(row) of the labels is not one-hot: a 1 for its class and 0 for all others"
        )
      }
      classes.append(Int32(label))
    }
    return (.classes(classes), columns)
  }
}
