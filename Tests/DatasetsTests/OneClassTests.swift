import Source
import Testing

@testable import Datasets

/// Data in which there is nothing to tell apart is refused where a network is to be trained on it,
/// however it is read. It may be looked at, and models may be asked about it.
@Suite struct OneClassTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ path: String, _ label: String? = nil) throws(InputError) -> Dataset {
    var options = TableOptions()
    options.label = label
    return try DatasetSearch(dataDirectory: folder.path, environment: [:], table: options)
      .open(path)
  }

  /// What a split and folds say of rows with one label.
  private func check(
    _ dataset: Dataset, label: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for method in [SplitMethod.first, .random] {
      var settings = SplitSettings()
      settings.method = method
      let splits: [() throws -> Void] = [
        { _ = try dataset.parts(settings) }, { _ = try dataset.folds(2, settings) },
      ]
      for split in splits {
        let found = try diagnostic(sourceLocation: sourceLocation, split)
        #expect(found.code == "E0327", sourceLocation: sourceLocation)
        #expect(
          found.message.contains("the label \(label):"), "\(found.message)",
          sourceLocation: sourceLocation)
        #expect(found.place == .file(dataset.train.origin), sourceLocation: sourceLocation)
        #expect(
          found.help.contains { $0.contains("--label") } == (dataset.table != nil),
          sourceLocation: sourceLocation)
      }
    }
  }

  @Test(arguments: [UInt8(0), 7]) func idxFiles(label: UInt8) throws {
    try folder.write(idx([3, 2], Array(0..<6)), to: "a/train-images-idx3-ubyte")
    try folder.write(
      idx([3], Array(repeating: label, count: 3)), to: "a/train-labels-idx1-ubyte")
    try check(open("a"), label: "'\(label)'")
  }

  @Test(arguments: [
    (npy("|u1", [3], [0, 0, 0]), "'0'"), (npy("|u1", [3], [4, 4, 4]), "'4'"),
    (npy("|u1", [3, 2], [0, 1, 0, 1, 0, 1]), "'1'"), (npy("|b1", [3, 1], [0, 0, 0]), "'0'"),
    (npy("<f2", [3], [0, 0x38, 0, 0x38, 0, 0x38]), "'0.5'"),
    (
      npy("<f2", [3, 2], [0, 0x38, 0, 0xC0, 0, 0x38, 0, 0xC0, 0, 0x38, 0, 0xC0]), "'0.5, -2.0'"
    ),
  ])
  func arrays(labels: [UInt8], label: String) throws {
    try folder.write(npy("|u1", [3, 2], Array(0..<6)), to: "a/x.npy")
    try folder.write(labels, to: "a/y.npy")
    try check(open("a"), label: label)
    let archive = zip([("x.npy", npy("|u1", [3, 2], Array(0..<6))), ("y.npy", labels)])
    try check(open(folder.write(archive, to: "a.npz")), label: label)
  }

  @Test func pictures() throws {
    for name in ["1", "2", "3"] {
      let picture = try Bitmap(width: 2, height: 2, channels: 1, shade: 1).png()
      try folder.write(picture, to: "a/cat/\(name).png")
    }
    try check(open("a"), label: "'cat'")
  }

  @Test func cifar() throws {
    for number in 1...5 {
      try folder.write(
        [3] + [UInt8](repeating: 0, count: 3072), to: "cifar10/data_batch_\(number).bin")
    }
    try check(open("cifar10"), label: "'cat'")
  }

  @Test(
    arguments: [
      ("a,y\n1,n\n2,n\n3,n\n", nil, "'n'"), ("1,7\n2,7\n3,7\n", nil, "'7'"),
      // One number is one class, however it is written.
      ("1,1\n2,1.0\n3,1e0\n", nil, "'1'"), ("1,0.5\n2,.5\n3,5e-1\n", nil, "'0.5'"),
      ("x,a,b\n1,1,0\n2,1,0\n3,1,0\n", "2-3", "'a'"),
    ] as [(String, String?, String)])
  func tables(text: String, labels: String?, label: String) throws {
    try check(open(folder.write(Array(text.utf8), to: "t.csv"), labels), label: label)
  }

  /// A split that leaves one class to train on says how another one leaves all.
  @Test func aSplitThatLeavesOneClass() throws {
    try folder.write(idx([4, 2], Array(0..<8)), to: "a/train-images-idx3-ubyte")
    try folder.write(idx([4], [0, 0, 1, 1]), to: "a/train-labels-idx1-ubyte")
    let dataset = try open("a")
    var settings = SplitSettings()
    settings.validation = .rows(2)
    let found = try diagnostic { _ = try dataset.parts(settings) }
    #expect(found.code == "E0327")
    #expect(found.help.joined().contains("--split stratified"))
    settings.method = .stratified
    #expect(try dataset.parts(settings).train.classes == [0, 1])
  }

  /// The first rows of a sorted table are of one class, which is not the table's fault.
  @Test func aLimitThatLeavesOneClass() throws {
    let text = "1,n\n2,n\n3,m\n4,m\n"
    let dataset = try open(folder.write(Array(text.utf8), to: "t.csv"))
    var settings = SplitSettings()
    settings.test = Holdout.none
    let found = try diagnostic { _ = try dataset.prefix(2).parts(settings) }
    #expect(found.code == "E0327")
    #expect(found.help.first?.hasPrefix("--limit takes the first 2 rows only") == true)
    let few = try diagnostic { _ = try dataset.prefix(3).parts() }
    #expect(few.code == "E0311")
    #expect(few.help.contains { $0.contains("--limit") })
    #expect(throws: Never.self) { try dataset.prefix(4).parts(settings) }
  }

  @Test func aModelMayBeAskedAboutRowsOfOneClass() throws {
    let path = try folder.write(Array("a,y\n1,n\n2,n\n".utf8), to: "t.csv")
    let model = TrainedTable(
      schema: TableSchema(features: ["a"], labels: ["y"], hasNames: true),
      classNames: ["m", "n"], classNumbers: nil)
    let dataset = try DatasetSearch(dataDirectory: nil, environment: [:], for: model).open(path)
    #expect(try dataset.evaluationRows(for: model)?.classes == [1, 1])
  }
}
