import Source

/// What the labels of a table stand for: found out from the training rows, and applied to others.
struct LabelEncoding {
  /// How labels are turned into numbers.
  enum Kind {
    /// Classes by their text.
    case texts([String: Int32])
    /// Classes by their number.
    case numbers([Double: Int32])
    /// One column a class: it holds 1 for the row's class, the others hold 0.
    case oneHot
    /// Plain numbers.
    case values
  }

  let kind: Kind
  /// The names of the classes; none for plain numbers.
  let classNames: [String]
  /// The number that each class stands for, where it is one.
  let classNumbers: [Float]?

  /// Whole numbers are taken for classes where there are at most so many different ones.
  static let mostNumbers = 100
  /// More classes than this are taken for damage: every class costs an output and a name.
  private static let mostClasses = 65_536

  /// The encoding of a file's labels.
  ///
  /// - Throws: E0322 for text among numbers, E0323 for numbers that are infinite or beyond single
  ///   precision, E0327 where there are too many texts for classes.
  init(of file: TableFile) throws(InputError) {
    guard file.labels.count == 1 else {
      self = try Self.several(file)
      return
    }
    let texts = file.labels[0].texts
    let name = quoted(file.names[file.columns.labels[0]])
    let numbers = Set(texts.compactMap(\.number))
    let others = texts.filter { $0.number == nil }
    let infinite = numbers.isEmpty ? [] : others.filter { file.text.isInfinite($0.cell) }
    guard infinite.isEmpty else {
      throw file.error(
        "E0323",
        infinite.map {
          ("\(file.place($0.row, file.columns.labels[0])) is not a finite number", $0.cell)
        },
        help: [
          "there are numbers among the labels, so that this is no word; correct it, or leave it "
            + "empty and give --missing drop"
        ])
    }
    let areClasses =
      numbers.count <= Self.mostNumbers
      && numbers.allSatisfy { $0 == $0.rounded() && abs($0) <= 0x1p24 }
    if others.isEmpty {
      try Self.checkRange(file)
      self =
        areClasses ? Self.classes(numbers.sorted(), file.header) : LabelEncoding(.values, [], nil)
      return
    }
    guard areClasses else {
      throw file.error(
        "E0322",
        others.map { ("\(file.place($0.row, file.columns.labels[0])) is not a number", $0.cell) },
        help: ["the other labels in this column are plain numbers"])
    }
    guard texts.count <= Self.mostClasses, texts.count < max(file.rowCount, 20) else {
      throw InputError(
        "E0327",
        "the label column \(name) has \(texts.count) different texts in \(file.rowCount) rows: "
          + "these are no classes", in: file.path, help: ["--label NAME or NUMBER chooses another"])
    }
    let names = texts.map(\.text).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
    self = LabelEncoding(.texts(Self.indices(names)), names, nil)
  }

  /// The encoding that a model knows its classes by; plain numbers where it has none.
  init(classNames: [String], numbers: [Float]?, labelCount: Int) {
    if labelCount > 1 {
      self.init(classNames.isEmpty ? .values : .oneHot, classNames, nil)
    } else if classNames.isEmpty {
      self.init(.values, [], nil)
    } else if let numbers {
      self.init(.numbers(Self.indices(numbers.map { Double($0) })), classNames, numbers)
    } else {
      self.init(.texts(Self.indices(classNames)), classNames, nil)
    }
  }

  private init(_ kind: Kind, _ classNames: [String], _ classNumbers: [Float]?) {
    self.kind = kind
    self.classNames = classNames
    self.classNumbers = classNumbers
  }

  private static func indices<Key>(_ keys: [Key]) -> [Key: Int32] {
    Dictionary(zip(keys, 0...), uniquingKeysWith: { first, _ in first })
  }

  private static func classes(_ numbers: [Double], _ header: TableHeader) -> LabelEncoding {
    var names = numbers.map { String(Int($0)) }
    if case .counts(_, let given) = header, given.count == numbers.count,
      numbers == given.indices.map(Double.init)
    {
      names = given
    }
    return LabelEncoding(.numbers(indices(numbers)), names, numbers.map { Float($0) })
  }

  private static func several(_ file: TableFile) throws(InputError) -> LabelEncoding {
    for (index, column) in file.labels.enumerated() {
      let others = column.texts.filter { $0.number == nil }
      guard others.isEmpty else {
        throw file.error(
          "E0322",
          others.map {
            ("\(file.place($0.row, file.columns.labels[index])) is not a number", $0.cell)
          }, help: ["several label columns are plain numbers"])
      }
    }
    try checkRange(file)
    let isOneHot =
      file.labels.allSatisfy { $0.texts.allSatisfy { $0.number == 0 || $0.number == 1 } }
      && (0..<file.rowCount).allSatisfy { row in file.classes(ofOneHot: row).count == 1 }
    guard isOneHot else { return LabelEncoding(.values, [], nil) }
    return LabelEncoding(.oneHot, file.columns.labels.map { file.names[$0] }, nil)
  }

  private static func checkRange(_ file: TableFile) throws(InputError) {
    for (index, column) in file.labels.enumerated() {
      let beyond = column.texts.filter { $0.number.map { !Float($0).isFinite } ?? false }
      guard beyond.isEmpty else {
        throw file.error(
          "E0323",
          beyond.map {
            (
              "\(file.place($0.row, file.columns.labels[index])) is beyond single precision",
              $0.cell
            )
          }, help: [])
      }
    }
  }
}
