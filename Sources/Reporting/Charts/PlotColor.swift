/// A colour in which something is drawn.
struct PlotColor: Sendable {
  /// What it is called.
  let name: String
  /// Red, green and blue.
  let channels: SIMD3<UInt8>

  /// As SVG writes it.
  var hex: String { hexColor((0..<3).map { channels[$0] }) }

  /// Colours that people with any kind of sight tell apart, the last one being grey in place of a
  /// yellow that is pale on white. Source: Okabe and Ito, "Color universal design", 2008.
  static let all = [
    PlotColor(name: "blue", channels: SIMD3(0, 114, 178)),
    PlotColor(name: "vermilion", channels: SIMD3(213, 94, 0)),
    PlotColor(name: "green", channels: SIMD3(0, 158, 115)),
    PlotColor(name: "purple", channels: SIMD3(204, 121, 167)),
    PlotColor(name: "orange", channels: SIMD3(230, 159, 0)),
    PlotColor(name: "sky blue", channels: SIMD3(86, 180, 233)),
    PlotColor(name: "black", channels: SIMD3(0, 0, 0)),
    PlotColor(name: "grey", channels: SIMD3(153, 153, 153)),
  ]

  /// The colour of a number; they repeat.
  static func number(_ number: Int) -> PlotColor { all[number % all.count] }
}

/// Red, green and blue as SVG writes them, such as `#0072b2`.
func hexColor(_ channels: [UInt8]) -> String {
  "#"
    + channels.map { channel in
      let digits = String(channel, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
}
