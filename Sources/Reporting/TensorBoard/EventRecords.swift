public import Training

/// The curves of a run as TensorBoard's event files hold them.
///
/// An event file is a row of TFRecords
/// (https://www.tensorflow.org/tutorials/load_data/tfrecord), each an `Event` message of
/// TensorFlow's `event.proto`; the first says which version of the format it is.
public enum EventRecords {
  /// The part of the rows that a file is of. TensorBoard draws the curves of both, whose tags are the
  /// same, into one chart.
  public enum Part: String, CaseIterable, Sendable {
    /// The rows that are trained on.
    case train
    /// The rows that are evaluated behind each epoch.
    case validation
  }

  /// What a file begins with.
  ///
  /// - Parameter time: when training began, in seconds since 1970.
  public static func beginning(at time: Double) -> [UInt8] {
    var event = ProtobufMessage()
    event.add(1, time)
    event.add(3, "brain.Event:2")
    return record(event)
  }

  /// An epoch's figures: `loss`, without penalties, and `accuracy`; for training also the
  /// `learning_rate`, and `loss_with_penalties` where there are any. Nothing, where none of a part's
  /// figures were measured.
  ///
  /// - Parameter time: when the epoch ended, in seconds since 1970.
  public static func epoch(_ epoch: EpochRecord, of part: Part, at time: Double) -> [UInt8] {
    let scalars = scalars(epoch, part).compactMap { tag, value in value.map { (tag, $0) } }
    guard !scalars.isEmpty else { return [] }
    var summary = ProtobufMessage()
    for (tag, value) in scalars {
      var scalar = ProtobufMessage()
      scalar.add(1, tag)
      scalar.add(2, Float(value))
      summary.add(1, scalar)
    }
    var event = ProtobufMessage()
    event.add(1, time)
    event.add(2, epoch.epoch)
    event.add(5, summary)
    return record(event)
  }

  private static func scalars(
    _ epoch: EpochRecord, _ part: Part
  ) -> KeyValuePairs<String, Double?> {
    switch part {
    case .train:
      [
        "loss": epoch.trainDataLoss, "accuracy": epoch.trainAccuracy,
        "learning_rate": epoch.learningRate,
        "loss_with_penalties": epoch.trainLoss == epoch.trainDataLoss ? nil : epoch.trainLoss,
      ]
    case .validation: ["loss": epoch.validLoss, "accuracy": epoch.validAccuracy]
    }
  }

  /// The length, its check, the message, its check.
  private static func record(_ message: ProtobufMessage) -> [UInt8] {
    let length = UInt64(message.bytes.count).littleEndianBytes
    return length + check(length) + message.bytes + check(message.bytes)
  }

  /// The check, turned and shifted, so that it is not mistaken for what it checks.
  private static func check(_ bytes: [UInt8]) -> [UInt8] {
    let crc = CRC32C.of(bytes)
    return ((crc >> 15 | crc << 17) &+ 0xA282_EAD8).littleEndianBytes
  }
}
