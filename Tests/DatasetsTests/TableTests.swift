import Foundation
import Source
import Testing

@testable import Datasets

/// Tables from the file to rows.
@Suite struct TableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, name: String = "t.csv", for model: TrainedTable? = nil,
    _ change: (inout TableOptions) -> Void = { _ in }
  ) throws -> Dataset {
    try read(Array(text.utf8), name: name, for: model, change)
  }

  private func read(
    _ bytes: [UInt8], name: String = "t.csv", for model: TrainedTable? = nil,
    _ change: (inout TableOptions) -> Void = { _ in }
  ) throws -> Dataset {
    var options = TableOptions()
    change(&options)
    let path = try folder.write(bytes, to: name)
    return try DatasetSearch(
      dataDirectory: nil, environment: [:], table: options, for: model
    ).open(path)
  }

  /// What is wrong with a text: code, line and column of each fault.
  private func faults(
    _ text: String, name: String = "t.csv", _ change: (inout TableOptions) -> Void = { _ in }
  ) -> [String] {
    faults { _ = try read(text, name: name, change) }
  }

  private func faults(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let error as InputError {
      return error.diagnostics.map { diagnostic in
        guard case .text(let source, let range) = diagnostic.place else { return diagnostic.code }
        let place = source.position(of: range.start)
        return "\(diagnostic.code) \(place.line):\(place.column)"
      }
    } catch {
      return ["\(error)"]
    }
  }

  private func floats(_ rows: Rows) -> [Float] {
    guard case .floats(let floats) = rows.storage else { return [] }
    return Array(floats[rows.firstElement..<(rows.firstElement + rows.count * rows.elementsPerRow)])
  }

  // MARK: What is read

  @Test func aTableWithAHeaderAndTextLabels() throws {
    let dataset = try read("a,b,kind\n1,2,red\n3,4.5,blue\n-5,6e1,red\n")
    #expect(dataset.name == "t")
    #expect(dataset.inputShape == [2])
    #expect(floats(dataset.train) == [1, 2, 3, 4.5, -5, 60])
    #expect(dataset.train.classes == [1, 0, 1])
    #expect(dataset.classNames == ["blue", "red"])
    #expect(dataset.classNumbers == nil)
    #expect(dataset.test == nil)
    #expect(
      dataset.table == TableSchema(features: ["a", "b"], labels: ["kind"], hasNames: true))
  }

  @Test func wholeNumbersAreClassesAndStandForThemselves() throws {
    let dataset = try read("1,10\n2,9\n3,10\n4,-2\n")
    #expect(dataset.train.classes == [2, 1, 2, 0])
    #expect(dataset.classNames == ["-2", "9", "10"])
    #expect(dataset.table == TableSchema(features: ["1"], labels: ["2"], hasNames: false))
    #expect(dataset.valued(outputs: 1).train.labels == .values([10, 9, 10, -2], columns: 1))
    #expect(
      dataset.valued(outputs: 3).train.labels
        == .values([0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0], columns: 3))
  }

  @Test func otherNumbersAreValues() throws {
    let dataset = try read("1,0.5\n2,1.5\n3,1.5\n")
    #expect(dataset.train.labels == .values([0.5, 1.5, 1.5], columns: 1))
    #expect(dataset.classNames == [])
    #expect(dataset.valueCount == 1)
    let many = try read((0..<101).map { "1,\($0)\n" }.joined())
    #expect(many.valueCount == 1)
    #expect(try read((0..<200).map { "1,\($0 % 100)\n" }.joined()).classCount == 100)
  }

  @Test func severalLabelColumns() throws {
    let text = "x,a,b,c\n1,0,1,0\n2,1,0,0\n3,0,0,1\n"
    for label in ["2-4", "a,b,c", "-3,-2,-1", "a, 3,4"] {
      let dataset = try read(text) { $0.label = label }
      #expect(dataset.train.classes == [1, 0, 2], "\(label)")
      #expect(dataset.classNames == ["a", "b", "c"])
      #expect(dataset.inputShape == [1])
    }
    let values = try read(text) { $0.label = "1-2" }
    #expect(values.train.labels == .values([1, 0, 2, 1, 3, 0], columns: 2))
    #expect(floats(values.train) == [1, 0, 0, 0, 0, 1])
    // Two ones in a row are no class.
    #expect(try read("1,0,1\n1,1,1\n") { $0.label = "2,3" }.valueCount == 2)
  }

  @Test(arguments: ["a", "1", "-3"]) func theLabelMayBeAnyColumn(label: String) throws {
    let dataset = try read("a,b,c\nx,1,2\ny,3,4\nx,5,6\n") { $0.label = label }
    #expect(dataset.train.classes == [0, 1, 0])
    #expect(floats(dataset.train) == [1, 2, 3, 4, 5, 6])
  }

  @Test func marksCompressionAndEndings() throws {
    let text = "\u{FEFF}a;b;y\r\n1;2;n\r\n3;4;m\r\n"
    #expect(try read(text).table?.features == ["a", "b"])
    #expect(try read(gzip(Array(text.utf8)), name: "t.csv.gz").train.classes == [1, 0])
    let tabs = try read("a\tb\n1\tx\n2\ty\n", name: "deep/t.TSV")
    #expect(tabs.name == "t")
    #expect(tabs.train.count == 2)
    #expect(try read("1 2  3\n4 5 6\n", name: "t.txt") { $0.delimiter = .space }.train.count == 2)
  }

  /// The first line of the tables that come with scikit-learn.
  @Test func aLineOfCountsAndClassNames() throws {
    let dataset = try read("3,2,no,yes\n1,2,0\n3,4,1\n5,6,1\n")
    #expect(dataset.train.count == 3)
    #expect(dataset.classNames == ["no", "yes"])
    #expect(dataset.classNumbers == [0, 1])
    #expect(faults("4,2,no,yes\n1,2,0\n3,4,1\n5,6,1\n") == ["E0305"])
  }

  @Test func headersAreFoundOrSaid() throws {
    #expect(try read("1,2\n3,4\n").train.count == 2)
    #expect(try read("1,2\n3,4\n5,6\n") { $0.hasHeader = true }.train.count == 2)
    #expect(try read("a,b\n1,x\n2,y\n").train.count == 2)
    #expect(try read(",b\n1,x\n2,y\n").table?.features == ["1"])
    #expect(try read("1,x\n2,y\n").train.count == 2)
    #expect(faults("a,b\n1,x\n2,y\n") { $0.hasHeader = false } == ["E0322 1:1"])
  }

  @Test func aFolderOfTables() throws {
    try folder.write(Array("b,a,y\n1,2,n\n3,4,m\n".utf8), to: "d/train.csv")
    let path = try folder.write(Array("a,y,b\n20,m,10\n".utf8), to: "d/test.csv")
    let search = DatasetSearch(dataDirectory: folder.path, environment: [:])
    for name in ["d", "\(folder.path)/d", "\(folder.path)/d/"] {
      let dataset = try search.open(name)
      #expect(dataset.name == "d")
      #expect(try floats(#require(dataset.test)) == [10, 20])
      #expect(dataset.test?.classes == [0])
    }
    try folder.write(Array("a,y,b\n20,m,10\n1,k,1\n2,l,2\n3,k,2\n".utf8), to: "d/test.csv")
    let error = #expect(throws: InputError.self) { try search.open("d") }
    #expect(error?.diagnostics.map(\.code) == ["E0309", "E0309"])
    #expect(error?.diagnostics.first?.message.contains("'k' of row 2") == true)
    guard case .text(let source, let range)? = error?.diagnostics.first?.place else {
      Issue.record("no place")
      return
    }
    #expect(source.name == path)
    #expect(source.position(of: range.start) == SourcePosition(line: 3, column: 3))
    try folder.write(Array("b,a\n1,2\n".utf8), to: "d/test.csv")
    #expect(try diagnostic { _ = try search.open("d") }.code == "E0328")
  }

  @Test(arguments: ["train", "test"]) func filesOfWhichOneMustBeMeant(part: String) throws {
    for name in ["train.csv", "test.csv", "\(part).tsv"] {
      try folder.write(Array("1,n\n3,m\n".utf8), to: "d/\(name)")
    }
    let found = try diagnostic {
      _ = try DatasetSearch(dataDirectory: folder.path, environment: [:]).open("d")
    }
    #expect(found.code == "E0331")
    #expect(found.message.contains("'\(part).csv' and '\(part).tsv'"))
    #expect(found.place == .file("\(folder.path)/d"))
  }

  @Test func testRowsMayHaveOtherWholeNumbersAsValuesOnly() throws {
    try folder.write(Array("1,2\n3,4\n".utf8), to: "d/train.csv")
    try folder.write(Array("1,2\n3,5\n".utf8), to: "d/test.csv")
    let dataset = try DatasetSearch(dataDirectory: folder.path, environment: [:]).open("d")
    #expect(dataset.valued(outputs: 1).test?.labels == .values([2, 5], columns: 1))
    #expect(faults { try dataset.checkClasses() } == ["E0309 2:3"])
    let found = try diagnostic { try dataset.checkClasses() }
    #expect(found.message.contains("'5' of row 2"))
  }

  /// What a model has not learnt is named in its file, and not taken for a plain number.
  @Test func aModelsClassesAreChecked() throws {
    let trained = TrainedTable(
      schema: TableSchema(features: ["a"], labels: ["y"], hasNames: true),
      classNames: ["1", "2"], classNumbers: [1, 2])
    let dataset = try read("a,y\n1,1\n2,7\n3,2\n", for: trained)
    #expect(faults { try dataset.checkClasses() } == ["E0309 3:3"])
  }

  /// `1` and `01` are one number, and may be two classes.
  @Test func labelsThatAreWrittenInSeveralWays() throws {
    let dataset = try read("a,y\n1,1\n2,2\n3,01\n4,2.0\n5,01\n")
    #expect(faults { try dataset.checkClasses() } == ["E0330 4:3", "E0330 5:3"])
    let error = #expect(throws: InputError.self) { try dataset.checkClasses() }
    #expect(
      error?.diagnostics.first?.message.hasPrefix("the label '01' of row 3 and '1' of row 1 are")
        == true)
    // As numbers they are equal, and as words they are not.
    #expect(
      dataset.valued(outputs: 1).train.labels == .values([1, 2, 1, 2, 1], columns: 1))
    let words = try read("a,y\n1,1\n2,x\n3,01\n")
    try words.checkClasses()
    #expect(words.classNames == ["01", "1", "x"])
  }

  @Test func labelsThatAreInfinite() throws {
    #expect(faults("a,y\n1,1\n2,inf\n3,2\n4,-Infinity\n") == ["E0323 3:3", "E0323 5:3"])
    #expect(faults("a,y\n1,0.5\n2,inf\n3,2\n") == ["E0323 3:3"])
    #expect(faults("a,y\n1,1\n2,nan\n3,2\n") == ["E0324 3:3"])
    #expect(try read("a,y\n1,inf\n2,sup\n").classNames == ["inf", "sup"])
  }

  /// Splits know where a row stands in its file, whatever was left out before it.
  @Test func splitsNameTheRowThatTheyFailAt() throws {
    func faults(_ text: String, label: String? = nil, _ method: SplitMethod) throws -> [String] {
      let dataset = try read(text) {
        $0.label = label
        $0.missing = .drop
      }
      var settings = SplitSettings()
      settings.method = method
      settings.test = .rows(2)
      return self.faults { _ = try dataset.parts(settings) }
    }
    let rows = "a,y\n,m\n\n1,n\n2,m\n3,n\n4,n\n5,\"k\"\n"
    #expect(try faults(rows, .stratified) == ["E0311 8:4", "E0311 5:3"])
    #expect(try faults("1,m\n?,n\n2,k\n3,n\n4,n\n", .first) == ["E0309 3:3", "E0309 1:3"])
    #expect(try faults("1,0,1\n3,1,0\n3,0,1\n4,0,1\n", label: "2-3", .first) == ["E0309 2:3"])
    let gone = try read(rows, name: "gone.csv") { $0.missing = .drop }
    try FileManager.default.removeItem(atPath: "\(folder.path)/gone.csv")
    #expect(self.faults { _ = try gone.parts() } == ["E0311", "E0311"])
  }

  @Test func rowsThatAreNotOneHot() throws {
    try folder.write(Array("1,0,1\n3,1,0\n".utf8), to: "d/train.csv")
    try folder.write(Array("1,1,0\n3,1,1\n".utf8), to: "d/test.csv")
    var options = TableOptions()
    options.label = "2-3"
    let dataset = try DatasetSearch(
      dataDirectory: folder.path, environment: [:], table: options
    ).open("d")
    #expect(faults { try dataset.checkClasses() } == ["E0309 2:3"])
    #expect(dataset.valued(outputs: 2).test?.labels == .values([1, 0, 1, 1], columns: 2))
  }

  /// pandas writes its index as a column without a name.
  @Test func aColumnThatCountsTheRows() throws {
    func warnings(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) throws
      -> [String]
    {
      try read(text, change).warnings.map { diagnostic in
        guard case .text(let source, let range) = diagnostic.place else { return diagnostic.code }
        let place = source.position(of: range.start)
        return "\(diagnostic.code) \(place.line):\(place.column)"
      }
    }
    #expect(try warnings(",a,y\n0,5,n\n1,5,m\n2,6,n\n") == ["W0509 1:1"])
    #expect(try warnings("a,,y\n5,7,n\n?,8,m\n6,9,n\n") { $0.missing = .drop } == ["W0509 1:3"])
    // It has a name, or counts something else, or is what is to be told.
    #expect(try warnings("i,a,y\n0,5,n\n1,5,m\n2,6,n\n") == [])
    #expect(try warnings(",a,y\n0,5,n\n2,5,m\n3,6,n\n") == [])
    #expect(try warnings(",a,b\n0,5,1\n1,5,2\n2,6,1\n") { $0.label = "1" } == [])
    #expect(try warnings("0,5,n\n1,5,m\n2,6,n\n") == [])
  }

  @Test func numbersWithCommas() throws {
    for (cell, isMeant) in [("1,5", true), ("1,234.5", true), ("a,b", false), ("1;5", false)] {
      let found = try diagnostic {
        _ = try read("a;y\n\"\(cell)\";n\n2;m\n") { $0.hasHeader = true }
      }
      #expect(found.code == "E0322")
      #expect(found.help.contains { $0.contains("point") } == isMeant, "\(cell)")
    }
  }

  // MARK: Missing cells

  private let gaps = "a,b,c,y\n1,,3,n\n4,2,?,m\nNA,8,1,n\n7,1,9,m\n2,2.5,4,n\n"

  @Test func missingCellsAreErrorsDroppedOrFilled() throws {
    #expect(faults(gaps) == ["E0324 2:3", "E0324 3:5", "E0324 4:1"])
    let dropped = try read(gaps) { $0.missing = .drop }
    #expect(floats(dropped.train) == [7, 1, 9, 2, 2.5, 4])
    #expect(dropped.train.classes == [0, 1])
    let filled = try read(gaps) { $0.missing = .number(-1) }
    #expect(floats(filled.train).prefix(9) == [1, -1, 3, 4, 2, -1, -1, 8, 1])
    #expect(filled.table?.fill == [-1, -1, -1])
  }

  @Test(arguments: [(MissingPolicy.mean, SplitFigures.means), (.median, SplitFigures.medians)])
  func meansAndMediansAreThoseOfScikitLearn(policy: MissingPolicy, expected: [Double]) throws {
    var settings = SplitSettings()
    settings.test = Holdout.none
    let parts = try read(gaps) { $0.missing = policy }.parts(settings)
    let fill = expected.map { Float($0) }
    #expect(parts.table?.fill == fill)
    #expect(
      floats(parts.train) == [1, fill[1], 3, 4, 2, fill[2], fill[0], 8, 1, 7, 1, 9, 2, 2.5, 4])
  }

  @Test func onlyTrainingRowsFillCells() throws {
    var settings = SplitSettings()
    settings.test = .rows(2)
    settings.validation = .rows(1)
    settings.method = .first
    let parts = try read("9,0\n,1\n100,2.5\n1,3\n5,1\n") { $0.missing = .mean }.parts(settings)
    #expect(floats(parts.train) == [1, 5])
    #expect(try floats(#require(parts.test)) == [9, 3])
    #expect(try floats(#require(parts.validation)) == [100])
    #expect(faults("1,,0\n2,,1\n") { $0.missing = .mean } == [])
    let hollow = try read("1,,0.5\n2,,1.5\n3,,4\n4,1,2\n") { $0.missing = .mean }
    settings.validation = Holdout.none
    settings.test = .rows(1)
    #expect(try hollow.parts(settings).table?.fill == [3, 1])
    settings.seed = 1
    let last = try read("4,1,2\n1,,0.5\n2,,1.5\n") { $0.missing = .median }
    #expect(try diagnostic { _ = try last.parts(settings) }.code == "E0324")
  }

  // MARK: What is refused

  @Test func faultsAreToldTogetherWithTheirPlaces() {
    #expect(
      faults("a,b,y\n1,2,no\n3,x,yes\n5,,no\n7,8\n9,inf,yes\n1e40,2,no\n1,2,\n1,2,3,4\n")
        == [
          "E0322 3:3", "E0324 4:3", "E0321 5:3", "E0323 6:3", "E0323 7:1", "E0324 8:5", "E0321 9:7",
        ])
    #expect(faults("a,b\n" + String(repeating: "1e99,y\n1,z\n", count: 500)).count == 100)
  }

  @Test(arguments: [
    ("", "E0320"), ("\n\r\n", "E0320"), ("a,b,y\n", "E0320"), ("a,b,a\n1,2,3\n", "E0326 1:5"),
    ("1\n2\n", "E0325"),
    ("1,\"a\n2,b\n", "E0320 1:3"), ("1,a\n2,\"b\"c\n", "E0320 2:6"), ("1,a\0b\n", "E0320"),
  ])
  func damagedTables(text: String, expected: String) { #expect(faults(text) == [expected]) }

  @Test func labelsThatAreNoClasses() {
    let texts = (0..<30).map { "\($0),word\($0)\n" }.joined()
    #expect(faults(texts) == ["E0327"])
    let typo = (0..<30).map { "\($0),\($0).5\n" }.joined() + "3,x\n"
    #expect(faults(typo) == ["E0322 31:3"])
    #expect(faults("1,1e39\n2,1e40\n") == ["E0323 1:3", "E0323 2:3"])
    #expect(faults("1,1,1\n2,a,0\n") { $0.label = "2-3" } == ["E0322 2:3"])
  }

  /// A column of words among numbers is one mistake, and a few stray words are as many.
  @Test func aColumnOfTextIsToldOnce() throws {
    let rows = (0..<8).map { "\($0),word\($0 % 3),\($0 % 2)\n" }.joined()
    let error = try #require(throws: InputError.self) {
      try read("a,my kind,c\n\(rows)9,x,oops,1\n")
    }
    #expect(error.diagnostics.map(\.code) == ["E0322", "E0321"])
    #expect(error.diagnostics[0].message == "column 2 ('my kind') holds text in 8 of 9 rows")
    #expect(error.diagnostics[0].help.last?.hasSuffix("give --label 'my kind'") == true)
    #expect(faults("a,b\ny,1\nz,0\n2,1\n").count == 2)
    // Commas before the fraction, as they stand in every row.
    let commas = (0..<8).map { "\($0);0,\($0);\($0 % 2)\n" }.joined()
    let found = try #require(throws: InputError.self) { try read("a;b;c\n" + commas) }
    #expect(found.diagnostics.count == 1)
    #expect(found.diagnostics[0].help == ["a number has a point before its fraction, and no comma"])
  }

  @Test(arguments: [
    "kin", "4", "-4", "0", "1-3", "3-2", "a,a", "1-2-3", "", "2,", "99999999999999999999",
  ])
  func labelColumnsThatAreNotThere(label: String) {
    #expect(faults("a,b,kind\n1,2,3\n4,5,6\n") { $0.label = label } == ["E0325"])
  }

  @Test func filesThatAreNoTables() throws {
    #expect(try diagnostic { _ = try read([0xFF, 0xFE, 0x31, 0]) }.message.contains("UTF-16"))
    let packed = try gzip(Array("1,2\n".utf8))
    #expect(try diagnostic { _ = try read(packed) }.help.joined().contains(".gz"))
    #expect(try diagnostic { _ = try read("1,2", name: "t.csv.gz") }.code == "E0303")
    #expect(try read("1,\u{FFFD}\n").classNames == ["\u{FFFD}"])
    #expect(try diagnostic { _ = try read([0x31, 0x2C, 0xFF, 0x0A]) }.message.contains("UTF-8"))
    #expect(try diagnostic { _ = try read("1,2", name: "t.xyz") }.code == "E0301")
    let search = DatasetSearch(dataDirectory: nil, environment: [:])
    #expect(try diagnostic { _ = try search.open("nothere.csv") }.place == .file("nothere.csv"))
  }

  @Test func settingsThatAreNone() throws {
    for text in ["", "x", "Comma", ",,"] {
      #expect(try diagnostic { _ = try Delimiter(parsing: text) }.code == "E0325")
    }
    for text in ["", "x", "inf", "nan", "1e39"] {
      #expect(try diagnostic { _ = try MissingPolicy(parsing: text) }.code == "E0325")
    }
    #expect(try Delimiter(parsing: ";") == .semicolon)
    #expect(try MissingPolicy(parsing: "-1.5") == .number(-1.5))
  }

  /// Damage of every kind is an error or another table, and never a trap.
  @Test func damageNeverTraps() throws {
    let whole = Array("\u{FEFF}a,\"b\"\"c\",y\r\n1,\"2\",\"x,\n\"\r\n-3.5e2,?,z\r\n4,5,x\r\n".utf8)
    for policy in [MissingPolicy.error, .drop, .mean] {
      for length in whole.indices {
        _ = try? read(Array(whole[..<length])) { $0.missing = policy }.parts()
      }
      for place in whole.indices {
        for byte in [0, 0x0A, 0x0D, 0x20, 0x22, 0x2C, 0x30, 0x3F, 0x65, 0x80, 0xFF] as [UInt8] {
          var damaged = whole
          damaged[place] = byte
          _ = try? read(damaged) { $0.missing = policy }.parts()
        }
      }
    }
  }

  // MARK: A model's columns

  private func trained(_ fill: [Float]? = nil) -> TrainedTable {
    TrainedTable(
      schema: TableSchema(features: ["a", "b"], labels: ["y"], hasNames: true, fill: fill),
      classNames: ["m", "n"], classNumbers: nil)
  }

  @Test func columnsAreFoundByName() throws {
    let dataset = try read("id;y;b;a\n7;n;2;1\n8;n;4;3\n", for: trained())
    #expect(floats(dataset.train) == [1, 2, 3, 4])
    #expect(dataset.train.classes == [1, 1])
    #expect(try read("b,a\n2,1\n", for: trained()).train.labels == .unknown(rows: 1))
    #expect(try floats(read("1,2\n3,4\n", for: trained()).train) == [1, 2, 3, 4])
    let error = #expect(throws: InputError.self) { try read("A,y\n1,n\n", for: trained()) }
    #expect(error?.diagnostics.map(\.code) == ["E0328", "E0328"])
    #expect(error?.diagnostics.first?.message.contains("'a'") == true)
    #expect(error?.diagnostics.first?.help == ["there is 'A'"])
    #expect(try diagnostic { _ = try read("1,2,3\n", for: trained()) }.code == "E0328")
    #expect(try diagnostic { _ = try read("a,b,y\n1,2,k\n", for: trained()) }.code == "E0309")
  }

  @Test func columnsAreFoundByPlace() throws {
    let trained = TrainedTable(
      schema: TableSchema(features: ["1", "3"], labels: ["2"], hasNames: false),
      classNames: ["no", "yes"], classNumbers: [3, 4])
    let dataset = try read("1,4,2\n5,3,6\n", for: trained)
    #expect(floats(dataset.train) == [1, 2, 5, 6])
    #expect(dataset.train.classes == [1, 0])
    #expect(try floats(read("1,2\n", for: trained).train) == [1, 2])
    #expect(try diagnostic { _ = try read("1,2,3,4\n", for: trained) }.code == "E0328")
  }

  @Test func missingCellsTakeWhatTheModelKnows() throws {
    #expect(try floats(read("b,a\n,1\n2,?\n", for: trained([10, 20])).train) == [1, 20, 10, 2])
    #expect(try diagnostic { _ = try read("b,a\n,1\n", for: trained()) }.code == "E0324")
    #expect(
      try diagnostic { _ = try read("b,a\n,1\n", for: trained()) { $0.missing = .mean } }.code
        == "E0325")
  }

  /// What the user says of a model's rows counts, or is refused.
  @Test func missingCellsTakeWhatTheUserSays() throws {
    let text = "b,a\n,1\n2,?\n5,6\n"
    func filled(_ fill: [Float]?, _ policy: MissingPolicy) throws -> Dataset {
      try read(text, for: trained(fill)) { $0.missing = policy }
    }
    for fill in [nil, [10, 20]] as [[Float]?] {
      let numbers = try filled(fill, .number(1_000_000))
      #expect(floats(numbers.train) == [1, 1_000_000, 1_000_000, 2, 6, 5])
      #expect(numbers.table?.fill == [1_000_000, 1_000_000])
      #expect(try floats(filled(fill, .drop).train) == [6, 5])
      for policy in [MissingPolicy.mean, .median] {
        #expect(try diagnostic { _ = try filled(fill, policy) }.code == "E0325")
      }
      let error = #expect(throws: InputError.self) { try filled(fill, .error) }
      #expect(error?.diagnostics.map(\.code) == ["E0324", "E0324"])
    }
  }
}
