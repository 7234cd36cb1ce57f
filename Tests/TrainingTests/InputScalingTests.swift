import Datasets
import Execution
import Kernels
import Lowering
import Source
import Syntax
import Testing
import Training

/// What layers that scale the input are fitted to, against scikit-learn's scalers.
@Suite struct InputScalingTests {
  /// The rows of `tools/reference/tabular.py`.
  private static let numbers: [[Float]] = (0..<30).map { (row: Int) -> [Float] in
    let first = row * 7 % 11 - 3
    let second = (row * 7 + 5) % 11 - 3
    let last = Float(row % 5) * 0x1p-10
    return [Float(first), Float(second), Float(1_000_000 + row % 4), 42, last]
  }

  private func rows(_ numbers: [[Float]]) -> LoadedRows {
    LoadedRows(
      Rows(
        shape: [numbers[0].count], storage: .floats(Array(numbers.joined())),
        labels: numbers.indices.map { Int32($0 % 2) }, origin: "made up"))
  }

  private func network(_ text: String, columns: Int = 5) throws -> Network {
    let parsed = parse(SourceText(name: "test.nn", text))
    let facts = DataFacts(inputShape: [columns], origin: "made up")
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: facts).model
    return try Network(model, threads: 2, trainingRows: 30)
  }

  private func state(_ name: String, of network: Network) throws -> [Float] {
    try #require(network.states[name]).values(as: Float.self)
  }

  @Test func figuresAreThoseOfScikitLearn() throws {
    let standard = try network("standardize; softmax 2")
    standard.fitScaling(to: rows(Self.numbers))
    #expect(
      try state("standardize1.shift", of: standard) == ScalingFigures.means.map { Float($0) })
    #expect(
      try state("standardize1.scale", of: standard)
        == ScalingFigures.deviations.map { Float(1 / $0) })
    let minmax = try network("minmax; softmax 2")
    minmax.fitScaling(to: rows(Self.numbers))
    #expect(try state("minmax1.shift", of: minmax) == ScalingFigures.minima.map { Float($0) })
    #expect(try state("minmax1.scale", of: minmax) == ScalingFigures.ranges.map { Float(1 / $0) })
  }

  @Test func aSecondLayerIsFittedToWhatTheFirstMakes() throws {
    let network = try network("standardize; minmax; softmax 2")
    network.fitScaling(to: rows(Self.numbers))
    let shift = try state("minmax1.shift", of: network)
    let scale = try state("minmax1.scale", of: network)
    // The third column's mean has no more than single precision left of its fraction.
    for column in [0, 1, 3, 4] {
      #expect(abs(Double(shift[column]) - ScalingFigures.standardMinima[column]) < 1e-6)
      #expect(abs(1 / Double(scale[column]) - ScalingFigures.standardRanges[column]) < 1e-6)
    }
  }

  @Test func bytesAreFittedAsTheNetworkReadsThem() throws {
    let bytes = LoadedRows(
      Rows(
        shape: [2], storage: .bytes([0, 255, 51, 255, 102, 255]), labels: [0, 1, 0],
        origin: "made up"))
    let network = try network("minmax; softmax 2", columns: 2)
    network.fitScaling(to: bytes)
    #expect(try state("minmax1.shift", of: network) == [0, 1])
    #expect(try state("minmax1.scale", of: network) == [2.5, 1])
  }

  @Test func extremesStayFinite() throws {
    let huge = Float.greatestFiniteMagnitude
    let network = try network("standardize; softmax 2", columns: 3)
    network.fitScaling(
      to: rows([[huge, .leastNonzeroMagnitude, 0.1], [-huge, 0, 0.1], [huge, 0, 0.1]]))
    let shift = try state("standardize1.shift", of: network)
    let scale = try state("standardize1.scale", of: network)
    #expect(shift.allSatisfy { $0.isFinite })
    #expect(scale.allSatisfy { $0.isFinite && $0 > 0 })
    #expect(scale[1...] == [1, 1])
  }

  /// Training fits the layers to the training rows alone, and then leaves them.
  @Test func trainingFitsAndThenLeavesThem() throws {
    let network = try network("standardize; softmax 2; batch 7; epochs 3")
    let validation = rows([[100, 100, 100, 100, 100], [0, 0, 0, 0, 0]])
    _ = try Trainer(
      network, rows: rows(Self.numbers), validation: validation
    ).run()
    #expect(
      try state("standardize1.shift", of: network) == ScalingFigures.means.map { Float($0) })
    _ = try Trainer(
      network, rows: validation, validation: nil, length: TrainingLength(epochs: 1),
      fitsScaling: false
    ).run()
    #expect(
      try state("standardize1.shift", of: network) == ScalingFigures.means.map { Float($0) })
  }
}
