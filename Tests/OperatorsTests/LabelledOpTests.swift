import IR
import Kernels
import Operators
import Source
import Testing

@Suite struct LabelledOpTests {
  private func limits(_ lines: String) throws -> [String: Int] {
    let text = "graph g seed=1 {\n\(lines)\n}\n"
    let graph = try Graph(reading: SourceText(name: "g.ir", text), ops: Catalog.ops)
    let limits = graph.labelLimits()
    return Dictionary(
      uniqueKeysWithValues: graph.inputs.compactMap { id in
        guard case .input(let name) = graph[id].definition else { return nil }
        return limits[id].map { (name, $0) }
      })
  }

  @Test func theFewestClassesCount() throws {
    let found = try limits(
      """
      input %a: i32[4]
      input %b: i32[4]
      input %z: f32[4,10]
      input %narrow: f32[4,3]
      %0: f32[4] = softmax_cross_entropy(%z, %a)
      %1: f32[4] = argmax_equals(%narrow, %a)
      %2: f32[4,10] = subtract_one_hot(%z, %b)
      """)
    #expect(found == ["a": 3, "b": 10])
  }

  @Test func oneColumnTellsTwoClassesApart() throws {
    let found = try limits(
      """
      input %a: i32[4]
      input %b: i32[4]
      input %c: i32[4]
      input %z: f32[4,1]
      %0: f32[4] = sign_equals(%z, %a)
      %1: f64[4,1] = one_hot(%b) {element=f64, columns=1}
      %2: f32[4] = argmax_equals(%z, %c)
      """)
    #expect(found == ["a": 2, "b": 2, "c": 1])
  }

  @Test func labelsAreSeenThroughViews() throws {
    let found = try limits(
      """
      input %a: i32[2,2]
      input %unread: i32[4]
      %0: i32[4] = reshape(%a) {shape=[4]}
      %1: f32[4,5] = one_hot(%0) {element=f32, columns=5}
      """)
    #expect(found == ["a": 5])
  }
}
