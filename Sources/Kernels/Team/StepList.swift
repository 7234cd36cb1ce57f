/// The steps of one worker, ready to run: functions and arguments lie in one block of memory, so
/// that running them is a bare loop of calls.
public final class StepList: @unchecked Sendable {
  /// What the loop reads; valid as long as the list lives.
  let calls: Calls
  private let memory: Memory
  private let owners: [any AnyObject & Sendable]

  /// Copies `steps`.
  public init(_ steps: [Step]) {
    let aligned = { (count: Int) in
      (count + Memory.alignment - 1) / Memory.alignment * Memory.alignment
    }
    var offset = unsafe aligned(steps.count * MemoryLayout<Call>.stride)
    let size = steps.reduce(offset) { $0 + aligned($1.payload.count) }
    memory = Memory(byteCount: size)
    let calls = unsafe memory.base.bindMemory(to: Call.self, capacity: steps.count)
    for (index, step) in steps.enumerated() {
      let arguments = unsafe memory.base + offset
      unsafe arguments.copyMemory(from: step.payload, byteCount: step.payload.count)
      unsafe (calls + index).initialize(to: Call(entry: step.entry, arguments: arguments))
      offset += aligned(step.payload.count)
    }
    unsafe self.calls = Calls(start: calls, count: steps.count)
    owners = steps.flatMap(\.owners)
  }

  /// Runs all steps in order on the calling thread, on which subnormal numbers count as zero till
  /// then, as in a team.
  public func run() {
    let mode = System.floatMode
    System.flushSubnormalsToZero()
    // The calls hold bare pointers, so nothing else tells the optimizer to keep the list till then.
    withExtendedLifetime(self) { calls.run() }
    System.floatMode = mode
  }
}

/// A function and where its arguments are.
@unsafe struct Call {
  let entry: Step.Entry
  let arguments: UnsafeRawPointer
}

/// The calls of a list, without a reference to count.
@safe struct Calls {
  private let start: UnsafePointer<Call>
  private let count: Int

  /// The `count` calls from `start` on.
  init(start: UnsafePointer<Call>, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// Makes all calls in order.
  func run() {
    for index in 0..<count {
      let call = unsafe start[index]
      unsafe call.entry(call.arguments)
    }
  }
}
