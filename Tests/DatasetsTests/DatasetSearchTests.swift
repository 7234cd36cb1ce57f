import Foundation
import Source
import Testing

@testable import Datasets

@Suite struct DatasetSearchTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theOrderOfTheSearch() throws {
    let places = [
      "own/mnist", "own", "env/mnist", "env", "cache/nnc/mnist",
    ]
    for place in places { try folder.writeSmallSet(in: place) }
    let search = DatasetSearch(
      dataDirectory: "\(folder.path)/own",
      environment: [
        "NNC_DATA": "\(folder.path)/env", "XDG_CACHE_HOME": "\(folder.path)/cache",
      ])
    for place in places {
      #expect(try search.open("mnist").folder == "\(folder.path)/\(place)")
      for file in smallSet.keys {
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(place)/\(file)")
      }
    }
    let found = try diagnostic { _ = try search.open("mnist") }
    #expect(found.code == "E0301")
    for place in places {
      #expect(found.help.contains { $0.contains("\(folder.path)/\(place)") })
    }
    #expect(found.help.contains { $0.contains("four IDX files") })
  }

  @Test func theCacheFolderIsInTheHomeFolderByDefault() throws {
    try folder.writeSmallSet(in: ".cache/nnc/mine")
    let search = DatasetSearch(dataDirectory: nil, environment: ["HOME": folder.path])
    #expect(try search.open("mine").name == "mine")
  }

  @Test(arguments: ["fashion", "fashion-mnist", "fashion_mnist"])
  func otherNames(name: String) throws {
    try folder.writeSmallSet(in: "fashion_mnist")
    let dataset = try DatasetSearch(dataDirectory: folder.path, environment: [:]).open(name)
    #expect(dataset.name == "fashion")
    #expect(dataset.folder == "\(folder.path)/fashion_mnist")
    // A small set of that name is not the published one.
    #expect(dataset.defaultValidation == .none)
    #expect(dataset.classNames == ["0", "1", "2"])
  }

  @Test func aFolderNamedAfterAnotherDataSetIsNotTakenForThisOne() throws {
    try folder.writeSmallSet(in: "fashion")
    let search = DatasetSearch(dataDirectory: "\(folder.path)/fashion", environment: [:])
    #expect(try search.open("fashion").name == "fashion")
    #expect(try diagnostic { _ = try search.open("mnist") }.code == "E0301")
  }

  @Test func aNameThatIsNotKnown() throws {
    let search = DatasetSearch(dataDirectory: nil, environment: ["NNC_DATA": folder.path])
    let found = try diagnostic { _ = try search.open("fasion") }
    #expect(found.message.contains("'fasion'"))
    #expect(found.help.contains { $0.contains("'fashion'") })
    #expect(found.help.contains { $0.contains("\(folder.path)/fasion") })
  }

  @Test func foldersAndFiles() throws {
    let search = DatasetSearch(dataDirectory: nil, environment: [:])
    try folder.writeSmallSet(in: "mine")
    #expect(try search.open("\(folder.path)/mine/").name == "mine")
    #expect(try diagnostic { _ = try search.open("\(folder.path)/yours") }.code == "E0301")
    let file = try folder.write([1], to: "file")
    #expect(try diagnostic { _ = try search.open(file) }.message.contains("a file"))
    #expect(try diagnostic { _ = try search.open("") }.code == "E0301")
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/share/datasets/fashion-mnist"),
      "needs the Debian package dataset-fashion-mnist"))
  func fashion() throws {
    let dataset = try DatasetSearch(dataDirectory: nil, environment: [:]).open("fashion")
    #expect(dataset.inputShape == [28, 28])
    #expect(dataset.classCount == 10)
    #expect(dataset.classNames[9] == "Ankle boot")
    #expect(dataset.defaultValidation == .rows(5_000))
    #expect(dataset.train.count == 60_000)
    #expect(dataset.train.classes.prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
    let test = try #require(dataset.test)
    #expect(test.count == 10_000)
    for label in Int32(0)..<10 {
      #expect(dataset.train.classes.count { $0 == label } == 6_000)
      #expect(test.classes.count { $0 == label } == 1_000)
    }
    // The mean of all training pixels, as it is widely published.
    let sum = bytes(of: dataset.train).reduce(0) { $0 + Int($1) }
    #expect(abs(Double(sum) / (60_000 * 784 * 255) - 0.2860) < 5e-5)
  }
}
