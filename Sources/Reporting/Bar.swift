/// A bar of a share of a width, in eighths of a character.
///
/// - Parameter share: from 0 to 1; what lies outside is cut.
func bar(_ share: Double, width: Int) -> String {
  guard share > 0 else { return "" }
  let eighths = Int((min(share, 1) * Double(width * 8)).rounded())
  let ends = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  return String(repeating: "█", count: eighths / 8) + ends[eighths % 8]
}
