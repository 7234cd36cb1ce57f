import Foundation
import JSON
import Testing

/// `nnc data`.
@Suite struct DataCommandTests {
  @Test func listsWhatThereIs() throws {
    let place = try Workplace()
    let text = try place.nnc("data", "list")
    #expect(text.status == 0)
    for name in ["fashion", "cifar10", "iris", "spirals"] { #expect(text.output.contains(name)) }
    let list = try place.nnc("data", "list", "--format", "json").json()["datasets"]?.arrayValue
    #expect(list?.first { $0["name"]?.stringValue == "iris" }?["train_rows"]?.intValue == 120)
  }

  @Test func looksAtADataSet() throws {
    let place = try Workplace()
    try place.writeData()
    let text = try place.nnc("data", "info", "./data", "--png", "sheet.png")
    #expect(text.status == 0)
    #expect(text.output.contains("rows of 6x6 (bytes, used as x / 255), 3 classes"))
    #expect(text.output.contains("sheet.png: a row of samples for each class"))
    let png = try Data(contentsOf: URL(fileURLWithPath: place.folder + "/sheet.png"))
    #expect(Array(png.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    let json = try place.nnc("data", "info", "./data", "--limit", "9", "--format", "json").json()
    #expect(json["train_rows"]?.intValue == 9)
  }

  @Test func looksAtATableWithMissingCells() throws {
    let place = try Workplace()
    try place.write("t.csv", "kind,a,b\nx,1,2\ny,,4\nx,3,9\n")
    let json = try place.nnc("data", "info", "t.csv", "--label", "kind", "--format", "json").json()
    let columns = json["columns"]?.arrayValue ?? []
    #expect(columns.map { $0["name"]?.stringValue } == ["a", "b"])
    #expect(columns.map { $0["missing"]?.intValue } == [1, 0])
    #expect(columns.map { $0["mean"]?.doubleValue } == [2, 5])
    let refused = try place.nnc("data", "info", "iris", "--label", "species")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("E0709"))
  }

  @Test func refusesWhatItCannotDraw() throws {
    let place = try Workplace()
    // Three columns without classes.
    try place.write("t.csv", "1,2,3,0.5\n4,5,6,1.5\n7,8,1,2.5\n")
    let drawn = try place.nnc("data", "info", "t.csv", "--png", "t.png")
    #expect(drawn.status == 1)
    #expect(drawn.errors.contains("E0720"))
    #expect(!FileManager.default.fileExists(atPath: place.folder + "/t.png"))
    let unknown = try place.nnc("data", "info", "irs")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("did you mean 'iris'?"))
    let lost = try place.nnc("data", "info", "xor", "--png", "absent/xor.png")
    #expect(lost.errors.contains("E0410"))
  }

  @Test func builtInSetsAreTrainedOn() throws {
    let place = try Workplace()
    try place.write("m.nn", "dense 16 tanh; softmax 3; optimizer adam lr=0.02; epochs 60; batch 16")
    let run = try place.nnc("run", "m.nn", "--data", "iris", "--no-save", "--format", "json")
    #expect(run.status == 0, "\(run.errors)")
    #expect((try run.json()["test_accuracy"]?.doubleValue ?? 0) >= 0.8)
  }
}
