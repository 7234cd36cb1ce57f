/// How rows are pictures.
public struct PictureShape: Hashable, Sendable {
  /// The lines of a picture.
  public let height: Int
  /// The columns of a picture.
  public let width: Int
  /// 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// Whether all of one colour come before those of the next.
  let hasPlanes: Bool

  /// Rows of shape [h, w], [h, w, 1], [h, w, 3], [1, h, w] and [3, h, w] are pictures, and so are flat
  /// rows of bytes whose number is a square, as tables of pixels have them.
  public init?(_ rows: Rows) {
    let shape = rows.shape
    switch (shape.count, shape.first, shape.last) {
    case (2, _, _): self.init(shape[0], shape[1], 1, hasPlanes: false)
    case (3, _, 1), (3, _, 3): self.init(shape[0], shape[1], shape[2], hasPlanes: false)
    case (3, 1, _), (3, 3, _): self.init(shape[1], shape[2], shape[0], hasPlanes: true)
    case (1, let length?, _) where rows.hasBytes && length >= 64:
      let side = Int(Double(length).squareRoot().rounded())
      guard side * side == length else { return nil }
      self.init(side, side, 1, hasPlanes: false)
    default: return nil
    }
  }

  private init(_ height: Int, _ width: Int, _ channels: Int, hasPlanes: Bool) {
    self.height = height
    self.width = width
    self.channels = channels
    self.hasPlanes = hasPlanes
  }

  /// Which element of a row a pixel is in one channel.
  public func place(x: Int, y: Int, channel: Int) -> Int {
    hasPlanes ? (channel * height + y) * width + x : (y * width + x) * channels + channel
  }

  /// A row as a picture; numbers that are no bytes are spread over `range`, from black to white.
  public func bitmap(_ rows: Rows, row: Int, range: ClosedRange<Double>) -> Bitmap {
    var bitmap = Bitmap(width: width, height: height, channels: channels, shade: 0)
    let span = range.upperBound - range.lowerBound
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channels {
          let value = Double(rows.element(place(x: x, y: y, channel: channel), ofRow: row))
          let shade = rows.hasBytes ? value : span > 0 ? (value - range.lowerBound) / span * 255 : 0
          bitmap[x, y, channel] = UInt8(max(0, min(255, shade.rounded())))
        }
      }
    }
    return bitmap
  }
}
