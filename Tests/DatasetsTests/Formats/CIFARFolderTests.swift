import Foundation
import Source
import Testing

@testable import Datasets

@Suite struct CIFARFolderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for number in 1...5 {
      try folder.write(record(UInt8(number)) + record(0), to: "cifar10/data_batch_\(number).bin")
    }
    try folder.write(record(9), to: "cifar10/test_batch.bin")
  }

  /// Red pixels count up, green ones are the label, blue ones are 255.
  private func record(_ label: UInt8) -> [UInt8] {
    [label] + (0..<1024).map { UInt8($0 % 251) } + [UInt8](repeating: label, count: 1024)
      + [UInt8](repeating: 255, count: 1024)
  }

  private func open() throws(InputError) -> Dataset {
    try DatasetSearch(dataDirectory: folder.path, environment: [:]).open("cifar10")
  }

  @Test func recordsBecomePixelsOfThreeBytes() throws {
    let dataset = try open()
    #expect(dataset.inputShape == [32, 32, 3])
    #expect(dataset.train.classes == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
    let pixels = bytes(of: dataset.train)
    #expect(pixels.count == 10 * 3072)
    #expect(Array(pixels[..<9]) == [0, 1, 255, 1, 1, 255, 2, 1, 255])
    #expect(Array(pixels[(2 * 3072)...].prefix(6)) == [0, 2, 255, 1, 2, 255])
    #expect(dataset.test?.classes == [9])
    #expect(dataset.classNames[9] == "truck")
    #expect(dataset.defaultValidation == .none)
  }

  @Test func namesFromTheFile() throws {
    let names = (0..<10).map { "class \($0)" }
    try folder.write(
      Array((names.joined(separator: "\r\n") + "\r\n\r\n").utf8), to: "cifar10/batches.meta.txt")
    #expect(try open().classNames == names)
    try folder.write(Array("one\n".utf8), to: "cifar10/batches.meta.txt")
    #expect(try diagnostic { _ = try open() }.code == "E0307")
  }

  @Test func damageIsFound() throws {
    let path = "\(folder.path)/cifar10/data_batch_3.bin"
    try folder.write(record(3) + record(10), to: "cifar10/data_batch_3.bin")
    var found = try diagnostic { _ = try open() }
    #expect(found.place == .file(path))
    #expect(found.message.contains("label 10 of row 1, at byte 3073"))
    for length in [0, 1, 3072, 3074, 6145] {
      try folder.write(
        Array((record(3) + record(0)).prefix(length)), to: "cifar10/data_batch_3.bin")
      found = try diagnostic { _ = try open() }
      #expect(found.code == "E0305")
      #expect(found.place == .file(path))
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(try diagnostic { _ = try open() }.message.contains("data_batch_3.bin"))
  }

  @Test func theFolderItselfIsTakenForThisNameOnly() throws {
    let search = DatasetSearch(dataDirectory: "\(folder.path)/cifar10", environment: [:])
    #expect(try search.open("cifar10").classCount == 10)
    #expect(try diagnostic { _ = try search.open("mnist") }.code == "E0301")
  }
}
