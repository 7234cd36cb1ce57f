extension SyntaxErrorTests {
  static let cases: [Case] = []
}
