import Foundation
import Testing

/// Results are never written over what a command reads.
@Suite struct OutputFileTests {
  @Test func inputsAreKept() throws {
    let place = try Workplace()
    try place.write("t.csv", "a,b,kind\n1,2,x\n2,1,y\n3,1,x\n4,4,y\n5,2,x\n6,1,y\n7,3,x\n8,2,y\n")
    try place.write("m.nn", "input 2; dense 4 relu; softmax 2; epochs 1\n")
    try place.write("m.svg", "input 2; dense 4 relu; softmax 2\n")
    try place.writeData("pictures")
    let trained = try place.nnc("run", "m.nn", "--data", "t.csv", "--label", "kind", "--out", "r")
    #expect(trained.status == 0, "\(trained.errors)")
    try FileManager.default.createSymbolicLink(
      atPath: place.folder + "/link.csv", withDestinationPath: place.folder + "/t.csv")
    func bytes(_ name: String) throws -> Data {
      try Data(contentsOf: URL(filePath: place.folder + "/" + name))
    }
    let cases: [(file: String, command: [String])] = [
      ("t.csv", ["predict", "r", "--data", "t.csv", "--csv", "t.csv"]),
      ("t.csv", ["predict", "r", "--data", "./t.csv", "--csv", "link.csv"]),
      ("r/model.json", ["predict", "r", "--data", "t.csv", "--csv", "r/model.json"]),
      ("r/model.safetensors", ["inspect", "r/model.json", "--csv", "r/model.safetensors"]),
      ("m.nn", ["compile", "m.nn", "-o", "m.nn"]),
      ("m.svg", ["compile", "m.svg", "--memory-map", "m.svg"]),
      ("m.nn", ["bench", "m.nn", "--trace", "../\(lastComponent(place.folder))/m.nn"]),
      (
        "pictures/train-images-idx3-ubyte",
        ["data", "info", "./pictures", "--png", "pictures/train-images-idx3-ubyte"]
      ),
    ]
    for (file, command) in cases {
      let before = try bytes(file)
      let outcome = try place.nnc.run(command)
      #expect(outcome.status == 1, "\(command)")
      #expect(outcome.errors.contains("error[E0753]"), "\(command): \(outcome.errors)")
      #expect(try bytes(file) == before, "\(command)")
    }
    // Another file may be written as often as one likes.
    for _ in 0..<2 {
      let outcome = try place.nnc("predict", "r", "--data", "t.csv", "--csv", "p.csv")
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  private func lastComponent(_ path: String) -> String { URL(filePath: path).lastPathComponent }
}
