/// Where addresses and steps lie in the picture of a memory map, in pixels.
struct MapScale: Sendable {
  /// The planned bytes.
  let bytes: Int
  /// The number of steps.
  let steps: Int
  /// The height of a step: of a line of text where there are few, less where there are many, so that
  /// the picture of a deep network can still be looked through.
  let stepHeight: Double

  /// The map's left edge; the numbers of tasks and the names of layers stand left of it.
  let left = 236.0
  /// The map's width.
  let mapWidth = 860.0
  /// The gap between the map and the curve of live bytes.
  let gap = 28.0
  /// The width of that curve.
  let curveWidth = 130.0
  /// The map's upper edge.
  let top = 92.0

  init(bytes: Int, steps: Int) {
    self.bytes = max(bytes, 1)
    self.steps = steps
    let room = 1_800 / Double(steps)
    stepHeight = min(20, max(room, min(4, 12_000 / Double(steps))))
  }

  var width: Double { left + mapWidth + gap + curveWidth + 24 }
  var bottom: Double { y(steps) }
  var height: Double { bottom + 34 }
  var right: Double { left + mapWidth }
  var curveLeft: Double { right + gap }

  /// The left edge of an address.
  func x(_ address: Int) -> Double { left + mapWidth * Double(address) / Double(bytes) }
  /// The upper edge of a step.
  func y(_ step: Int) -> Double { top + stepHeight * Double(step) }
  /// How far a number of live bytes reaches in the curve.
  func curveX(_ live: Int) -> Double { curveLeft + curveWidth * Double(live) / Double(bytes) }

  /// Round numbers from 0 to a limit, some `count` of them: 1, 2 or 5 times a power of ten apart.
  static func ticks(upTo limit: Int, count: Int) -> [Int] {
    var (power, step) = (1, 1)
    while limit / step > count {
      step = step == power ? 2 * power : step == 2 * power ? 5 * power : 10 * power
      if step == 10 * power { power = step }
    }
    return Array(stride(from: 0, through: limit, by: step))
  }
}

/// A length in pixels, to a hundredth.
func px(_ value: Double) -> String {
  let text = fixed(value, 2)
  return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
}

/// How wide a text of size 10 is at most: the letters of common fonts are 0.62 of the size wide on
/// average, or less.
func textWidth(_ text: String) -> Double { 6.2 * Double(text.count) }
