import ArgumentParser
import Execution
import ModelFiles
import Reporting
import Source

/// `--memory`, `--memory-map`: what is shown of a plan's memory.
struct MemoryOptions: ParsableArguments {
  @Flag(
    help:
      "Tell where the memory goes, layer by layer, and when the most is in use, in place of the summary."
  )
  var memory = false

  @Option(help: "Draw the memory plan into this .svg or .html file, too.")
  var memoryMap: String?

  func validate() throws {
    if let memoryMap, ![".svg", ".html"].contains(where: memoryMap.lowercased().hasSuffix) {
      throw ValidationError("--memory-map writes a file that ends in .svg or .html")
    }
  }

  /// Draws the memory plan where that was asked for.
  func draw(_ plan: Plan, _ terminal: Terminal) throws {
    guard let memoryMap else { return }
    let map = MemoryMap(plan)
    let text = memoryMap.lowercased().hasSuffix(".svg") ? map.svg : map.html
    try AtomicWrite.write(Array(text.utf8), to: memoryMap)
    terminal.note("saved \(printable(memoryMap))\n")
  }
}
