import Lowering
import Reporting
import Source
import Syntax

/// Reads, parses and checks a `.nn` file; warnings go to standard error.
func readModel(
  _ path: String, _ settings: SettingOptions, data: DataFacts?, _ terminal: Terminal
) throws -> Model {
  let source = SourceText(name: path, bytes: try readFile(path, limit: 64 << 20))
  let parsed = parse(source)
  var facts = data
  if let shape = settings.inputShape {
    let given = DataFacts(inputShape: shape, origin: "--input \(settings.input ?? "")")
    if let data, data.inputShape.reduce(1, *) != shape.reduce(1, *) {
      throw InputError(
        Diagnostic(
          code: "E0701",
          "\(given.origin) disagrees with \(data.origin), whose rows are "
            + data.inputShape.map(String.init).joined(separator: "x"),
          help: ["leave --input out: the data gives the size"]))
    }
    facts = data ?? given
  }
  let (model, warnings) = try check(
    parsed.program, syntaxErrors: parsed.diagnostics, data: facts)
  if !warnings.isEmpty {
    terminal.note(DiagnosticRenderer(hasColor: terminal.hasColor).text(warnings))
  }
  var changed = model
  settings.apply(to: &changed.settings)
  return changed
}
