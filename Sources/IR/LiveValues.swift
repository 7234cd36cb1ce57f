extension Graph {
  /// By value, whether an output or an update depends on it, or an update replaces it.
  public func liveValues() -> [Bool] {
    var isLive = [Bool](repeating: false, count: values.count)
    for output in outputs { isLive[output.value.index] = true }
    for update in updates {
      isLive[update.value.index] = true
      isLive[states[update.state].value.index] = true
    }
    for node in nodes.reversed() where node.results.contains(where: { isLive[$0.index] }) {
      for operand in node.operands { isLive[operand.index] = true }
      for result in node.results { isLive[result.index] = true }
    }
    return isLive
  }
}
