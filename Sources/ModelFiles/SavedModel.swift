public import Datasets
public import Execution
import IR
import Kernels
public import Lowering
import Operators
public import Passes
public import Source
public import Training

/// A model as its files keep it: the network as it was written, how it was trained, what came of
/// it, and its weights.
public struct SavedModel: Sendable {
  /// The model, checked, with the settings it was trained with: those that the command line gave
  /// are among them.
  public let model: Model
  /// Which run of training the files are from: 32 hexadecimal digits.
  public let runID: String
  /// The names of the classes, by their labels; empty where they are not known.
  public var classNames: [String]
  /// The name of the data set it was trained on.
  public var dataset: String?
  /// What is known of the table that it was trained on; nil where it was trained on other data.
  public var table: TrainedTable?
  /// The rows that it was trained on; nil where that was not recorded.
  public var data: TrainingData?
  /// The numbers that it was trained on; nil where they were not recorded.
  public var inputRange: InputRange?
  /// The model whose weights training began with; nil for weights that were drawn.
  public var start: StartingWeights?
  /// What each epoch came to.
  public var history: [EpochRecord]
  /// The loss and accuracy on the test rows after training.
  public var testScore: Score?
  /// How much its graphs were optimised.
  public var level: OptimizationLevel
  /// The rows of the batches that it was evaluated by.
  public var evaluationRows: Int
  /// What it was trained with.
  public var environment: Environment
  /// What training goes on from, where this is a checkpoint; a saved model has none, and one that is
  /// loaded has none unless it is loaded as a checkpoint.
  public var training: TrainingState?
  /// What the file that was read says of training, where it is a checkpoint's.
  var checkpoint: CheckpointRecord?
  /// The weights; nil for a model that was only compiled.
  var weights: Weights?

  /// What its figures depend on besides the model and the data.
  public struct Environment: Hashable, Sendable {
    /// The version of this program.
    public var version: String
    /// The library of matrix products and its version.
    public var blas: String
    /// The processor family whose kernels that library had chosen.
    public var blasCore: String
    /// The number of workers.
    public var threads: Int
    /// The hash of the file that chose the kernels; nil where the fixed table did.
    public var tuneHash: String?
  }

  /// Takes over a network: its model, and copies of its weights as they are now.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - classNames: the names of the classes, by their labels.
  ///   - dataset: the name of the data set.
  ///   - history: what each epoch came to.
  ///   - testScore: the loss and accuracy on the test rows, where they are known.
  ///   - runID: 32 lower-case hexadecimal digits; the same for every save of a run of training.
  public init(
    from network: Network, classNames: [String] = [], dataset: String? = nil,
    history: [EpochRecord] = [], testScore: Score? = nil, runID: String = SavedModel.newRunID()
  ) {
    self.init(
      compiled: network.model, level: network.compiler.level, threads: network.team.workers,
      classNames: classNames, dataset: dataset, runID: runID)
    evaluationRows = network.evaluationRows
    self.history = history
    self.testScore = testScore
    weights = Weights(of: network.states)
  }

  /// Takes over a model without weights.
  public init(
    compiled model: Model, level: OptimizationLevel = .full, threads: Int,
    classNames: [String] = [], dataset: String? = nil, runID: String = SavedModel.newRunID()
  ) {
    self.model = model
    self.runID = runID
    self.classNames = classNames
    self.dataset = dataset
    history = []
    testScore = nil
    self.level = level
    evaluationRows = Network.defaultEvaluationRows
    environment = Environment(
      version: Version.current, blas: BLAS.version, blasCore: BLAS.coreName, threads: threads,
      tuneHash: nil)
    weights = nil
  }

  /// A new run's name, from the system's random numbers.
  public static func newRunID() -> String {
    (0..<16).map { _ in hexadecimal(UInt8.random(in: 0...UInt8.max)) }.joined()
  }

  /// Whether there are weights; without them the model can be trained, but not asked.
  public var hasWeights: Bool { weights != nil }

  /// Gives a network's parameters and statistics the saved values; those of the optimizer stay.
  ///
  /// - Parameters:
  ///   - states: the states of a network that was made of `model`.
  ///   - owner: what messages call the network.
  ///   - place: where messages say that these weights are.
  /// - Throws: E0422 where there are no weights, E0420 where they are not those of this network;
  ///   the states are as they were then.
  public func restore(
    into states: StateStore, of owner: String = "the model", at place: Diagnostic.Place = .nowhere
  ) throws(InputError) {
    guard let weights else { throw Self.untrained }
    try weights.check(
      against: states.savedEntries.map { ($0.name, $0.type.shape) }, of: owner, at: place)
    weights.write(into: states)
  }
}

extension SavedModel {
  /// The error of a model without weights.
  static var untrained: InputError {
    InputError(
      Diagnostic(
        code: "E0422", "the model has no weights: it was compiled, but not trained",
        help: ["train it by 'nnc run' with --out, and use the model in that folder"]))
  }
}

/// The lower-case hexadecimal digits of a number, with zeros in front: two a byte.
func hexadecimal<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: Number.bitWidth / 4 - digits.count) + digits
}
