import IR

/// An activation as an attribute of another operator: `{function=relu}`, `{function=leaky_relu,
/// slope=0.01}`.
struct FusedActivation: Sendable {
  /// The activation.
  let op: any ActivationOp

  /// Wraps an activation.
  init(_ op: any ActivationOp) { self.op = op }

  /// Reads `function` and that function's own attributes.
  init(_ attributes: inout AttributeReader) throws(AttributeError) {
    let name = try attributes.word("function")
    guard let type = Catalog.activationOps.first(where: { $0.name == name }) else {
      throw AttributeError("function", "there is no activation '\(name)'")
    }
    op = try type.init(&attributes)
  }

  /// `function` and that function's own attributes.
  var attributes: Attributes {
    let function: Attributes = ["function": .word(op.name)]
    return function + op.attributes
  }
}
