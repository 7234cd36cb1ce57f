import Source
import Testing

@testable import Datasets

/// Damaged files of all kinds are an error or, where a byte is an element, other rows; nothing traps.
@Suite struct IDXDamageTests {
  @Test func truncatedAndChangedFiles() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSet()
    let search = DatasetSearch(dataDirectory: nil, environment: [:])
    for (name, whole) in smallSet {
      for length in 0..<whole.count {
        try folder.write(Array(whole.prefix(length)), to: name)
        #expect(throws: InputError.self) { _ = try search.open(folder.path) }
      }
      for place in whole.indices {
        var changed = whole
        changed[place] ^= UInt8(1 << (place % 8))
        try folder.write(changed, to: name)
        _ = try? search.open(folder.path)
      }
      try folder.write(whole, to: name)
    }
  }
}
