extension Matrix {
  /// Fills with numbers that are uniform between `low` and `high`, from a stream of its own.
  public func fillUniform(low: Double, high: Double, seed: UInt64, stream: UInt64) {
    var random = RandomStream(seed: seed, stream: stream)
    for index in 0..<count { self[index] = low + (high - low) * random.uniform() }
  }

  /// Fills with numbers of a normal distribution, from a stream of its own.
  public func fillNormal(mean: Double, deviation: Double, seed: UInt64, stream: UInt64) {
    var random = RandomStream(seed: seed, stream: stream)
    for index in 0..<count { self[index] = mean + deviation * random.normal() }
  }
}
