import IR
import Operators
import Testing

@Suite struct ConstantTests {
  @Test("A value that single precision cannot hold is refused, as it would become infinite")
  func valueBeyondSinglePrecision() throws {
    func constant(_ element: String, _ value: Double) throws -> Constant {
      let attributes: Attributes = [
        "element": .word(element), "shape": .integers([2]), "value": .real(value),
      ]
      var reader = AttributeReader(attributes)
      return try Constant(&reader)
    }
    let error = #expect(throws: AttributeError.self) { try constant("f32", -1e39) }
    #expect(error?.name == "value")
    #expect(error?.message == "'value' is beyond the range of f32")
    #expect(try constant("f64", -1e39).value == -1e39)
    #expect(try constant("f32", 3.4e38).value == 3.4e38)
  }
}
