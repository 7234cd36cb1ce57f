import Datasets

/// A picture as lines of characters, each of which stands for two pixels, one above the other.
struct PictureText {
  /// How pixels are shown.
  enum Style {
    /// By half blocks in colours of 24 bits, which the terminal must know.
    case colors
    /// By shades from a blank to a full block; brighter is fuller.
    case shades
  }

  /// The lines, all of the same width in columns of a terminal.
  let lines: [String]
  /// The width of the lines.
  let width: Int

  /// Draws a picture, made smaller by a whole factor until it is at most `limit` wide.
  init(_ picture: Bitmap, limit: Int, _ style: Style) {
    let picture = picture.reduced(max(1, (picture.width + limit - 1) / limit))
    width = picture.width
    lines = stride(from: 0, to: picture.height, by: 2).map { y in
      let lower = min(y + 1, picture.height - 1)
      let line = (0..<picture.width).map { x in
        switch style {
        case .colors: Self.halfBlock(picture, x, y, lower)
        case .shades:
          Self.shade((Self.brightness(picture, x, y) + Self.brightness(picture, x, lower)) / 2)
        }
      }.joined()
      return style == .colors ? line + "\u{1B}[0m" : line
    }
  }

  /// The upper pixel as the character's colour, the lower one as its background.
  private static func halfBlock(_ picture: Bitmap, _ x: Int, _ upper: Int, _ lower: Int) -> String {
    func color(_ y: Int) -> String {
      (0..<3).map { "\(picture[x, y, $0])" }.joined(separator: ";")
    }
    return "\u{1B}[38;2;\(color(upper))m\u{1B}[48;2;\(color(lower))m▀"
  }

  private static func shade(_ brightness: Int) -> String {
    let shades = [" ", "░", "▒", "▓", "█"]
    return shades[brightness * shades.count / 256]
  }

  /// The luma of Rec. 601: 0.299 R + 0.587 G + 0.114 B.
  private static func brightness(_ picture: Bitmap, _ x: Int, _ y: Int) -> Int {
    (299 * Int(picture[x, y, 0]) + 587 * Int(picture[x, y, 1]) + 114 * Int(picture[x, y, 2])) / 1000
  }
}
