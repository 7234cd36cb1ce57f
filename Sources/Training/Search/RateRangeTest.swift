internal import Glibc
import Lowering
import Operators
import Source

/// A learning-rate range test: one training whose rate rises step by step from tiny to far too high,
/// to see where the loss falls fastest and where it breaks.
///
/// Source: Smith, "Cyclical learning rates for training neural networks", 2017, section 3.3. The loss
/// is smoothed by an exponential average with bias correction, as is usual.
public struct RateRangeTest: Sendable {
  /// A step of the test.
  public struct Point: Hashable, Sendable {
    /// The learning rate.
    public var rate: Double
    /// The batch's loss.
    public var loss: Double
    /// The smoothed loss.
    public var smoothed: Double
  }

  /// The steps, up to where the loss broke.
  public private(set) var points: [Point] = []

  /// The rates that are tried.
  public static let rates = 1e-7...10.0
  /// The weight of the past in the smoothed loss.
  private static let memory = 0.95
  /// The loss has broken when the smoothed one is so many times the lowest.
  private static let breakage = 4.0

  /// Runs the test on a network that is fresh. What the model says of stopping early, of checkpoints
  /// and of the learning rate has no effect.
  ///
  /// - Parameter steps: how many steps the rates are spread over.
  /// - Throws: what preparing training throws.
  public init(_ network: Network, rows: LoadedRows, steps: Int) throws {
    let rise = RateRise(Self.rates, steps: steps)
    let trainer = try Trainer(
      network, rows: rows, validation: nil, length: TrainingLength(steps: steps), schedule: rise,
      watches: false)
    var average = 0.0
    var lowest = Double.infinity
    var points: [Point] = []
    do {
      try trainer.run { event in
        guard case .step(_, _, _, let loss, _) = event else { return }
        average = Self.memory * average + (1 - Self.memory) * loss
        let number = Double(points.count + 1)
        let smoothed = average / (1 - pow(Self.memory, number))
        let point = Point(
          rate: rise.rate(of: points.count), loss: loss, smoothed: smoothed)
        points.append(point)
        lowest = min(lowest, smoothed)
        if smoothed > Self.breakage * lowest { throw Broken() }
      }
    } catch is Broken {
    } catch let error as InputError where error.diagnostics.map(\.code) == ["E0501"] {
      // Infinite losses and weights are what the test is there to find.
    }
    self.points = points
  }

  /// The loss has broken, and the test is over.
  private struct Broken: Error {}

  /// The rate where the smoothed loss falls fastest over the logarithm of the rate; nil where it never
  /// falls. The first steps, whose average is still of few losses, do not count.
  public var steepest: Double? {
    let first = 10
    // A slope over neighbouring steps would follow the noise of single batches.
    let reach = max(1, points.count / 20)
    guard points.count > first + 2 * reach, let lowest else { return nil }
    var best: (slope: Double, rate: Double)?
    for index in (first + reach)..<(points.count - reach) where points[index].rate < lowest {
      let (before, after) = (points[index - reach], points[index + reach])
      let slope = (after.smoothed - before.smoothed) / log(after.rate / before.rate)
      if slope < best?.slope ?? 0 { best = (slope, points[index].rate) }
    }
    return best?.rate
  }

  /// The rate where the smoothed loss is lowest.
  public var lowest: Double? { points.dropFirst(10).min { $0.smoothed < $1.smoothed }?.rate }

  /// Whether the loss broke before the last rate.
  public var hasBroken: Bool { (points.last?.rate ?? 0) < Self.rates.upperBound * 0.999 }
}

/// A rate that rises by the same factor at every step.
private struct RateRise: RateRule {
  private let rates: ClosedRange<Double>
  private let steps: Int

  init(_ rates: ClosedRange<Double>, steps: Int) {
    self.rates = rates
    self.steps = steps
  }

  func rate(of step: Int) -> Double {
    rates.lowerBound
      * pow(rates.upperBound / rates.lowerBound, Double(step) / Double(max(steps - 1, 1)))
  }

  func rate(base: Double, at moment: Moment) -> Double { rate(of: moment.step) }
}
