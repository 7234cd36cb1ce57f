extension Unicode.Scalar {
  /// How many columns of a terminal the character takes: none for a mark that joins the character
  /// before it, two for a wide one (East Asian width W or F, Unicode annex 11, and emoji).
  var displayWidth: Int {
    if isASCII { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if properties.isEmojiPresentation { return 2 }
    return wideBlocks.contains { $0.contains(value) } ? 2 : 1
  }
}

/// The blocks of characters that take two columns.
private let wideBlocks: [ClosedRange<UInt32>] = [
  0x1100...0x115F,  // Hangul Jamo, initial consonants
  0x2E80...0x303E,  // CJK radicals and punctuation
  0x3041...0x4DBF,  // Kana, Bopomofo, compatibility Jamo, CJK extension A
  0x4E00...0xA4CF,  // CJK ideographs, Yi
  0xA960...0xA97F,  // Hangul Jamo, extended A
  0xAC00...0xD7A3,  // Hangul syllables
  0xF900...0xFAFF,  // CJK compatibility ideographs
  0xFE30...0xFE6F,  // CJK compatibility forms
  0xFF01...0xFF60,  // Full-width forms
  0xFFE0...0xFFE6,  // Full-width signs
  0x1B000...0x1B2FF,  // Kana supplement
  0x20000...0x3FFFD,  // CJK extensions B and later
]
