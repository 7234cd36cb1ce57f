internal import CSystem
import Glibc

/// The process that started this one.
public enum ParentProcess {
  /// Has this process end when the thread of its parent that started it does.
  ///
  /// - Parameter parent: the number of the parent, which may have ended already.
  public static func endWithIt(_ parent: Int32) {
    nnc_end_with_parent()
    if getppid() != parent { exit(1) }
  }
}

/// The end of this process by SIGINT or SIGTERM, as by Ctrl-C.
public enum Interruption {
  /// Has such a signal write a text to standard error before it ends the process, as it does without
  /// it: the one who started the process sees the signal. An empty text takes that back.
  public static func announce(_ text: String) {
    unsafe Array(text.utf8).withUnsafeBytes {
      unsafe nnc_announce_interruption($0.baseAddress, $0.count)
    }
  }
}

/// What the operating system and the processor offer beyond Swift's own library.
enum System {
  /// Ends the program with a message where the system denies what nothing can go on without.
  static func fail(_ message: String) -> Never {
    let line = Array("error: \(message)\n".utf8)
    _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(1)
  }

  /// Sleeps until `wake` is called on `word`; returns at once when `*word` is not `expected`.
  static func sleep(on word: UnsafeRawPointer, while expected: UInt32) {
    unsafe nnc_futex_wait(word, expected)
  }

  /// Wakes every thread that sleeps on `word`.
  static func wake(all word: UnsafeRawPointer) {
    unsafe nnc_futex_wake(word, Int32.max)
  }

  /// Tells the processor that this is a spin loop.
  @inline(__always)
  static func spinHint() { nnc_spin_hint() }

  /// The number of processors that this process may run on.
  static var processorCount: Int { Int(nnc_processor_count()) }

  /// The floating-point mode of this thread.
  static var floatMode: UInt64 {
    get { nnc_float_mode() }
    set { nnc_set_float_mode(newValue) }
  }

  /// Treats subnormal numbers as zero on this thread from now on.
  static func flushSubnormalsToZero() { nnc_flush_subnormals_to_zero() }

  /// Square roots, lane by lane.
  @inline(__always)
  static func squareRoot(_ x: SIMD8<Float>) -> SIMD8<Float> { nnc_square_root_float8(x) }

  /// Whole numbers as floats, lane by lane.
  @inline(__always)
  static func floats(_ x: SIMD8<Int32>) -> SIMD8<Float> { nnc_floats8(x) }

  /// Positive normal numbers as m 2^e with m from 1/sqrt 2 to sqrt 2, lane by lane.
  @inline(__always)
  static func parts(_ x: SIMD8<Float>) -> (mantissas: SIMD8<Float>, exponents: SIMD8<Float>) {
    (nnc_mantissas8(x), nnc_exponents8(x))
  }

  /// Lanes of `a` where x <= y, of `b` elsewhere.
  @inline(__always)
  static func select(
    _ x: SIMD8<Float>, atMost y: SIMD8<Float>, _ a: SIMD8<Float>, otherwise b: SIMD8<Float>
  ) -> SIMD8<Float> {
    nnc_select_float8(x, y, a, b)
  }

  /// Lanes of `a` where x <= y, of `b` elsewhere.
  @inline(__always)
  static func select(
    _ x: SIMD8<Double>, atMost y: SIMD8<Double>, _ a: SIMD8<Double>, otherwise b: SIMD8<Double>
  ) -> SIMD8<Double> {
    nnc_select_double8(x, y, a, b)
  }

  /// The lanes of both, taken in turns.
  @inline(__always)
  static func interleave(_ a: SIMD8<UInt64>, _ b: SIMD8<UInt64>) -> SIMD16<UInt64> {
    nnc_interleave(a, b)
  }

  /// Square roots, lane by lane.
  @inline(__always)
  static func squareRoot(_ x: SIMD8<Double>) -> SIMD8<Double> { nnc_square_root_double8(x) }
}
