import ArgumentParser
import ModelFiles
import Reporting
import Source
import func Syntax.format

/// `nnc fmt`.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Lays a .nn file out in the one standard way.",
    discussion: """
      Example:
        nnc fmt models/fashion.nn
        nnc fmt --write models/fashion.nn
      """)

  @ArgumentParser.Argument(help: "The model, a .nn file.")
  var model: String

  @Flag(help: "Write the file instead of printing it.")
  var write = false

  func run() throws {
    let terminal = Terminal(environment: environment)
    let text = try format(
      SourceText(name: model, bytes: try readFile(model, limit: sourceLimit, code: "E0705")))
    if write {
      try AtomicWrite.write(Array(text.utf8), to: model)
    } else {
      try terminal.print(text)
    }
  }
}
