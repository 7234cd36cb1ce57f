import Source

/// The elements of rows in the type they are stored in.
public enum Storage: Sendable {
  /// Bytes, which stand for x / 255.
  case bytes([UInt8])
  /// Values that are used as they are.
  case floats([Float])
}

/// Rows of one shape with a label each.
///
/// A slice shares its storage with the rows it was taken from: the elements of row i are
/// `storage[firstElement + i * elementsPerRow ..< firstElement + (i + 1) * elementsPerRow]`.
public struct Rows: Sendable {
  /// The number of rows.
  public var count: Int { labels.count }
  /// The shape of one row.
  public let shape: [Int]
  /// The elements, row after row, from `firstElement` on; perhaps more behind the last row.
  public let storage: Storage
  /// Where in `storage` the first row begins.
  public let firstElement: Int
  /// What each row is to be told from its elements.
  public let labels: Labels
  /// The class of each row; none where the labels are no classes.
  public var classes: [Int32] { if case .classes(let classes) = labels { classes } else { [] } }
  /// Where the rows come from.
  private let source: RowOrigin
  /// The numbers that the rows have there, counting from 0; nil where `storage` holds all that
  /// there are, so that a row's place in it is its number.
  private let numbers: [Int]?

  /// Makes rows of classes that begin at the start of `storage`.
  ///
  /// - Precondition: `storage` holds the product of `shape` elements for each label.
  public init(shape: [Int], storage: Storage, labels: [Int32], origin: String) {
    self.init(shape: shape, storage: storage, labels: .classes(labels), from: .whole(origin))
  }

  /// Makes rows that begin at the start of `storage`.
  ///
  /// - Precondition: `storage` holds the product of `shape` elements for each label.
  public init(shape: [Int], storage: Storage, labels: Labels, origin: String) {
    self.init(shape: shape, storage: storage, labels: labels, from: .whole(origin))
  }

  /// Makes rows that begin at `firstElement` of `storage`.
  ///
  /// - Precondition: `storage` holds the product of `shape` elements for each label from there on,
  ///   and there are as many `numbers`.
  init(
    shape: [Int], storage: Storage, firstElement: Int = 0, labels: Labels, from source: RowOrigin,
    numbers: [Int]? = nil
  ) {
    let elements =
      switch storage {
      case .bytes(let bytes): bytes.count
      case .floats(let floats): floats.count
      }
    precondition(
      firstElement + labels.count * shape.reduce(1, *) <= elements,
      "rows reach behind their storage")
    self.shape = shape
    self.storage = storage
    self.firstElement = firstElement
    self.labels = labels
    self.source = source
    self.numbers = numbers
  }

  /// The number of elements in a row.
  public var elementsPerRow: Int { shape.reduce(1, *) }

  /// The file that the rows come from, for messages.
  public var origin: String { source.path }

  /// The number that a row has where it comes from, counting from 0.
  public func number(ofRow row: Int) -> Int {
    numbers?[row] ?? firstElement / max(elementsPerRow, 1) + row
  }

  /// Where some of the rows stand, for messages.
  func places(ofRows rows: [Int]) -> [Diagnostic.Place] {
    source.places(
      of: rows.map { (number(ofRow: $0), classes.isEmpty ? nil : Int(classes[$0])) })
  }

  /// The rows of `range`, sharing storage.
  ///
  /// - Precondition: `range` lies within `0 ..< count`.
  public subscript(range: Range<Int>) -> Rows {
    Rows(
      shape: shape, storage: storage,
      firstElement: firstElement + range.lowerBound * elementsPerRow,
      labels: labels[range], from: source, numbers: numbers.map { Array($0[range]) })
  }

  /// Some rows in an order, in storage of their own.
  ///
  /// - Precondition: `places` lie within `0 ..< count`.
  public subscript(places: [Int]) -> Rows {
    let first = firstElement / max(elementsPerRow, 1)
    let stored = places.map { first + $0 }
    let chosen: Storage =
      switch storage {
      case .bytes(let bytes): .bytes(bytes.rows(at: stored, columns: elementsPerRow))
      case .floats(let floats): .floats(floats.rows(at: stored, columns: elementsPerRow))
      }
    return Rows(
      shape: shape, storage: chosen, labels: labels[places], from: source,
      numbers: places.map(number))
  }

  /// The same rows with other labels.
  func labelled(_ labels: Labels) -> Rows {
    Rows(
      shape: shape, storage: storage, firstElement: firstElement, labels: labels, from: source,
      numbers: numbers)
  }

  /// The same rows with other elements.
  ///
  /// - Parameter floats: the elements of these rows alone.
  func stored(as floats: [Float]) -> Rows {
    Rows(
      shape: shape, storage: .floats(floats), labels: labels, from: source,
      numbers: firstElement == 0 ? numbers : (0..<count).map(number))
  }

  /// The first `length` rows, or all where there are fewer.
  public func prefix(_ length: Int) -> Rows { self[0..<min(length, count)] }

  /// The last `length` rows, or all where there are fewer.
  public func suffix(_ length: Int) -> Rows { self[(count - min(length, count))..<count] }
}
