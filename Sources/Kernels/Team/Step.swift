/// A call of a kernel, prepared: a C function and the arguments it takes, proved to be in bounds.
///
/// The static functions in this module make steps; a `StepList` runs them. A step keeps the memory
/// it works on alive.
@safe public struct Step: Sendable {
  /// The compiled form of a kernel for one element type; it reads its arguments at the pointer.
  typealias Entry = @convention(c) (UnsafeRawPointer) -> Void

  /// The function to call.
  let entry: Entry
  /// The bytes of its arguments.
  let payload: [UInt8]
  /// What the pointers in the arguments point into.
  let owners: [any AnyObject & Sendable]

  /// A call of `entry` with a copy of `arguments`.
  init<Arguments: BitwiseCopyable>(
    _ arguments: Arguments, keeping owners: [any AnyObject & Sendable],
    _ entry: @escaping Entry
  ) {
    precondition(
      MemoryLayout<Arguments>.alignment <= Memory.alignment, "arguments are aligned too widely")
    unsafe self.entry = entry
    self.payload = unsafe withUnsafeBytes(of: arguments) { unsafe Array($0) }
    self.owners = owners
  }

  /// A call with a copy of `arguments` of the entry for the domain's element type.
  init<Arguments: BitwiseCopyable>(
    _ arguments: Arguments, in domain: Domain, f32: @escaping Entry, f64: @escaping Entry
  ) {
    switch domain.element {
    case .f32: unsafe self.init(arguments, keeping: domain.owners, f32)
    case .f64: unsafe self.init(arguments, keeping: domain.owners, f64)
    case .i32: preconditionFailure("this kernel computes floating-point numbers only")
    }
  }
}

/// A kernel: its arguments, and one body for every floating-point type.
///
/// The body must be `@inline(__always)` and be called on concrete types, in the entries of a step:
/// a generic body that is not specialised is hundreds of times slower.
protocol Kernel: BitwiseCopyable {
  /// Computes the block.
  func run<T: Scalar>(_: T.Type)
}

/// Runs the kernel whose arguments are at `arguments`; called in entries.
@inline(__always)
func call<K: Kernel, T: Scalar>(_: K.Type, _: T.Type, _ arguments: UnsafeRawPointer) {
  unsafe arguments.load(as: K.self).run(T.self)
}
