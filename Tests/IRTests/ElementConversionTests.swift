import IR
import Kernels
import Testing

@Suite struct ElementConversionTests {
  /// A tensor that says its element type in an attribute.
  private struct Zeros: TestOp, ElementTypedOp {
    static let name = "zeros"
    var element = ElementType.f32
    init() {}
    init(_ reader: inout AttributeReader) throws(AttributeError) {}
    var attributes: Attributes { ["element": .word(element.rawValue)] }
    func converted(to element: ElementType) -> Zeros {
      var copy = self
      copy.element = element
      return copy
    }
    func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
      [TensorType(element, [2])]
    }
  }

  @Test func everyRealTensorChanges() throws {
    var graph = Graph(name: "g", seed: 7)
    let origin = Origin(layer: "l", line: 3)
    let x = graph.addInput("x", TensorType(.f32, [2]))
    _ = graph.addInput("labels", TensorType(.i32, [2]))
    let state = graph.addState(
      "w", TensorType(.f32, [2]), role: .parameter, initializer: .constant(1),
      penalty: Penalty(l1: 2), origin: origin)
    let zeros = try graph.add(Zeros(), [])[0]
    let sum = try graph.add(Join(), [x, state], origin: origin)[0]
    graph.addOutput("y", try graph.add(Join(), [sum, zeros])[0])
    graph.addUpdate(0, sum)

    let converted = try graph.converted(to: .f64)
    try converted.verify()
    #expect(
      converted.text
        == graph.text.replacing("f32", with: "f64"))
    #expect(converted.text.contains("i32[2]"))
    #expect(try converted.converted(to: .f32).text == graph.text)
  }
}
