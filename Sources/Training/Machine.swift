internal import Glibc

/// What the program runs on.
public enum Machine {
  /// The size of the memory in bytes.
  public static let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))

  /// Seconds of a clock that never steps back.
  static func seconds() -> Double {
    let elapsed = ContinuousClock.now - start
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
  private static let start = ContinuousClock.now
}
