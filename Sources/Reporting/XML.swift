/// A text as the content of an element or an attribute of XML: the five characters with a meaning
/// become references, and what XML 1.0 does not allow becomes U+FFFD. Source: W3C, XML 1.0, 2.2.
func xmlEscaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
    default:
      let isAllowed = scalar.value >= 0x20 && ![0xFFFE, 0xFFFF].contains(scalar.value)
      escaped.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
    }
  }
  return escaped
}
