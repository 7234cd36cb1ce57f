/// A list of elements for each index, all in one array.
struct Lists<Element> {
  private var starts = [0]
  private var elements: [Element] = []

  /// No lists yet, with room for a number of them.
  init(capacity: Int) { starts.reserveCapacity(capacity + 1) }

  /// Sorts elements into lists by the index they come with, and keeps their order.
  init(count: Int, _ pairs: [(index: Int, element: Element)]) {
    starts = Array(repeating: 0, count: count + 1)
    for pair in pairs { starts[pair.index + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    guard let filler = pairs.first?.element else { return }
    elements = Array(repeating: filler, count: pairs.count)
    var ends = starts
    for pair in pairs {
      elements[ends[pair.index]] = pair.element
      ends[pair.index] += 1
    }
  }

  /// Adds an element to the list that is being made.
  mutating func append(_ element: Element) { elements.append(element) }

  /// Ends the list that is being made.
  mutating func endList() { starts.append(elements.count) }

  /// The number of lists that were ended.
  var count: Int { starts.count - 1 }

  /// The elements of the list that is being made.
  var open: ArraySlice<Element> { elements[(starts.last ?? 0)...] }

  subscript(index: Int) -> ArraySlice<Element> { elements[starts[index]..<starts[index + 1]] }
}
