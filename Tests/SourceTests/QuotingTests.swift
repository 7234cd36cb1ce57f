import Foundation
import Source
import Testing

@Suite struct QuotingTests {
  /// A shell reads each word back as it was.
  @Test(arguments: [
    "lr=0.01", "init=normal(0.1)", "it's", "", "a b", "$HOME", "`ls`", "a;b", "*", "~", "-x",
    "a\"b",
    "a\\b", "'", "#x", "a\nb", "models/m.nn", "ä", "!!", "a&b", "[1,2]", "{a,b}",
  ])
  func shellWords(word: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "printf '%s|' \(shellWord(word))"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: output, as: UTF8.self) == word + "|")
  }

  @Test func plainWordsStayPlain() {
    for word in ["run", "--set", "l2=1e-5", "./models/a-b_c.nn", "28x28", "valid_loss:0,5%"] {
      #expect(shellWord(word) == word)
    }
  }
}
