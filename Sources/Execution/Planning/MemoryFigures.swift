/// What memory a plan needs, in bytes.
///
/// `naive`, `planned` and `lowerBound` cover the values that share the memory of a run, each alias
/// class rounded up to 64 bytes.
public struct MemoryFigures: Hashable, Sendable {
  /// The states.
  public var state: Int
  /// What persists between runs beside the states: scalar inputs and prologue values.
  public var persistent = 0
  /// What the end of a run saves before any state is overwritten: the new values that are copied, since
  /// one may be another state's old value, and the outputs that are old values.
  public var copies = 0
  /// The alias classes laid end to end.
  public var naive: Int
  /// The plan's.
  public var planned: Int
  /// The largest sum of classes alive at one time in the chosen order: no plan can be smaller.
  public var lowerBound: Int

  /// All that a run takes.
  public var whole: Int { state + persistent + copies + planned }

  /// How many times the lower bound the plan takes; 1 where there is nothing to plan.
  public var ratio: Double { lowerBound > 0 ? Double(planned) / Double(lowerBound) : 1 }
}
