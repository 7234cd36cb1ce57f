import Foundation
import Testing

/// `nnc run --tensorboard`.
@Suite struct TensorBoardTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeData()
    try place.write("m.nn", "dense 4 relu; softmax 3; l2 1e-3; epochs 4; checkpoint every=2\n")
  }

  private func path(_ run: String, _ part: String) -> String {
    "\(place.folder)/\(run)/\(part)/events.out.tfevents.nnc"
  }

  /// The messages of a log, by the lengths that stand before them.
  private func messages(_ run: String, _ part: String) throws -> [ArraySlice<UInt8>] {
    var rest = try [UInt8](Data(contentsOf: URL(filePath: path(run, part))))[...]
    var messages: [ArraySlice<UInt8>] = []
    while !rest.isEmpty {
      let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      messages.append(rest.dropFirst(12).prefix(length))
      #expect(messages.last?.count == length)
      rest = rest.dropFirst(12 + length + 4)
    }
    return messages
  }

  @Test func logsHaveARecordAnEpoch() throws {
    let outcome = try place.nnc(
      "run", "m.nn", "--data", "./data", "--valid", "9", "--tensorboard", "--out", "a")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(", train/events.out.tfevents.nnc, validation/events.out."))
    #expect(try messages("a", "train").count == 1 + 4)
    #expect(try messages("a", "validation").count == 1 + 4)
  }

  @Test func withoutValidationRowsThereIsOneLog() throws {
    let outcome = try place.nnc(
      "run", "m.nn", "--data", "./data", "--valid", "none", "--tensorboard", "--out", "a")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try messages("a", "train").count == 1 + 4)
    #expect(!FileManager.default.fileExists(atPath: path("a", "validation")))
  }

  /// They would be drawn beside those of the run that is in the folder now.
  @Test func logsOfAnEarlierRunAreRemoved() throws {
    let options = ["run", "m.nn", "--data", "./data", "--out", "a"]
    func exists(_ part: String) -> Bool { FileManager.default.fileExists(atPath: path("a", part)) }
    #expect(try place.nnc.run(options + ["--valid", "9", "--tensorboard"]).status == 0)
    #expect(try place.nnc.run(options + ["--valid", "none", "--tensorboard"]).status == 0)
    #expect(exists("train") && !exists("validation"))
    #expect(try place.nnc.run(options).status == 0)
    #expect(!exists("train"))
  }

  /// The log of a run that goes on begins anew, with the epochs that were done before: none twice.
  @Test func aRunThatGoesOnHasAllItsEpochs() throws {
    let outcome = try place.nnc(
      "run", "m.nn", "--data", "./data", "--valid", "9", "--tensorboard", "--out", "a")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let more = try place.nnc("run", "--resume", "a", "--epochs", "6", "--tensorboard")
    #expect(more.status == 0, "\(more.errors)")
    #expect(try messages("a", "train").count == 1 + 6)
    // Where there are logs, they go on without being asked for.
    let still = try place.nnc("run", "--resume", "a", "--epochs", "8")
    #expect(still.status == 0, "\(still.errors)")
    #expect(try messages("a", "train").count == 1 + 8)
  }

  @Test(.enabled(if: hasTensorBoard, "needs Python's tensorboard"))
  func tensorBoardReadsTheHistory() throws {
    let outcome = try place.nnc(
      "run", "m.nn", "--data", "./data", "--valid", "9", "--tensorboard", "--out", "a")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let read = try python(
      """
      import csv, numpy, sys
      from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
      epochs = list(csv.DictReader(open('a/history.csv')))
      columns = {
        'train': {'loss': 'train_data_loss', 'accuracy': 'train_accuracy',
          'learning_rate': 'learning_rate', 'loss_with_penalties': 'train_loss'},
        'validation': {'loss': 'valid_loss', 'accuracy': 'valid_accuracy'}}
      for part, names in columns.items():
        events = EventAccumulator('a/' + part)
        events.Reload()
        assert sorted(events.Tags()['scalars']) == sorted(names), events.Tags()
        for tag, column in names.items():
          found = [(event.step, event.value) for event in events.Scalars(tag)]
          written = [(int(e['epoch']), float(numpy.float32(e[column]))) for e in epochs]
          assert found == written, (tag, found, written)
      print('same')
      """)
    #expect(read == "same\n")
  }

  private func python(_ program: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    process.currentDirectoryURL = URL(filePath: place.folder)
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let hasTensorBoard: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c", "import tensorboard.backend.event_processing.event_accumulator",
    ]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}
