/// A picture of bytes.
public struct Bitmap: Hashable, Sendable {
  /// The number of its columns.
  public let width: Int
  /// The number of its lines.
  public let height: Int
  /// The bytes of a pixel: 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// The pixels, line after line from the top, each line from the left.
  public private(set) var bytes: [UInt8]

  /// Makes a picture.
  ///
  /// - Precondition: There are `width * height * channels` bytes, and 1 or 3 channels.
  public init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    precondition(channels == 1 || channels == 3, "a picture has 1 or 3 channels")
    precondition(bytes.count == width * height * channels, "pixels of another number")
    self.width = width
    self.height = height
    self.channels = channels
    self.bytes = bytes
  }

  /// Makes a picture of one shade of grey.
  public init(width: Int, height: Int, channels: Int, shade: UInt8) {
    self.init(
      width: width, height: height, channels: channels,
      bytes: Array(repeating: shade, count: width * height * channels))
  }

  /// The byte of a pixel in one channel; grey answers for every channel.
  public subscript(x: Int, y: Int, channel: Int) -> UInt8 {
    get { bytes[(y * width + x) * channels + (channels == 1 ? 0 : channel)] }
    set { bytes[(y * width + x) * channels + (channels == 1 ? 0 : channel)] = newValue }
  }

  /// Copies a picture with its upper left corner to (x, y); what reaches over the edge is left out.
  public mutating func draw(_ picture: Bitmap, x left: Int, y top: Int) {
    for y in 0..<picture.height where (0..<height).contains(top + y) {
      for x in 0..<picture.width where (0..<width).contains(left + x) {
        for channel in 0..<channels {
          self[left + x, top + y, channel] = picture[x, y, channel]
        }
      }
    }
  }

  /// The picture with each pixel drawn `factor` times as wide and as high.
  public func enlarged(_ factor: Int) -> Bitmap {
    var result = Bitmap(
      width: width * factor, height: height * factor, channels: channels, shade: 0)
    for y in 0..<result.height {
      for x in 0..<result.width {
        for channel in 0..<channels {
          result[x, y, channel] = self[x / factor, y / factor, channel]
        }
      }
    }
    return result
  }

  /// The picture enlarged or reduced by a whole factor, so that its longer side has some `side`
  /// pixels.
  public func fitted(to side: Int) -> Bitmap {
    let longer = max(width, height, 1)
    return longer > side
      ? reduced((longer + side / 2) / side) : enlarged((side + longer / 2) / longer)
  }

  /// The picture in which the mean of each square of `factor` pixels a side is one pixel; squares at
  /// the right and lower edge may be smaller.
  public func reduced(_ factor: Int) -> Bitmap {
    var result = Bitmap(
      width: (width + factor - 1) / factor, height: (height + factor - 1) / factor,
      channels: channels, shade: 0)
    for y in 0..<result.height {
      let lines = y * factor..<min((y + 1) * factor, height)
      for x in 0..<result.width {
        let columns = x * factor..<min((x + 1) * factor, width)
        for channel in 0..<channels {
          var sum = 0
          for line in lines { for column in columns { sum += Int(self[column, line, channel]) } }
          let count = lines.count * columns.count
          result[x, y, channel] = UInt8((sum + count / 2) / count)
        }
      }
    }
    return result
  }
}
