import Source
import Testing
import Training

@testable import Reporting

@Suite struct HistoryReadingTests {
  private func read(_ text: String) throws -> [EpochRecord] {
    try HistoryTable(reading: SourceText(name: "h.csv", text)).history
  }

  private static let history = [
    EpochRecord(
      epoch: 1, trainLoss: 0.1 + 0.2, trainDataLoss: 1e-9, trainAccuracy: nil, validLoss: 2.5,
      validAccuracy: nil, learningRate: 0.001, seconds: 3.25),
    EpochRecord(
      epoch: 4, trainLoss: -1, trainDataLoss: 1e30, trainAccuracy: 0.5, validLoss: nil,
      validAccuracy: nil, learningRate: 0, seconds: 0),
  ]

  @Test func readsWhatItWrites() throws {
    #expect(try read(HistoryTable(Self.history).csv) == Self.history)
    #expect(try read(HistoryTable([]).csv).isEmpty)
    // Without the columns that are not needed, and with other ends of lines.
    let short = try read(
      "epoch,seconds,train_loss,train_data_loss,learning_rate\r\n2,1,0.5,0.25,0.1")
    #expect(short.map(\.epoch) == [2])
    #expect(short.first?.trainDataLoss == 0.25)
    #expect(short.first?.validLoss == nil)
  }

  private static let head = "epoch,train_loss,train_data_loss,learning_rate,seconds"
  private static let damages: [(text: String, line: Int, column: Int, message: String)] = [
    ("epoch,train_los", 1, 7, "no column 'train_los'"),
    ("epoch,seconds,epoch", 1, 15, "comes twice"),
    ("", 1, 1, "no column ''"),
    ("epoch,train_loss\n1,2\n", 1, 1, "lacks column 'train_data_loss'"),
    (head + "\n1,2,3,4\n", 2, 1, "4 cells, the head has 5"),
    (head + "\n1,0.5,x,0.1,2\n", 2, 7, "'x' is not a number"),
    (head + "\n1,0.5,nan,0.1,2\n", 2, 7, "'nan' is not a number"),
    (head + "\n1,0.5,0.5,,2\n", 2, 11, "no 'learning_rate'"),
    (head + "\n1,0.5,0.5,0.1,2\n1,0.5,0.5,0.1,2\n", 3, 1, "go up"),
    (head + "\n1.5,0.5,0.5,0.1,2\n", 2, 1, "whole numbers"),
    (head + "\n1,0.5,0.5,0.1,2\n\n2,0.5,0.5,0.1,2\n", 3, 1, "1 cell, the head has 5"),
  ]

  @Test(arguments: damages)
  func saysWhereItIsDamaged(text: String, line: Int, column: Int, message: String) throws {
    let error = #expect(throws: InputError.self) { _ = try read(text) }
    let diagnostic = try #require(error?.diagnostics.first)
    #expect(diagnostic.code == "E0431")
    #expect(diagnostic.message.contains(message), "\(diagnostic.message)")
    guard case .text(let source, let range) = diagnostic.place else {
      Issue.record("no place")
      return
    }
    #expect(source.position(of: range.start) == SourcePosition(line: line, column: column))
  }
}
