/// The known name that a mistyped one most likely stands for, to ask "did you mean ...?"; nil if
/// none is near.
///
/// Near means: at most a third of the longer name's characters, and at most one in names of up to
/// five, are changed, left out, added or swapped with the next one. Upper and lower case count as
/// equal. Of names equally near, the first in the order of the alphabet is taken, so that the
/// answer does not depend on the order of `names`.
public func nearestName(to word: String, among names: some Sequence<String>) -> String? {
  let letters = Array(word.lowercased().unicodeScalars)
  var best: (name: String, distance: Int)?
  for name in names {
    let other = Array(name.lowercased().unicodeScalars)
    let limit = max(1, max(letters.count, other.count) / 3)
    guard abs(letters.count - other.count) <= limit else { continue }
    let distance = editDistance(letters, other)
    // Names that have nothing in common are not near, however short they are.
    guard distance <= limit, distance < max(letters.count, other.count) else { continue }
    if best.map({ (distance, name) < ($0.distance, $0.name) }) ?? true { best = (name, distance) }
  }
  return best?.name
}

/// How many characters have to be changed, removed, inserted or swapped with their neighbour to
/// turn one text into the other, no stretch being changed twice: the restricted distance of
/// F. J. Damerau, "A technique for computer detection and correction of spelling errors", 1964.
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  // Rows of the table of distances between the first i of `a` and the first j of `b`.
  var previous: [Int] = []
  var row = Array(0...b.count)
  for i in a.indices {
    var next = [i + 1]
    next.reserveCapacity(b.count + 1)
    for j in b.indices {
      var distance = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        distance = min(distance, previous[j - 1] + 1)
      }
      next.append(distance)
    }
    (previous, row) = (row, next)
  }
  return row[b.count]
}
