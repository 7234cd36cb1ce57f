import Kernels
import Operators
import Source
import Syntax

extension ArgumentChecker {
  /// An initialiser as it is written, `normal(0.01)`; nil where it is none, which is then noted.
  mutating func initializer(
    _ name: String, _ values: [Syntax.Value], _ value: Syntax.Value
  ) -> Arguments.Value? {
    guard let counts = NamedInitializer.argumentCounts(of: name) else {
      report(
        "E0202", "unknown initialiser '\(name)'", at: value.range, label: "not an initialiser",
        help: Self.suggestion(name, among: NamedInitializer.names))
      return nil
    }
    var numbers: [Double] = []
    for value in values {
      guard case .number(let number) = value.kind else {
        report(
          "E0207", "'\(name)' takes numbers", at: value.range,
          label: "this is \(Self.article(value.kind))")
        return nil
      }
      numbers.append(number)
    }
    guard counts.contains(numbers.count) else {
      let expected =
        counts.count > 1
        ? "at most \(Self.arguments(counts.upperBound))" : Self.arguments(counts.upperBound)
      report(
        "E0206", "'\(name)' takes \(expected)", at: value.range,
        label: "given \(Self.arguments(numbers.count))")
      return nil
    }
    if let index = numbers.firstIndex(where: { !ElementType.f32.holds($0) }) {
      report(
        "E0208", "the argument of '\(name)' must be from -3.4e38 to 3.4e38",
        at: values[index].range,
        label: "beyond single precision")
      return nil
    }
    if name != "constant", let number = numbers.first, number < 0 {
      report(
        "E0208", "the argument of '\(name)' must be at least 0", at: value.range,
        label: "out of range")
      return nil
    }
    return .initializer(NamedInitializer(name, numbers))
  }
}
