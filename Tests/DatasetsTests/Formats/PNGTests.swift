import Foundation
import Source
import Testing

@testable import Datasets

@Suite struct PNGTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func decode(_ file: [UInt8], isColored: Bool) throws -> [UInt8] {
    let png = try PNGFile(path: folder.write(file, to: "a.png"))
    #expect(png.width == 3 && png.height == 2)
    return try png.pixels(isColored: isColored)
  }

  private func reference(_ base64: String, isColored: Bool) throws -> [UInt8] {
    try decode([UInt8](try #require(Data(base64Encoded: base64))), isColored: isColored)
  }

  @Test func everyColorTypeByHand() throws {
    #expect(try decode(HandMadePNG().bytes, isColored: false) == [1, 2, 3, 4, 5, 6])
    #expect(
      try decode(HandMadePNG().bytes, isColored: true)
        == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6])
    let rgb = Array(UInt8(10)..<28)
    let lines = [[0] + rgb[..<9], [0] + rgb[9...]].map { Array($0) }
    #expect(try decode(HandMadePNG(color: 2, lines: lines).bytes, isColored: true) == rgb)
    // Two colours of a palette, one bit a pixel: 101 and 010.
    let palette = HandMadePNG(
      depth: 1, color: 3, lines: [[0, 0b1010_0000], [0, 0b0100_0000]],
      extra: [("PLTE", [10, 20, 30, 40, 50, 60])])
    let (a, b): ([UInt8], [UInt8]) = ([10, 20, 30], [40, 50, 60])
    #expect(try decode(palette.bytes, isColored: true) == b + a + b + a + b + a)
    // Sixteen bits are rounded to eight: x / 257.
    let deep = HandMadePNG(
      depth: 16, lines: [[0, 0, 0, 1, 1, 255, 255], [0, 128, 0, 127, 255, 0, 200]])
    #expect(try decode(deep.bytes, isColored: false) == [0, 1, 255, 128, 127, 1])
  }

  @Test func whatIsTransparentLiesOverWhite() throws {
    let grey = HandMadePNG(
      color: 4, lines: [[0, 0, 255, 0, 0, 0, 51], [0, 200, 0, 200, 255, 100, 128]])
    // (c a + 255 (255 - a)) / 255, rounded.
    #expect(try decode(grey.bytes, isColored: false) == [0, 255, 204, 255, 200, 177])
    let rgba = HandMadePNG(
      color: 6,
      lines: [
        [0, 1, 2, 3, 255, 1, 2, 3, 0, 255, 0, 0, 128],
        [0, 9, 9, 9, 255, 9, 9, 9, 255, 9, 9, 9, 255],
      ])
    #expect(
      try decode(rgba.bytes, isColored: true)
        == [1, 2, 3, 255, 255, 255, 255, 127, 127, 9, 9, 9, 9, 9, 9, 9, 9, 9])
  }

  /// Adam7: of 3x2 pixels, pass 1 has (0, 0), pass 4 (2, 0), pass 6 (1, 0), pass 7 the second line.
  @Test func interlaced() throws {
    let png = HandMadePNG(isInterlaced: true, lines: [[0, 1], [0, 3], [0, 2], [0, 4, 5, 6]])
    #expect(try decode(png.bytes, isColored: false) == [1, 2, 3, 4, 5, 6])
  }

  /// What Pillow wrote: pixels 0, 10, ... 230 in four channels.
  @Test func filesOfPillow() throws {
    let values = (0..<24).map { $0 * 10 }
    let pixels = (0..<6).map { pixel in values[(4 * pixel)..<(4 * pixel + 4)].map { $0 } }
    func overWhite(_ color: Int, _ opacity: Int) -> UInt8 {
      UInt8((Double(color * opacity + 255 * (255 - opacity)) / 255).rounded())
    }
    #expect(try reference(ReferenceFile.grey, isColored: false) == pixels.map { UInt8($0[0]) })
    #expect(try reference(ReferenceFile.grey16, isColored: false) == pixels.map { UInt8($0[0]) })
    let rgb = pixels.flatMap { $0[..<3].map { UInt8($0) } }
    #expect(try reference(ReferenceFile.rgb, isColored: true) == rgb)
    #expect(try reference(ReferenceFile.palette, isColored: true) == rgb)
    #expect(
      try reference(ReferenceFile.rgba, isColored: true)
        == pixels.flatMap { pixel in pixel[..<3].map { overWhite($0, pixel[3]) } })
    #expect(
      try reference(ReferenceFile.greyAlpha, isColored: false)
        == pixels.map { overWhite($0[1], $0[2]) })
  }

  @Test func writtenPicturesComeBack() throws {
    for channels in [1, 3] {
      let pixels = (0..<(6 * channels)).map { UInt8($0 * 13) }
      let bitmap = Bitmap(width: 3, height: 2, channels: channels, bytes: pixels)
      #expect(try decode(bitmap.png(), isColored: channels == 3) == pixels)
    }
  }

  @Test func everyTruncationAndEveryChangedByteIsFound() throws {
    let whole = HandMadePNG(color: 6, lines: Array(repeating: Array(0..<13), count: 2)).bytes
    #expect(throws: Never.self) { try decode(whole, isColored: true) }
    for length in 0..<whole.count {
      let found = try diagnostic { _ = try decode(Array(whole.prefix(length)), isColored: true) }
      #expect(["E0304", "E0305"].contains(found.code))
    }
    for place in whole.indices {
      for bit in [0, 3, 7] {
        var changed = whole
        changed[place] ^= 1 << bit
        let found = try diagnostic { _ = try decode(changed, isColored: true) }
        #expect(["E0303", "E0304", "E0305"].contains(found.code))
      }
    }
  }

  @Test func sizesBeyondTheFileAreRefused() throws {
    let path = try folder.write(HandMadePNG(width: 1 << 30, height: 1 << 30).bytes, to: "a.png")
    #expect(try diagnostic { _ = try PNGFile(path: path) }.code == "E0306")
    let long = try folder.write(HandMadePNG(height: 3).bytes, to: "b.png")
    #expect(try diagnostic { _ = try PNGFile(path: long).pixels(isColored: false) }.code == "E0303")
  }

  /// Files whose check sums are right but whose contents make no sense never trap.
  @Test func chunksThatMakeNoSense() throws {
    var state: UInt64 = 1
    func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let types = ["PLTE", "tRNS", "gAMA", "sRGB", "bKGD", "IHDR", "abCd", "ABCD", "iCCP", "sBIT"]
    var decodable = 0
    for _ in 0..<2000 {
      let file = HandMadePNG(
        width: 1 + below(4), height: 1 + below(4), depth: [1, 2, 4, 8, 16, 3][below(6)],
        color: UInt8(below(7)), isInterlaced: below(2) == 0,
        lines: (0..<below(9)).map { _ in (0..<below(20)).map { _ in UInt8(below(7)) } },
        extra: (0..<below(3)).map { _ in
          (types[below(types.count)], (0..<below(20)).map { _ in UInt8(below(256)) })
        })
      let isColored = below(2) == 0
      do {
        let png = try PNGFile(path: folder.write(file.bytes, to: "a.png"))
        let pixels = try png.pixels(isColored: isColored)
        #expect(pixels.count == file.width * file.height * (isColored ? 3 : 1))
        decodable += 1
      } catch let error as InputError {
        #expect(error.diagnostics.count == 1)
      }
    }
    #expect(decodable > 20)
  }
}
