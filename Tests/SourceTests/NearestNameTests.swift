import Source
import Testing

@Suite("Nearest name")
struct NearestNameTests {
  private let names = ["dense", "batchnorm", "dropout", "softmax", "relu", "leaky_relu", "tanh"]

  @Test(
    "A mistyped name is recognised",
    arguments: [
      ("rleu", "relu"), ("relo", "relu"), ("reluu", "relu"), ("ReLU", "relu"), ("dens", "dense"),
      ("batch_norm", "batchnorm"), ("bacthnrom", "batchnorm"), ("sofmtax", "softmax"),
      ("drop_out", "dropout"), ("leakyrelu", "leaky_relu"), ("relu", "relu"),
    ])
  func near(word: String, name: String) {
    #expect(nearestName(to: word, among: names) == name)
  }

  @Test("A name of something else is not", arguments: ["conv", "", "x", "activation", "ab"])
  func far(word: String) {
    #expect(nearestName(to: word, among: names) == nil)
  }

  @Test("Of names equally near, the order of the alphabet decides")
  func ties() {
    #expect(nearestName(to: "l3", among: ["l2", "l1"]) == "l1")
    #expect(nearestName(to: "l3", among: ["l1", "l2"]) == "l1")
    #expect(nearestName(to: "l2", among: ["l1", "l2"]) == "l2")
    #expect(nearestName(to: "x", among: ["a", "b"]) == nil)
    #expect(nearestName(to: "x", among: [] as [String]) == nil)
  }
}
