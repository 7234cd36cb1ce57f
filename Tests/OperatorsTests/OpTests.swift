import IR
import Kernels
import Operators
import Source
import Testing

/// Every case of every operator. A new operator needs cases: `everyOperatorHasACase` says so.
private let cases: [OpCase] =
  activationCases + arithmeticCases + clippingCases + layernormCases + linearCases + lossCases
  + normalizationCases + optimizerCases + randomCases

@Suite struct OpTests {
  @Test func everyOperatorHasACase() {
    #expect(Set(cases.map(\.name)).sorted() == Catalog.ops.names)
  }

  @Test(arguments: cases) func shapeRuleGivesTheResults(_ test: OpCase) throws {
    for element in [ElementType.f64, .f32] {
      let setup = test.setup(element)
      #expect(try setup.op.resultTypes(of: setup.operands.map(\.type)) == setup.results)
      #expect(setup.op.flops(setup.operands.map(\.type), setup.results) == setup.flops)
    }
  }

  @Test(arguments: cases) func shapeRuleRefusesWhatDoesNotFit(_ test: OpCase) {
    let setup = test.setup(.f64)
    let types = setup.operands.map(\.type)
    func refuses(_ types: [TensorType], _ place: SourceLocation = #_sourceLocation) {
      #expect(throws: ShapeError.self, "accepts \(types)", sourceLocation: place) {
        try setup.op.resultTypes(of: types)
      }
    }
    refuses(types + [types.last ?? TensorType(.f64, [])])
    if !types.isEmpty { refuses(types.dropLast()) }
    for shapes in test.refusedShapes { refuses(shapes) }
    // `reshape` alone does not care for elements.
    guard setup.op is Reshape == false else { return }
    for (index, type) in types.enumerated() {
      var changed = types
      changed[index].element = type.element == .i32 ? .f64 : .i32
      refuses(changed)
      // The factor of `clip_norm` is f64 whatever the gradient is.
      guard setup.op is ClipNorm == false else { continue }
      let isMixed = types.count { $0.element.isFloatingPoint } > 1
      if type.element.isFloatingPoint && isMixed {
        changed[index].element = .f32
        refuses(changed)
      }
    }
  }

  /// So that a graph's text in single precision can always be checked in double precision.
  @Test(arguments: cases) func convertsToDoublePrecision(_ test: OpCase) throws {
    let (single, double) = (test.setup(.f32), test.setup(.f64))
    var graph = Graph(name: "test", seed: 1)
    let operands = single.operands.enumerated().map { graph.addInput("operand\($0)", $1.type) }
    try graph.add(single.op, operands)
    let converted = try graph.converted(to: .f64)
    try converted.verify()
    #expect(converted.types(of: converted.nodes[0].results) == double.results)
  }

  @Test(arguments: cases) func textReadsBack(_ test: OpCase) throws {
    for element in [ElementType.f64, .f32] {
      let setup = test.setup(element)
      var graph = Graph(name: "test", seed: 1)
      let operands = setup.operands.enumerated().map {
        graph.addInput("operand\($0)", $1.type)
      }
      let results = try graph.add(setup.op, operands)
      for (index, result) in results.enumerated() { graph.addOutput("result\(index)", result) }
      let text = graph.text
      let back = try Graph(reading: SourceText(name: "test.ir", text), ops: Catalog.ops)
      #expect(back.text == text)
      #expect(back.nodes.first.map { type(of: $0.op) == type(of: setup.op) } == true)
      #expect(back.nodes.first?.op.attributes == setup.op.attributes)
      // What was read computes the same.
      var again = setup
      again.op = try #require(back.nodes.first).op
      let (mine, theirs) = (Bench(setup).whole(), Bench(again).whole())
      #expect(mine.map { $0.bytes() } == theirs.map { $0.bytes() })
    }
  }

  @Test(arguments: cases) func attributesAreChecked(_ test: OpCase) throws {
    let op = test.setup(.f64).op
    let entries = op.attributes.entries
    func read(_ attributes: Attributes) throws -> any Op {
      var reader = AttributeReader(attributes)
      let op = try type(of: op).init(&reader)
      try reader.finish()
      return op
    }
    func refuses(_ attributes: Attributes, _ place: SourceLocation = #_sourceLocation) {
      #expect(throws: AttributeError.self, "accepts \(attributes)", sourceLocation: place) {
        try read(attributes)
      }
    }
    func replacing(_ name: String, by value: Attribute?) -> Attributes {
      var result: Attributes = [:]
      for entry in entries {
        if let value = entry.name == name ? value : entry.value { result.append(entry.name, value) }
      }
      return result
    }
    #expect(try read(op.attributes).attributes == op.attributes)
    var unknown = op.attributes
    unknown.append("bogus", .integer(1))
    refuses(unknown)
    for entry in entries {
      if case .reals = entry.value {
        refuses(replacing(entry.name, by: .reals([.infinity])))
        refuses(replacing(entry.name, by: .word("relu")))
      } else if case .integers = entry.value {
        refuses(replacing(entry.name, by: .word("relu")))
      } else {
        refuses(replacing(entry.name, by: .integers([1])))
      }
      if !test.optionalAttributes.contains(entry.name) { refuses(replacing(entry.name, by: nil)) }
      if case .real = entry.value { refuses(replacing(entry.name, by: .real(.infinity))) }
    }
    for (name, value) in test.refusedAttributes { refuses(replacing(name, by: value)) }
  }

  @Test(arguments: cases) func kernelComputesTheFormula(_ test: OpCase) {
    for (element, unit) in [(ElementType.f64, 1e-13), (.f32, 1e-6)] {
      let bench = Bench(test.setup(element))
      let expected = bench.setup.twin(bench.tensors)
      let results = bench.whole()
      #expect(results.count == expected.count)
      for (result, expected) in zip(results, expected) {
        #expect(result.count == expected.count)
        let values = (0..<result.count).map { result[$0] }
        let worst = zip(values, expected).map { value, expected in
          value.isNaN && expected.isNaN ? 0 : abs(value - expected) / (abs(expected) + 1)
        }
        #expect(worst.allSatisfy { $0 <= unit * test.slack * 10 }, "\(values) \(expected)")
      }
    }
  }

  @Test(arguments: cases) func blocksTouchOnlyTheirRegions(_ test: OpCase) {
    for element in [ElementType.f64, .f32] {
      let bench = Bench(test.setup(element))
      let isView = bench.setup.op.aliases.contains { $0.kind == .view }
      guard !isView else { continue }
      let whole = bench.whole()
      for block in [bench.work.domain]
        + bench.work.axes.flatMap({ axis in (2...4).flatMap { bench.blocks($0, along: axis) } })
      {
        check(block, bench, whole, isExact: test.isExact)
      }
    }
  }

  /// Computes one block with all operands poisoned outside of the block's regions.
  private func check(_ block: Block, _ bench: Bench, _ whole: [Matrix], isExact: Bool) {
    let (setup, work) = (bench.setup, bench.work)
    #expect(work.operands.count == setup.operands.count)
    #expect(work.results.count == setup.results.count)
    let operands = setup.operands.map { GuardedMatrix($0.type) }
    for (index, operand) in operands.enumerated() {
      let region = work.operands[index].region(of: setup.operands[index].type, in: block)
      operand.matrix.write(bench.tensors[index], onlyIn: region)
    }
    let operandBytes = operands.map { $0.matrix.bytes() }
    let results = bench.results()
    let untouched = bench.results()
    bench.run([block], operands.map(\.matrix), results.map(\.matrix))
    #expect(operands.allSatisfy { $0.guardsAreWhole }, "writes outside of an operand")
    #expect(results.allSatisfy { $0.guardsAreWhole }, "writes outside of a result")
    #expect(operandBytes == operands.map { $0.matrix.bytes() }, "changes an operand")
    guard !block.rows.isEmpty, !block.columns.isEmpty else { return }
    for (index, result) in results.enumerated() {
      let (matrix, expected) = (result.matrix, whole[index])
      let region = work.results[index].region(of: setup.results[index], in: block)
      let places = region.rows.flatMap { row in
        region.columns.map { row * matrix.columns + $0 }
      }
      let values = matrix.elements()
      let (wholeValues, blank) = (expected.elements(), untouched[index].matrix.elements())
      let outside = Set(values.indices).subtracting(places)
      #expect(outside.allSatisfy { values[$0] == blank[$0] }, "\(block) writes elsewhere")
      let wrong = places.filter { place in
        if isExact { return values[place] != wholeValues[place] }
        return !(abs(matrix[place] - expected[place]) <= 1e-5 * (1 + abs(expected[place])))
      }
      #expect(wrong.isEmpty, "\(block) computes something else at these elements")
    }
  }

  @Test(arguments: cases) func inPlaceGivesTheSameBits(_ test: OpCase) {
    for element in [ElementType.f64, .f32] {
      let bench = Bench(test.setup(element))
      let aliases = bench.setup.op.aliases.filter { $0.kind == .inPlace }
      guard !aliases.isEmpty else { continue }
      let whole = bench.whole().map { $0.bytes() }
      // Each alias alone, and one for each result all together.
      let first = aliases.filter { alias in
        aliases.first { $0.result == alias.result } == alias
      }
      for chosen in aliases.map({ [$0] }) + [first] {
        for alias in chosen {
          #expect(bench.setup.results[alias.result] == bench.setup.operands[alias.operand].type)
          #expect(bench.work.results[alias.result] == bench.work.operands[alias.operand])
        }
        for blocks in [[bench.work.domain]] + bench.work.axes.map({ bench.blocks(3, along: $0) }) {
          let operands = bench.operands()
          var results = bench.results()
          for alias in chosen { results[alias.result] = operands[alias.operand] }
          bench.run(blocks, operands.map(\.matrix), results.map(\.matrix))
          #expect(results.map { $0.matrix.bytes() } == whole, "\(chosen)")
          #expect(results.allSatisfy { $0.guardsAreWhole })
        }
      }
    }
  }

  @Test(arguments: cases) func gradientFitsTheFormula(_ test: OpCase) throws {
    let setup = test.setup(.f64)
    // Finite differences of long operands take long; their kernels are checked above.
    let count = setup.operands.reduce(0) { $0 + $1.type.count }
    guard setup.op is any DifferentiableOp, count < 700, test.differentiableResults != [] else {
      return
    }
    try GradientTrial(setup, through: test.differentiableResults).check()
  }
}
