/// The program's version, which is saved with every model.
public enum Version {
  /// The version, by semantic versioning.
  public static let current = "0.1.0"
}
