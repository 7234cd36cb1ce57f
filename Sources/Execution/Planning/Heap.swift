/// A binary heap: the least element first.
struct Heap<Element: Comparable> {
  private var items: [Element] = []

  /// The least element.
  var first: Element? { items.first }

  /// Adds an element.
  mutating func insert(_ element: Element) {
    items.append(element)
    var child = items.count - 1
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Removes the least element.
  mutating func popFirst() -> Element? {
    guard let first = items.first else { return nil }
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < items.count && items[child] < items[least] {
        least = child
      }
      if least == parent { return first }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
