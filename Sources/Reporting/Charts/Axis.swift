internal import Glibc

/// An axis of a chart: where values lie between 0 and 1, and the ticks with their labels.
struct Axis: Sendable {
  /// How values are spread along an axis.
  enum Scale: Sendable, Equatable {
    case linear, logarithmic
    /// Linear, with ticks at whole numbers only.
    case whole
    /// Names in their order; a value is an index.
    case names([String])
  }

  /// A tick: its value and what stands beside it.
  struct Tick: Sendable, Equatable {
    var value: Double
    var label: String
  }

  let scale: Scale
  let ticks: [Tick]
  private let low: Double
  private let high: Double

  /// An axis for finite values; those that a logarithm does not take are left out by a logarithmic
  /// one.
  init(_ values: [Double], _ scale: Scale, ticks count: Int = 6) {
    self.scale = scale
    // Further out differences overflow.
    let values = values.map { max(-1e300, min(1e300, $0)) }
    switch scale {
    case .names(let names):
      (low, high) = (-0.5, Double(max(names.count, 1)) - 0.5)
      ticks = names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
    case .linear, .whole:
      let (least, most) = (values.min() ?? 0, values.max() ?? 1)
      let size = max(abs(least), abs(most))
      // Closer values are one to the eye, and ticks between them would be one in their digits.
      let isSpread = most - least > max(1e-9 * size, 1e-290)
      let margin = isSpread ? 0.03 * (most - least) : max(size * 0.1, 0.1)
      (low, high) = (least - margin, most + margin)
      ticks = Self.linearTicks(low, high, count, isWhole: scale == .whole)
    case .logarithmic:
      let positive = values.filter { $0 > 0 }.map { max($0, .leastNormalMagnitude) }
      let (least, most) = (log10(positive.min() ?? 1), log10(positive.max() ?? 10))
      let margin = most - least > 1e-9 ? 0.03 * (most - least) : 0.2
      (low, high) = (least - margin, most + margin)
      ticks = Self.logarithmicTicks(low, high, count)
    }
  }

  /// Where a value lies: 0 at the start of the axis, 1 at its end.
  func place(_ value: Double) -> Double {
    let value = scale == .logarithmic ? log10(max(value, .leastNormalMagnitude)) : value
    return (value - low) / (high - low)
  }

  /// Whether a value has a place.
  func takes(_ value: Double) -> Bool {
    value.isFinite && (scale != .logarithmic || value > 0)
  }

  /// Round numbers within bounds, some `count` of them: 1, 2 or 5 times a power of ten apart.
  private static func linearTicks(
    _ low: Double, _ high: Double, _ count: Int, isWhole: Bool
  ) -> [Tick] {
    let span = (high - low) / Double(max(count, 1))
    let raw = isWhole ? max(span, 1) : span
    let power = floor(log10(raw))
    let unit = pow(10, power)
    let step = [1, 2, 5, 10].map { $0 * unit }.first { $0 >= raw * 0.999 } ?? 10 * unit
    let first = Int(ceil(low / step - 1e-9))
    let last = Int(floor(high / step + 1e-9))
    // Where steps are whole and the axis is far shorter, the numbers beside it are not on it.
    let slack = 1e-6 * (high - low)
    let values = stride(from: first, through: last, by: 1).map { Double($0) * step }
      .filter { (low - slack...high + slack).contains($0) }
    let labels = labels(values, step: step)
    return zip(values, labels).map { Tick(value: $0, label: $1) }
  }

  /// Numbers with the digits that tell them from the next one, `step` further; with powers of ten
  /// where all are tiny or some are huge.
  private static func labels(_ values: [Double], step: Double) -> [String] {
    let last = Int(floor(log10(step) + 1e-9))
    let largest = values.map(\.magnitude).max() ?? 0
    guard largest < 1e-4 || largest >= 1e15 else { return values.map { fixed($0, max(0, -last)) } }
    return values.map { value in
      guard value != 0 else { return "0" }
      return scientific(value, max(0, Int(floor(log10(value.magnitude) + 1e-9)) - last))
    }
  }

  /// Powers of ten within bounds given by their exponents; with few of them 2 and 5 times powers too.
  private static func logarithmicTicks(_ low: Double, _ high: Double, _ count: Int) -> [Tick] {
    let exponents = Int(floor(low))...Int(ceil(high))
    let stride = max(1, exponents.count / max(count, 1))
    let mantissas = high - low < 2 ? [1.0, 2, 5] : [1.0]
    return exponents.filter { $0 % stride == 0 }.flatMap { exponent in
      mantissas.compactMap { mantissa -> Tick? in
        let value = mantissa * pow(10, Double(exponent))
        guard (low...high).contains(log10(value)) else { return nil }
        return Tick(
          value: value,
          label: (0.001...9999).contains(value)
            ? fixed(value, max(0, -exponent)) : "\(Int(mantissa))e\(exponent)")
      }
    }
  }
}
