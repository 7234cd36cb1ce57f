/// `schedule cyclic min=1e-5 max=1e-1 half=2250`: rises from `min` to `max` in `half` steps and falls
/// back in as many, again and again.
///
/// Source: Smith, "Cyclical learning rates for training neural networks", 2017, policy "triangular".
public struct CyclicRate: Schedule {
  public static let signature = Signature(
    "cyclic", "rises and falls in a straight line between two rates",
    [
      Parameter("min", .real(.atLeast(0)), required: true, "the lowest rate"),
      Parameter("max", .real(.above(0)), required: true, "the highest rate"),
      Parameter("half", .integer(1...(1 << 30)), required: true, "steps of a rise, and of a fall"),
    ])
  public static let setsRate = true
  private let lowest: Double
  private let highest: Double
  private let half: Int

  public init(_ arguments: Arguments) {
    lowest = arguments.real("min") ?? 0
    highest = arguments.real("max") ?? 0
    half = arguments.integer("half") ?? 1
  }

  public var highestRate: Double? { highest }

  public static func contradiction(
    in arguments: Arguments
  ) -> (parameter: String?, message: String)? {
    guard let low = arguments.real("min"), let high = arguments.real("max"), low > high else {
      return nil
    }
    return ("max", "'max' is below 'min'")
  }

  public func rate(base: Double, at moment: Moment) -> Double {
    let place = moment.step % (2 * half)
    let height = Double(place <= half ? place : 2 * half - place) / Double(half)
    return lowest + (highest - lowest) * height
  }
}
