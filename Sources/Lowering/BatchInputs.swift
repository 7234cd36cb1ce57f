/// The inputs of a lowered graph that hold a batch of the data.
public enum BatchInputs {
  /// The input rows, a floating-point tensor whose leading axis counts them.
  public static let rows = "rows"
  /// Their labels, an i32 vector.
  public static let labels = "labels"
  /// Both: what the workers gather from the data at the start of a run.
  public static let gathered: Set<String> = [rows, labels]
}
