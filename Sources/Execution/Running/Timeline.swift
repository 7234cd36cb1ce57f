public import IR
import Kernels

/// What a worker did with a stretch of its time.
public struct Span: Hashable, Sendable {
  /// What was done.
  public enum Activity: Hashable, Sendable {
    /// Gathering its rows of the inputs.
    case gather
    /// Waiting at a barrier for the other workers.
    case wait
    /// Computing its share of a node.
    case node(NodeID)
    /// Copying what could not be computed in place, at the end of the run.
    case copy
  }

  /// What was done.
  public var activity: Activity
  /// When it began, in nanoseconds since some fixed time in the past.
  public var start: UInt64
  /// When it ended.
  public var end: UInt64
  /// How long it took, in nanoseconds.
  public var duration: UInt64 { end - start }
}

/// Notes when a worker's activities of a run began and ended: one moment at the start, and one behind
/// each activity.
struct Timeline {
  private let activities: [Span.Activity]
  private let stopwatch: Stopwatch

  /// A timeline of a worker's parts of a run, and the steps that run the parts and note the moments.
  static func timed(_ parts: [(activity: Span.Activity, steps: [Step])]) -> (Timeline, [Step]) {
    let stopwatch = Stopwatch(count: parts.count + 1)
    let steps = parts.enumerated().flatMap { index, part in
      part.steps + [stopwatch.note(index + 1)]
    }
    return (
      Timeline(activities: parts.map(\.activity), stopwatch: stopwatch), [stopwatch.note(0)] + steps
    )
  }

  /// The activities of the last run in order.
  var spans: [Span] {
    activities.enumerated().map { index, activity in
      Span(activity: activity, start: stopwatch[index], end: stopwatch[index + 1])
    }
  }
}
