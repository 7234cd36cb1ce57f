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

  /// Fills with numbers of a normal distribution from which those further than `limit` deviations
  /// from the mean are drawn anew, from a stream of its own.
  public func fillTruncatedNormal(
    mean: Double, deviation: Double, limit: Double, seed: UInt64, stream: UInt64
  ) {
    precondition(limit >= 1, "hardly a number is within \(limit) deviations")
    var random = RandomStream(seed: seed, stream: stream)
    for index in 0..<count {
      var number = random.normal()
      while number.magnitude > limit { number = random.normal() }
      self[index] = mean + deviation * number
    }
  }
}
