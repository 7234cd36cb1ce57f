import Source
import Testing

@testable import Datasets

@Suite struct SplitTests {
  /// Rows whose one element is their place, of a table with or without classes.
  private func dataset(_ labels: Labels, isTable: Bool = true) -> Dataset {
    var dataset = Dataset(
      name: "made-up", folder: "/nowhere",
      train: Rows(
        shape: [1], storage: .floats((0..<labels.count).map { Float($0) }), labels: labels,
        origin: "train"),
      test: nil, classNames: ["a", "b", "c"])
    if isTable { dataset.table = TableSchema(features: ["x"], labels: ["y"], hasNames: true) }
    return dataset
  }

  private func classes(_ counts: [Int]) -> Labels {
    .classes(counts.indices.flatMap { [Int32](repeating: Int32($0), count: counts[$0]) })
  }

  private func values(_ count: Int) -> Labels {
    .values((0..<count).map { Float($0) / 2 }, columns: 1)
  }

  /// The places that rows had in the whole; their labels must have come with them.
  private func places(_ rows: Rows?, in dataset: Dataset) -> [Int] {
    guard let rows, case .floats(let floats) = rows.storage else { return [] }
    let places = floats[rows.firstElement..<(rows.firstElement + rows.count)].map { Int($0) }
    #expect(rows.labels == dataset.train.labels[places])
    return places
  }

  private func counts(_ rows: Rows?, _ classes: Int) -> [Int] {
    (0..<classes).map { label in rows?.classes.count { $0 == label } ?? 0 }
  }

  private func settings(_ change: (inout SplitSettings) -> Void) -> SplitSettings {
    var settings = SplitSettings()
    change(&settings)
    return settings
  }

  @Test func settingsAreReadFromOptions() throws {
    #expect(try SplitSettings(options: ["data": "x"]) == SplitSettings())
    let all = ["test": "7", "valid": "0.25", "split": "random", "split-seed": "9"]
    #expect(
      try SplitSettings(options: all)
        == settings {
          $0.test = .rows(7)
          $0.validation = .fraction(0.25)
          $0.method = .random
          $0.seed = 9
        })
    for name in all.keys {
      let error = #expect(throws: InputError.self) { try SplitSettings(options: [name: "?"]) }
      #expect(error?.diagnostics.map(\.code) == ["E0311"])
    }
  }

  @Test(arguments: SplitFigures.stratified.indices)
  func classesAreSplitAsScikitLearnSplitsThem(index: Int) throws {
    let (counts, test, expected) = SplitFigures.stratified[index]
    let dataset = dataset(classes(counts))
    let parts = try dataset.parts(
      settings { $0.test = test < 1 ? .fraction(test) : .rows(Int(test)) })
    #expect(self.counts(parts.test, counts.count) == expected)
    let taken = places(parts.test, in: dataset) + places(parts.train, in: dataset)
    #expect(taken.sorted() == Array(0..<counts.reduce(0, +)))
    #expect(parts.testSplit?.method == .stratified)
  }

  @Test(arguments: SplitFigures.stratifiedFolds.indices)
  func foldsOfClassesAreThoseOfScikitLearn(index: Int) throws {
    let (counts, count, expected) = SplitFigures.stratifiedFolds[index]
    let dataset = dataset(classes(counts))
    let folds = try dataset.folds(count)
    #expect(folds.map { self.counts($0.test, counts.count) } == expected)
    #expect(
      folds.flatMap { places($0.test, in: dataset) }.sorted() == Array(0..<counts.reduce(0, +)))
    for fold in folds {
      #expect(
        (places(fold.train, in: dataset) + places(fold.test, in: dataset)).sorted()
          == Array(0..<counts.reduce(0, +)))
    }
  }

  @Test(arguments: SplitFigures.folds.indices)
  func foldsInOrderAreThoseOfScikitLearn(index: Int) throws {
    let (rows, count, expected) = SplitFigures.folds[index]
    let dataset = dataset(values(rows))
    let folds = try dataset.folds(count, settings { $0.method = .first })
    #expect(folds.map { places($0.test, in: dataset) } == expected)
  }

  @Test func drawsAreThoseOfTheReference() throws {
    let numbers = dataset(values(20))
    for (seed, expected) in zip(1..., SplitFigures.randomRows) {
      let parts = try numbers.parts(
        settings {
          $0.test = .rows(6)
          $0.seed = UInt64(seed)
        })
      #expect(places(parts.test, in: numbers) == expected)
    }
    let labelled = dataset(.classes(SplitFigures.labels))
    let parts = try labelled.parts(settings { $0.test = .rows(6) })
    #expect(places(parts.test, in: labelled) == SplitFigures.stratifiedRows)
    let eleven = dataset(values(11))
    #expect(
      try eleven.folds(4).map { places($0.test, in: eleven) } == SplitFigures.randomFolds)
  }

  @Test func whatIsTakenWhereNothingIsSaid() throws {
    let table = dataset(values(569))
    let parts = try table.parts()
    // A quarter, rounded up, as scikit-learn's train_test_split has it.
    #expect(parts.test?.count == 143)
    #expect(parts.train.count == 426)
    #expect(parts.validation == nil)
    #expect(parts.testSplit?.method == .random)
    let other = dataset(classes([5, 5]), isTable: false)
    #expect(try other.parts().test == nil)
    let first = try other.parts(settings { $0.validation = .rows(3) })
    #expect(places(first.validation, in: other) == [0, 1, 2])
    #expect(places(first.train, in: other) == [3, 4, 5, 6, 7, 8, 9])
  }

  @Test func validationRowsAreTakenFromWhatTestRowsLeave() throws {
    // The wine of the experiments: 1,599 rows, 400 to test, 300 of the rest to validate.
    let dataset = dataset(classes([744, 855]))
    let parts = try dataset.parts(settings { $0.validation = .fraction(0.25) })
    #expect([parts.train, parts.validation, parts.test].map { $0?.count } == [899, 300, 400])
    let all = [parts.train, parts.validation, parts.test].flatMap { places($0, in: dataset) }
    #expect(all.sorted() == Array(0..<1_599))
    #expect(counts(parts.validation, 2) == [140, 160])
    let onTest = try dataset.parts(settings { $0.validation = .test })
    #expect(places(onTest.validation, in: dataset) == places(onTest.test, in: dataset))
  }

  @Test func anotherSeedTakesOtherRows() throws {
    let dataset = dataset(classes([40, 60]))
    let one = try dataset.parts()
    #expect(places(one.test, in: dataset) == places(try dataset.parts().test, in: dataset))
    let two = try dataset.parts(settings { $0.seed = 2 })
    #expect(places(one.test, in: dataset) != places(two.test, in: dataset))
    #expect(two.test?.count == one.test?.count)
  }

  @Test func splitsThatCannotBe() throws {
    let few = dataset(classes([1, 9]))
    #expect(try diagnostic { _ = try few.parts() }.message.contains("'a' has 1 row"))
    let three = dataset(classes([5, 5, 5]))
    for rows in [1, 2, 13, 14] {
      #expect(
        try diagnostic { _ = try three.parts(settings { $0.test = .rows(rows) }) }.code == "E0311")
    }
    for split in [Holdout.rows(15), .rows(99), .fraction(0.999)] {
      #expect(try diagnostic { _ = try three.parts(settings { $0.test = split }) }.code == "E0311")
    }
    let numbers = dataset(values(4))
    #expect(
      try diagnostic { _ = try numbers.parts(settings { $0.method = .stratified }) }.code
        == "E0311")
    for count in [0, 1, 5] {
      #expect(try diagnostic { _ = try numbers.folds(count) }.code == "E0311")
    }
    #expect(try diagnostic { _ = try few.folds(2) }.code == "E0311")
    let single = try diagnostic { _ = try dataset(values(1)).folds(2) }
    #expect(single.code == "E0311" && single.message.contains("a single row"))
    var tested = three
    tested.test = three.train
    #expect(
      try diagnostic { _ = try tested.parts(settings { $0.test = .rows(3) }) }.code == "E0311")
    #expect(try tested.parts(settings { $0.test = Holdout.none }).test == nil)
    #expect(
      try diagnostic {
        _ = try three.parts(
          settings {
            $0.test = Holdout.none
            $0.validation = .test
          })
      }.code == "E0311")
  }

  @Test func aClassOnlyAmongTheTestRows() throws {
    let dataset = dataset(classes([2, 8]))
    let found = try diagnostic {
      _ = try dataset.parts(
        settings {
          $0.test = .rows(2)
          $0.method = .first
        })
    }
    #expect(found.code == "E0309")
    #expect(found.message.contains("'a'"))
  }

  @Test func settingsAreRead() throws {
    #expect(try Holdout(parsing: "400", for: .test) == .rows(400))
    #expect(try Holdout(parsing: "0.25", for: .test) == .fraction(0.25))
    #expect(try Holdout(parsing: "none", for: .test) == Holdout.none)
    for split in [Holdout.rows(7), .fraction(0.1), .none] {
      #expect(try Holdout(parsing: split.description, for: .test) == split)
    }
    for text in ["", "0", "-1", "0.0", "1.0", "1.5", "nan", "test"] {
      #expect(try diagnostic { _ = try Holdout(parsing: text, for: .test) }.code == "E0311")
    }
    #expect(try SplitMethod(parsing: "random") == .random)
    #expect(try diagnostic { _ = try SplitMethod(parsing: "shuffle") }.code == "E0311")
  }

  @Test func theSameTableIsSplitAgain() throws {
    var dataset = dataset(classes([40, 60]))
    dataset.fingerprint = 7
    let parts = try dataset.parts(settings { $0.seed = 3 })
    let trained = try #require(dataset.trainedTable(parts))
    let again = try dataset.evaluationRows(for: trained)
    #expect(places(again, in: dataset) == places(parts.test, in: dataset))
    var other = dataset
    other.fingerprint = 8
    #expect(try other.evaluationRows(for: trained)?.count == 100)
    #expect(try dataset.prefix(50).evaluationRows(for: trained)?.count == 50)
    dataset.table = nil
    #expect(try dataset.evaluationRows(for: nil) == nil)
  }
}
