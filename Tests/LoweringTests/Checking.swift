import IR
import Lowering
import Operators
import Source
import Syntax
import Testing

/// Fashion-MNIST, as `--data fashion` describes it.
let fashion = DataFacts(inputShape: [28, 28], origin: "--data fashion", classCount: 10)

/// The model and the warnings that a text gives; syntax errors are handed on as the compiler does.
func checked(
  _ text: String, data: DataFacts? = nil
) throws(InputError) -> (model: Model, warnings: [Diagnostic]) {
  let parsed = parse(SourceText(name: "test.nn", text))
  return try check(parsed.program, syntaxErrors: parsed.diagnostics, data: data)
}

/// Everything that a text is told, as it is shown; empty when it is accepted without a warning.
func messages(_ text: String, data: DataFacts? = nil) -> String {
  do {
    return DiagnosticRenderer().text(try checked(text, data: data).warnings)
  } catch {
    return DiagnosticRenderer().text(error.diagnostics)
  }
}

/// The codes of all that a text is told, in order.
func codes(_ text: String, data: DataFacts? = nil) -> [String] {
  do {
    return try checked(text, data: data).warnings.map(\.code)
  } catch {
    return error.diagnostics.map(\.code)
  }
}

/// The initialisers of all weights, as the graph's text has them.
func initializers(_ text: String) throws -> [String] {
  try checked(text).model.lower(rows: 2, mode: .training).states
    .filter { $0.name.hasSuffix(".weight") }.map(\.initializer.description)
}
