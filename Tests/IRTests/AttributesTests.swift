import IR
import Testing

@Suite struct AttributesTests {
  private func reader(_ attributes: Attributes) -> AttributeReader { AttributeReader(attributes) }

  /// The error that `body` throws.
  private func flaw<T>(_ body: () throws(AttributeError) -> T) -> AttributeError? {
    do {
      _ = try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func text() {
    #expect(Attribute.integer(-3).description == "-3")
    #expect(Attribute.real(1).description == "1.0")
    #expect(Attribute.real(1e-5).description == "1e-05")
    #expect(Attribute.flag(true).description == "true")
    #expect(Attribute.word("relu").description == "relu")
    #expect(Attribute.integers([1, -2]).description == "[1,-2]")
    #expect(Attribute.integers([]).description == "[]")
    #expect(Attribute.reals([1, 1e-5]).description == "[1.0,1e-05]")
  }

  @Test func equalityIsByKindAndBits() {
    let all: [Attribute] = [
      .integer(1), .integer(2), .real(1), .real(0), .real(-0.0), .flag(true), .flag(false),
      .word("a"), .word("b"), .integers([1]), .integers([]),
      .reals([1]), .reals([0]), .reals([-0.0]),
    ]
    #expect(Set(all).count == all.count)
    for (index, a) in all.enumerated() {
      for (other, b) in all.enumerated() { #expect((a == b) == (index == other)) }
    }
    #expect(Attribute.real(.nan) == .real(.nan))
  }

  @Test func valuesByName() {
    var attributes: Attributes = ["b": .integer(1), "a": .flag(false)]
    attributes.append("c", .word("x"))
    #expect(attributes.entries.map(\.name) == ["b", "a", "c"])
    #expect(attributes["c"] == .word("x"))
    #expect(attributes["d"] == nil)
  }

  @Test func readsEachKind() throws {
    var reader = reader([
      "i": .integer(3), "r": .real(0.5), "f": .flag(true), "w": .word("relu"), "l": .integers([2]),
      "s": .reals([0.5, 1]),
    ])
    #expect(try reader.integer("i") == 3)
    #expect(try reader.real("r") == 0.5)
    #expect(try reader.real("i") == 3)
    #expect(try reader.flag("f"))
    #expect(try reader.word("w") == "relu")
    #expect(try reader.integers("l") == [2])
    #expect(try reader.reals("l") == [2])
    #expect(try reader.reals("s") == [0.5, 1])
    try reader.finish()
  }

  @Test func missingOnesHaveDefaultsOrAreErrors() throws {
    var reader = reader([:])
    #expect(try reader.integer("i", default: 7) == 7)
    #expect(try reader.real("r", default: 0.5) == 0.5)
    #expect(try !reader.flag("f"))
    let message = "needs the attribute 'x'"
    let errors = [
      flaw { () throws(AttributeError) in try reader.integer("x") },
      flaw { () throws(AttributeError) in try reader.real("x") },
      flaw { () throws(AttributeError) in try reader.word("x") },
      flaw { () throws(AttributeError) in try reader.integers("x") },
      flaw { () throws(AttributeError) in try reader.reals("x") },
    ]
    #expect(errors.allSatisfy { $0?.message == message && $0?.name == nil })
  }

  @Test func otherKindsAreErrors() throws {
    var reader = reader([
      "x": .flag(true), "n": .real(.nan), "i": .integer(1), "s": .reals([1, .infinity]),
    ])
    let errors = [
      flaw { () throws(AttributeError) in try reader.integer("x") },
      flaw { () throws(AttributeError) in try reader.real("x") },
      flaw { () throws(AttributeError) in try reader.word("x") },
      flaw { () throws(AttributeError) in try reader.integers("x") },
      flaw { () throws(AttributeError) in try reader.flag("i") },
      flaw { () throws(AttributeError) in try reader.real("n") },
      flaw { () throws(AttributeError) in try reader.reals("x") },
      flaw { () throws(AttributeError) in try reader.reals("s") },
    ]
    #expect(
      errors.map { $0?.message } == [
        "'x' must be a whole number", "'x' must be a finite number", "'x' must be a word",
        "'x' must be a list of whole numbers", "'i' must be true or false",
        "'n' must be a finite number", "'x' must be a list of finite numbers",
        "'s' must be a list of finite numbers",
      ])
    #expect(errors.map { $0?.name } == ["x", "x", "x", "x", "i", "n", "x", "s"])
  }

  @Test func unknownOnesAreErrors() throws {
    var reader = reader(["known": .integer(1), "other": .integer(1)])
    _ = try reader.integer("known")
    let error = flaw { () throws(AttributeError) in try reader.finish() }
    #expect(error?.name == "other")
  }
}
