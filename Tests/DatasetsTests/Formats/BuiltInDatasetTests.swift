import Foundation
import Source
import Testing

@testable import Datasets

@Suite struct BuiltInDatasetTests {
  private func open(_ text: String) throws -> Dataset {
    try DatasetSearch(dataDirectory: nil, environment: [:]).open(text)
  }

  /// Ranges, means and deviations as they are published with the data, in R and scikit-learn; the
  /// deviations have two digits there.
  @Test func irisHasThePublishedFigures() {
    let columns = (0..<4).map { column in
      stride(from: column, to: Iris.values.count, by: 4).map { Double(Iris.values[$0]) }
    }
    #expect(Iris.values.count == 600)
    for (column, figures) in zip(
      columns,
      [
        (4.3, 7.9, 5.843333, 0.83), (2.0, 4.4, 3.057333, 0.43), (1.0, 6.9, 3.758, 1.76),
        (0.1, 2.5, 1.199333, 0.76),
      ])
    {
      let mean = column.reduce(0, +) / 150
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 150
      #expect(abs((column.min() ?? 0) - figures.0) < 1e-6)
      #expect(abs((column.max() ?? 0) - figures.1) < 1e-6)
      #expect(abs(mean - figures.2) < 1e-6)
      #expect(abs(variance.squareRoot() - figures.3) < 0.01)
    }
  }

  @Test func irisIsSplitByClass() throws {
    let dataset = try open("iris")
    #expect(dataset.classNames == ["setosa", "versicolor", "virginica"])
    let test = try #require(dataset.test)
    for label in Int32(0)..<3 {
      #expect(dataset.train.classes.count { $0 == label } == 40)
      #expect(test.classes.count { $0 == label } == 10)
    }
    // Both parts together are all plants, each once, each with its own species.
    func rows(_ values: [Float], _ labels: [Int32]) -> [[Float]] {
      let rows = labels.indices.map { row in
        Array(values[(4 * row)..<(4 * row + 4)]) + [Float(labels[row])]
      }
      return rows.sorted { $0.lexicographicallyPrecedes($1) }
    }
    let species: [Int32] = (0..<150).map { Int32($0 / 50) }
    #expect(
      rows(floats(of: dataset.train) + floats(of: test), dataset.train.classes + test.classes)
        == rows(Iris.values, species))
    #expect(dataset.train.classes.prefix(20).contains { $0 != dataset.train.classes[0] })
    #expect(try diagnostic { _ = try open("iris:seed=2") }.code == "E0340")
  }

  @Test(arguments: ["xor", "spirals", "moons", "blobs", "circles"])
  func pointsAreBalancedAndComeOutTheSame(name: String) throws {
    let dataset = try open("\(name):rows=101,test=7,seed=3")
    #expect(dataset.train.count == 101)
    #expect(dataset.test?.count == 7)
    #expect(dataset.inputShape == [2])
    let classes = dataset.train.classes
    let counts: [Int] = (0..<dataset.classCount).map { label in
      classes.count { Int($0) == label }
    }
    let most = try #require(counts.max())
    let least = try #require(counts.min())
    #expect(most - least <= 1)
    #expect(floats(of: try open("\(name):rows=101,seed=3").train) == floats(of: dataset.train))
    #expect(floats(of: try open("\(name):rows=101,seed=4").train) != floats(of: dataset.train))
  }

  /// Where the points lie without noise, class by class.
  @Test func placesWithoutNoise() throws {
    func each(_ text: String, _ check: (Double, Double, Int) -> Bool) throws {
      let train = try open(text).train
      let values = floats(of: train).map { Double($0) }
      for (row, label) in train.classes.enumerated() {
        #expect(check(values[2 * row], values[2 * row + 1], Int(label)), "\(text), row \(row)")
      }
    }
    try each("xor:noise=0") { x, y, label in
      (x == 0 || x == 1) && (y == 0 || y == 1) && (x != y) == (label == 1)
    }
    try each("circles:noise=0") { x, y, label in
      abs(hypot(x, y) - (label == 0 ? 1 : 0.5)) < 1e-6
    }
    try each("moons:noise=0") { x, y, label in
      label == 0
        ? abs(hypot(x, y) - 1) < 1e-6 && y >= 0 : abs(hypot(x - 1, y - 0.5) - 1) < 1e-6 && y <= 0.5
    }
    try each("blobs:noise=0,classes=4") { x, y, label in
      abs(x - [5, 0, -5, 0][label]) < 1e-5 && abs(y - [0, 5, 0, -5][label]) < 1e-5
    }
    try each("spirals:noise=0,classes=3") { x, y, label in
      let radius = hypot(x, y)
      let angle = 2 * Double.pi * (radius + Double(label) / 3)
      return radius <= 1 && hypot(x - radius * cos(angle), y - radius * sin(angle)) < 1e-5
    }
  }

  @Test func noiseHasTheDeviationAskedFor() throws {
    let values = floats(of: try open("xor:rows=20000,noise=0.2").train).map { value -> Double in
      Double(value) - (value < 0.5 ? 0 : 1)
    }
    // Few points are far enough to be taken for those of the next corner.
    let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    #expect(abs(square.squareRoot() - 0.2) < 0.01)
  }

  @Test func sinesAndCosines() {
    for step in -200...200 {
      let turns = Double(step) / 64
      let (sine, cosine) = sineAndCosine(turns: turns)
      #expect(abs(sine - sin(2 * Double.pi * turns)) < 4e-15)
      #expect(abs(cosine - cos(2 * Double.pi * turns)) < 4e-15)
    }
  }

  @Test(arguments: [
    ("spirals:", "no setting"), ("spirals:rows", "no setting"), ("spirals:rows=", "cannot be ''"),
    ("spirals:rows=0", "cannot be '0'"), ("spirals:rows=1e3", "cannot be"),
    ("spirals:noise=nan", "cannot be 'nan'"), ("spirals:noise=-1", "cannot be '-1'"),
    ("spirals:classes=1", "cannot be '1'"), ("spirals:rows=10,rows=20", "twice"),
    ("moons:classes=3", "always has 2"), ("spirals:rows=2,classes=3", "for each of its 3"),
    ("spirals:seed=-1", "cannot be"),
  ])
  func settingsThatAreRefused(text: String, message: String) throws {
    let found = try diagnostic { _ = try open(text) }
    #expect(found.code == "E0340")
    #expect(found.message.contains(message), "\(found.message)")
  }

  @Test func mistypedNames() throws {
    #expect(try diagnostic { _ = try open("spirals:nosie=1") }.help == ["did you mean 'noise'?"])
    #expect(
      try diagnostic { _ = try open("spiral") }.help.contains("did you mean 'spirals'?"))
  }

  @Test func entriesTellWhatOpens() throws {
    let search = DatasetSearch(dataDirectory: nil, environment: [:])
    let entries = search.entries
    #expect(Set(entries.map(\.name)).count == entries.count)
    for entry in entries where entry.place == .builtIn {
      let dataset = try search.open(entry.name)
      #expect(dataset.train.count == entry.trainCount)
      #expect(dataset.test?.count == entry.testCount)
      #expect(dataset.inputShape == entry.shape)
      #expect(dataset.classCount == entry.classCount)
    }
    #expect(entries.contains { $0.name == "mnist" && $0.place != .builtIn })
  }
}
