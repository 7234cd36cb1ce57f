public import Training

/// A run of training as it is compared with others.
public struct TrainedRun: Sendable {
  /// Its name: the path of its folder.
  public var name: String
  /// Its layers, each in one spelling.
  public var layers: [String]
  /// Everything else that it was trained with, in one spelling.
  public var settings: [(name: String, value: String)]
  /// What its epochs came to.
  public var history: [EpochRecord]
  /// The number of parameters and moving averages.
  public var parameters: Int
  /// The loss and accuracy on the test rows, where there were any.
  public var test: Score?
  /// The epoch whose weights were kept; nil for the last.
  public var keptEpoch: Int?

  /// Makes a run.
  public init(
    name: String, layers: [String], settings: [(name: String, value: String)],
    history: [EpochRecord], parameters: Int, test: Score?, keptEpoch: Int?
  ) {
    self.name = name
    self.layers = layers
    self.settings = settings
    self.history = history
    self.parameters = parameters
    self.test = test
    self.keptEpoch = keptEpoch
  }

  /// The seconds of all epochs.
  var seconds: Double { history.reduce(0) { $0 + $1.seconds } }

  /// The last value of a figure that was measured.
  func last(_ figure: (EpochRecord) -> Double?) -> Double? { history.compactMap(figure).last }

  /// The best value of a figure and its epoch: the smallest loss, the largest accuracy; the first
  /// of equal ones.
  func best(
    _ figure: (EpochRecord) -> Double?, largest: Bool
  ) -> (value: Double, epoch: Int)? {
    var best: (value: Double, epoch: Int)?
    for record in history {
      guard let value = figure(record) else { continue }
      if best.map({ largest ? value > $0.value : value < $0.value }) ?? true {
        best = (value, record.epoch)
      }
    }
    return best
  }
}

/// The mark of a run among others: a letter, or a number behind the last one.
func runMark(_ index: Int) -> String {
  index < 26 ? String(UnicodeScalar(UInt8(65 + index))) : String(index + 1)
}
