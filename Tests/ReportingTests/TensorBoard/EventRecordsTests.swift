import Testing
import Training

@testable import Reporting

/// TensorBoard's event files, held against the bytes of TensorBoard's own writer
/// (`tools/reference/tensorboard_events.py`).
@Suite struct EventRecordsTests {
  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private var epoch: EpochRecord {
    EpochRecord(
      epoch: 300, trainLoss: 0.75, trainDataLoss: 0.5, trainAccuracy: 0.875, validLoss: 0.625,
      validAccuracy: nil, learningRate: 1e-3, seconds: 2)
  }

  @Test func recordsAreThoseOfTensorBoardsWriter() {
    #expect(
      hexadecimal(EventRecords.beginning(at: 1.7e9))
        == "1800000000000000a37f4b220900000040fc54d9411a0d627261696e2e4576656e743a32eced8f9d")
    #expect(
      hexadecimal(EventRecords.epoch(epoch, of: .train, at: 1.7e9 + 0.25))
        == "5e00000000000000d8b06ebc0900001040fc54d94110ac022a500a0b0a046c6f7373150000003f0a0f0a08"
        + "6163637572616379150000603f0a140a0d6c6561726e696e675f72617465156f12833a0a1a0a136c6f7373"
        + "5f776974685f70656e616c74696573150000403fa35a5742")
    #expect(
      hexadecimal(EventRecords.epoch(epoch, of: .validation, at: 1.7e9 + 0.25))
        == "1b000000000000001a0d9e130900001040fc54d94110ac022a0d0a0b0a046c6f7373150000203f60dc8dda")
  }

  @Test func anEpochThatWasNotValidatedHasNoRecord() {
    var epoch = epoch
    epoch.validLoss = nil
    #expect(EventRecords.epoch(epoch, of: .validation, at: 0).isEmpty)
    #expect(!EventRecords.epoch(epoch, of: .train, at: 0).isEmpty)
  }

  /// The examples of RFC 3720, appendix B.4, and the usual one.
  @Test func checks() {
    #expect(CRC32C.of([]) == 0)
    #expect(CRC32C.of(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.of([UInt8](repeating: 255, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.of(Array(0..<32)) == 0x46DD_794E)
    #expect(CRC32C.of(Array((0..<32).reversed())) == 0x113F_DB5C)
  }
}
