import ArgumentParser
import IR
import Operators
import Reporting
import Source

/// Whether a path is a graph's text rather than a model's.
func isGraphText(_ path: String) -> Bool { path.hasSuffix(".ir") }

/// Reads a graph's text, as `compile --emit ir` prints it; warnings go to standard error.
func readGraph(_ path: String, _ terminal: Terminal) throws(InputError) -> GraphText {
  let text = try GraphText(readGraphSource(path), ops: Catalog.ops)
  let warnings = text.warnings
  if !warnings.isEmpty {
    terminal.note(DiagnosticRenderer(hasColor: terminal.hasColor).text(warnings))
  }
  return text
}

/// Reads a file with a graph's text.
func readGraphSource(_ path: String) throws(InputError) -> SourceText {
  SourceText(name: path, bytes: try readFile(path, limit: sourceLimit, code: "E0705"))
}

/// Refuses options that were given beside a graph's text, which says itself what they would set.
///
/// - Parameter given: options by name, nil where one was not given.
func refuseBesideGraphText(_ given: KeyValuePairs<String, Any?>) throws(ValidationError) {
  let names = given.filter { $0.value != nil }.map { "--\($0.key)" }
  guard let first = names.first else { return }
  throw ValidationError(
    "\(first) is for models; a graph's text is compiled as it stands, inputs and states included")
}

extension DataOptions {
  /// Refuses these options beside a graph's text.
  func refuseBesideGraphText() throws(ValidationError) {
    try nnc.refuseBesideGraphText([
      "data": data, "data-dir": dataDir, "limit": limit, "delimiter": table.delimiter,
      "header": table.header, "label": table.label, "missing": table.missing,
    ])
  }
}

extension SettingOptions {
  /// Refuses these options beside a graph's text.
  func refuseBesideGraphText() throws(ValidationError) {
    try nnc.refuseBesideGraphText([
      "input": input, "seed": seed, "epochs": epochs, "batch": batch, "set": set.first,
    ])
  }
}
