import JSON
import Testing

/// `nnc check --optimised`.
@Suite struct OptimisedCheckTests {
  private let model = "dense 12 relu; batchnorm; dropout 0.1; dense 7 tanh; softmax 3; batch 16"

  @Test func findsTheLevelsAlike() throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", model)
    let outcome = try place.nnc(
      "check", "m.nn", "--optimised", "--data", "./data", "--batches", "2", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try outcome.json()
    #expect(json["sound"]?.boolValue == true)
    let graphs = try #require(json["graphs"]?.arrayValue)
    #expect(
      graphs.map { $0["graph"]?.stringValue } == ["training", "inference", "training", "inference"])
    #expect(graphs.map { $0["element"]?.stringValue } == ["f64", "f64", "f32", "f32"])
    for graph in graphs {
      #expect(graph["batches"]?.intValue == 4)
      #expect((graph["values"]?.intValue ?? 0) > 5)
      #expect(graph["difference"] == .null)
      #expect((graph["worst_value"]?["ratio"]?.doubleValue ?? 1) < 0.1)
      #expect((graph["worst_output_or_state"]?["ratio"]?.doubleValue ?? 1) < 1)
    }
    let passes = graphs.map { $0["passes"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
    #expect(passes[0].contains("fuse-bias-activation"))
    #expect(!passes[0].contains("differentiate"))
    #expect(passes[1].contains("fold-batchnorm"))

    let basic = try place.nnc("check", "m.nn", "--optimised", "--input", "6x6", "-O1")
    #expect(basic.status == 0)
    #expect(basic.output.contains("no value differs by more than its bound"))
    #expect(!basic.output.contains("fuse-bias-activation"))
    let partial = try place.nnc(
      "check", "m.nn", "--optimised", "--input", "6x6", "--disable", "fuse-bias-activation",
      "--batches", "1")
    #expect(partial.status == 0)
    #expect(!partial.output.contains("fuse-bias-activation"))
    #expect(partial.output.contains("fuse-bias-gradient"))
  }

  @Test func takesAGraphsText() throws {
    let place = try Workplace()
    try place.write("m.nn", "input 5; " + model)
    let text = try place.nnc("compile", "m.nn", "--emit", "ir", "-O0").output
    try place.write("m.ir", text)
    let outcome = try place.nnc("check", "m.ir", "--optimised", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let graphs = try #require(try outcome.json()["graphs"]?.arrayValue)
    #expect(graphs.map { $0["element"]?.stringValue } == ["f64", "f32"])
    for graph in graphs {
      #expect(graph["batches"]?.intValue == 3)
      #expect(
        graph["passes"]?.arrayValue?.contains(.string("fuse-bias-activation")) == true)
    }
  }

  @Test(arguments: [
    ["--optimised", "-O0"], ["--optimised", "--batches", "0"], ["--batches", "2"], ["-O0"], ["-O1"],
    ["-O2"], ["--disable", "fuse-bias-activation"], ["--optimised", "--disable", "no-such-pass"],
  ])
  func refusesWhatMakesNoSense(arguments: [String]) throws {
    let place = try Workplace()
    try place.write("m.nn", "input 6; softmax 3")
    #expect(try place.nnc.run(["check", "m.nn"] + arguments).status == 2)
  }
}
