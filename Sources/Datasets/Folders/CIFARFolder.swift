import Source

/// A folder with CIFAR-10 in its binary version: five files of rows to train on and perhaps one to test
/// on. A record is a label and 32x32 pixels, all red ones first, then all green, then all blue ones.
///
/// Rows get the shape [32, 32, 3], pixel by pixel, as pictures from every other format have it.
///
/// Source: Krizhevsky, "The CIFAR-10 dataset", https://www.cs.toronto.edu/~kriz/cifar.html.
struct CIFARFolder: DatasetLayout {
  /// Where it is.
  let path: String

  private static let trainingFiles = (1...5).map { "data_batch_\($0).bin" }
  private static let testFile = "test_batch.bin"
  private static let pixels = 1024
  private static let recordSize = 1 + 3 * pixels
  static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  var holdsFiles: Bool {
    (CIFARFolder.trainingFiles + [CIFARFolder.testFile]).contains {
      FileKind(path: "\(path)/\($0)") != nil
    }
  }

  func read(name: String, known: KnownDataset?) throws(InputError) -> Dataset {
    let missing = CIFARFolder.trainingFiles.filter { FileKind(path: "\(path)/\($0)") == nil }
    guard missing.isEmpty else {
      throw InputError(
        "E0307", "the folder holds CIFAR-10, but not \(missing.joined(separator: ", "))", in: path)
    }
    let train = try rows(CIFARFolder.trainingFiles)
    let test =
      FileKind(path: "\(path)/\(CIFARFolder.testFile)") == nil
      ? nil : try rows([CIFARFolder.testFile])
    return try Dataset(
      read: name, folder: path, train: train, test: test, classNames: try classNames(),
      known: known)
  }

  /// Reads the records of files, one after the other.
  private func rows(_ files: [String]) throws(InputError) -> Rows {
    var labels: [Int32] = []
    var pixels: [UInt8] = []
    for file in files {
      let path = "\(path)/\(file)"
      let records = try readFile(path, limit: physicalMemory / 2, code: "E0302")
      guard !records.isEmpty, records.count % CIFARFolder.recordSize == 0 else {
        throw InputError(
          "E0305",
          "the file has \(records.count) bytes, which is not a whole number of records of "
            + "\(CIFARFolder.recordSize)", in: path)
      }
      pixels.reserveCapacity(pixels.count + records.count)
      for start in stride(from: 0, to: records.count, by: CIFARFolder.recordSize) {
        let label = records[start]
        guard label < CIFARFolder.classNames.count else {
          throw InputError(
            "E0309",
            "label \(label) of row \(start / CIFARFolder.recordSize), at byte \(start), "
              + "is not among the 10 classes", in: path)
        }
        labels.append(Int32(label))
        for pixel in (start + 1)..<(start + 1 + CIFARFolder.pixels) {
          pixels.append(records[pixel])
          pixels.append(records[pixel + CIFARFolder.pixels])
          pixels.append(records[pixel + 2 * CIFARFolder.pixels])
        }
      }
    }
    return Rows(
      shape: [32, 32, 3], storage: .bytes(pixels), labels: labels, origin: "\(path)/\(files[0])")
  }

  /// The names in `batches.meta.txt`, one a line, where the file is there.
  private func classNames() throws(InputError) -> [String] {
    let path = "\(path)/batches.meta.txt"
    guard FileKind(path: path) != nil else { return CIFARFolder.classNames }
    let text = String(decoding: try readFile(path, limit: 1 << 16, code: "E0302"), as: UTF8.self)
    let names = text.split(whereSeparator: \.isNewline).map { printable($0.trimmingSpaces()) }
      .filter { !$0.isEmpty }
    guard names.count == CIFARFolder.classNames.count, Set(names).count == names.count else {
      throw InputError(
        "E0307", "10 different class names are needed, one a line; here are \(names.count)",
        in: path)
    }
    return names
  }
}

extension Substring {
  /// Without spaces at either end.
  fileprivate func trimmingSpaces() -> Substring {
    let start = drop { $0.isWhitespace }
    return start[
      ..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) }
        ?? start.startIndex)]
  }
}
