import Kernels
import Source

extension GraphReader {
  /// A whole number; nil when it has more than 64 bits.
  private mutating func readInteger(_ lexeme: Lexeme) -> Int? {
    if let value = Int(lexeme.text) { return value }
    report(
      "E0620", "the number \(quoted(lexeme.text)) is out of range", at: lexeme.range,
      label: "must be from \(Int.min) to \(Int.max)")
    return nil
  }

  /// A real number; nil when it is too large.
  private mutating func readReal(_ lexeme: Lexeme) -> Double? {
    if let value = Double(lexeme.text), value.isFinite { return value }
    report(
      "E0620", "the number \(quoted(lexeme.text)) is out of range", at: lexeme.range,
      label: "must be finite")
    return nil
  }

  /// A type; nil when an extent is not positive, or there are too many elements.
  mutating func readType(_ syntax: GraphSyntax.TensorType) -> TensorType? {
    guard let element = ElementType(rawValue: syntax.element.text) else { return nil }
    var shape: [Int] = []
    for lexeme in syntax.extents {
      guard let extent = readInteger(lexeme) else { return nil }
      guard extent >= 1 else {
        report(
          "E0621", "the extent \(extent) is not positive", at: lexeme.range,
          label: "must be at least 1")
        return nil
      }
      shape.append(extent)
    }
    let type = TensorType(element, shape)
    do {
      try type.checkLimit()
      return type
    } catch {
      report(
        "E0622", "the type \(quoted(type.description)) \(error.description)", at: syntax.range,
        label: "too many elements")
      return nil
    }
  }

  /// An initializer; nil when it cannot make a tensor of this type, where that is known.
  mutating func readInitializer(
    _ name: Lexeme, _ arguments: [Lexeme], for type: TensorType?
  ) -> Initializer? {
    let numbers = arguments.compactMap { readReal($0) }
    guard numbers.count == arguments.count, let last = arguments.last else { return nil }
    let initializer: Initializer =
      switch name.text {
      case "uniform": .uniform(low: numbers[0], high: numbers[1])
      case "normal": .normal(mean: numbers[0], deviation: numbers[1])
      case "truncated_normal": .truncatedNormal(mean: numbers[0], deviation: numbers[1])
      case "orthogonal": .orthogonal(gain: numbers[0])
      default: .constant(numbers[0])
      }
    if let flaw = type.map({ initializer.flaw(for: $0.element) }) ?? initializer.flaw {
      let element = type?.element ?? .f64
      let place =
        element == .i32 && arguments.count > 1
        ? name : zip(arguments, numbers).first { !element.holds($1) }?.0 ?? last
      report(
        "E0623", "the initializer '\(initializer)' \(flaw)", at: place.range,
        label: "out of range")
      return nil
    }
    do {
      if let type { try initializer.checkCost(of: type) }
      return initializer
    } catch {
      report("E0622", "the state \(error.description)", at: name.range, label: "takes minutes")
      return nil
    }
  }

  /// The penalty of a state, without the factors that have a mistake.
  mutating func readPenalty(_ settings: [GraphSyntax.Penalty]) -> Penalty {
    var penalty = Penalty.none
    var given: Set<String> = []
    for setting in settings {
      guard let factor = readReal(setting.factor) else { continue }
      let name = setting.name
      if !given.insert(name.text).inserted {
        report(
          "E0636", "\(quoted(name.text)) is given twice", at: name.range, label: "is given before")
      }
      if name.text == "l1" { penalty.l1 = factor } else { penalty.l2 = factor }
      if let flaw = penalty.flaw {
        report("E0623", "the penalty \(flaw)", at: setting.factor.range, label: "out of range")
        return .none
      }
    }
    return penalty
  }

  /// The attributes of a node; nil when a number is out of range, or a name is given twice.
  mutating func readAttributes(_ settings: [GraphSyntax.Attribute]) -> Attributes? {
    var attributes = Attributes()
    var given: Set<String> = []
    for setting in settings {
      guard given.insert(setting.name.text).inserted else {
        report(
          "E0636", "\(quoted(setting.name.text)) is given twice", at: setting.name.range,
          label: "is given before")
        return nil
      }
      guard let value = readAttribute(setting.value) else { return nil }
      attributes.append(setting.name.text, value)
    }
    return attributes
  }

  private mutating func readAttribute(_ constant: GraphSyntax.Constant) -> Attribute? {
    switch constant {
    case .integer(let lexeme): return readInteger(lexeme).map(Attribute.integer)
    case .real(let lexeme): return readReal(lexeme).map(Attribute.real)
    case .word(let lexeme):
      switch lexeme.text {
      case "true": return .flag(true)
      case "false": return .flag(false)
      default: return .word(lexeme.text)
      }
    case .list(let numbers):
      guard numbers.allSatisfy(\.isWhole) else {
        let reals = numbers.compactMap { readReal($0.lexeme) }
        return reals.count == numbers.count ? .reals(reals) : nil
      }
      let integers = numbers.compactMap { readInteger($0.lexeme) }
      return integers.count == numbers.count ? .integers(integers) : nil
    }
  }

  /// The layer and line that something came from; nil when there is none, or after a mistake.
  mutating func readOrigin(_ syntax: GraphSyntax.Origin?) -> Origin? {
    guard let syntax, let line = readInteger(syntax.line) else { return nil }
    guard line >= 1 else {
      report(
        "E0637", "there is no line \(line)", at: syntax.line.range, label: "lines count from 1")
      return nil
    }
    return Origin(layer: syntax.layer.text, line: line)
  }
}
