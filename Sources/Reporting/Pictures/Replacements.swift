import IR

/// What the new nodes of an optimised graph stand in for: the operators that are gone from the same
/// part of the same layer.
struct Replacements: Sendable {
  private struct Home: Hashable {
    var origin: Origin?
    var part: StepPart
  }
  private var texts: [NodeID: String] = [:]

  /// The operators that a new node replaces, alone or together with other new nodes of its layer.
  subscript(node: NodeID) -> String? { texts[node] }

  init(from old: Graph, to new: Graph) {
    let (oldParts, newParts) = (StepParts(old), StepParts(new))
    var gone: [Home: [String]] = [:]
    for id in old.nodes(missingIn: new).sorted() {
      gone[Home(origin: old[id].origin, part: oldParts[id]), default: []].append(old[id].op.name)
    }
    for id in new.nodes(missingIn: old) {
      let names = gone[Home(origin: new[id].origin, part: newParts[id])]
      if let names { texts[id] = names.joined(separator: ", ") }
    }
  }
}
