/// A list of elements for each index, all in one array.
///
/// The planner reads lists by the million, so that what is here is inlined into other modules.
@frozen
public struct Lists<Element> {
  @usableFromInline var starts = [0]
  @usableFromInline var elements: [Element] = []

  /// No lists yet, with room for a number of them.
  @inlinable
  public init(capacity: Int) { starts.reserveCapacity(capacity + 1) }

  /// Sorts elements into lists by the index they come with, and keeps their order.
  @inlinable
  public init(count: Int, _ pairs: [(index: Int, element: Element)]) {
    guard let first = pairs.first else {
      self.init(capacity: count)
      for _ in 0..<count { endList() }
      return
    }
    self.init(count: count, filler: first.element) { add in
      for pair in pairs { add(pair.index, pair.element) }
    }
  }

  /// The same of elements that `visit` hands over one by one, each time it is called; `filler` is any
  /// element.
  @inlinable
  public init(
    count: Int, filler: Element,
    _ visit: (_ add: (_ index: Int, _ element: Element) -> Void) -> Void
  ) {
    var starts = [Int](repeating: 0, count: count + 1)
    visit { index, _ in starts[index + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var elements = [Element](repeating: filler, count: starts[count])
    var ends = starts
    visit { index, element in
      elements[ends[index]] = element
      ends[index] += 1
    }
    self.starts = starts
    self.elements = elements
  }

  /// Adds an element to the list that is being made.
  @inlinable
  public mutating func append(_ element: Element) { elements.append(element) }

  /// Ends the list that is being made.
  @inlinable
  public mutating func endList() { starts.append(elements.count) }

  /// The number of lists that were ended.
  @inlinable
  public var count: Int { starts.count - 1 }

  /// The elements of the list that is being made.
  @inlinable
  public var open: ArraySlice<Element> { elements[(starts.last ?? 0)...] }

  /// The elements of a list.
  @inlinable
  public subscript(index: Int) -> ArraySlice<Element> {
    elements[starts[index]..<starts[index + 1]]
  }
}

extension Lists: Sendable where Element: Sendable {}
