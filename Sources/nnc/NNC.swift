import ArgumentParser
import Execution
import IR
import JSON
import ModelFiles
import Reporting
import Source

/// The command line.
@main
struct NNC: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nnc",
    abstract: "Compiles, trains and runs networks written as a few lines of text.",
    discussion: """
      Example:
        nnc run models/fashion.nn --data fashion --out runs/fashion
        nnc predict runs/fashion/model.json --data fashion --limit 3
      """,
    version: "nnc \(Version.current)",
    subcommands: [
      CompileCommand.self, RunCommand.self, PredictCommand.self, CheckCommand.self,
      SweepCommand.self, CompareCommand.self, InspectCommand.self, BenchCommand.self,
      FormatCommand.self, DataCommand.self,
    ])

  /// Runs a command and ends with what it came to: 0 done, 1 the user's input is wrong, 2 usage,
  /// 70 a bug in nnc.
  static func main() {
    let terminal = Terminal(environment: environment)
    TrialProcess.endWithSearch()
    do {
      do {
        var command = try parseAsRoot()
        try command.run()
      } catch let error as InputError {
        // What follows asks for a description of every error, and this one may hold a whole file.
        throw error
      } catch let error where exitCode(for: error).isSuccess {
        try terminal.print(fullMessage(for: error) + "\n")
      }
    } catch let error as InputError {
      report(error, terminal)
      endProcess(with: 1)
    } catch let error as any Error & CompilerBug {
      terminal.note(
        "nnc: a bug in nnc, not in your input: \(error.description)\n"
          + "please report it with the model and the command line\n")
      endProcess(with: 70)
    } catch let code as ExitCode {
      endProcess(with: code.rawValue)
    } catch {
      terminal.note(fullMessage(for: error) + "\n")
      endProcess(with: exitCode(for: error).rawValue == 70 ? 70 : 2)
    }
  }

  /// Shows diagnostics: as text on standard error, and where JSON was asked for, as one document on
  /// standard output.
  private static func report(_ error: InputError, _ terminal: Terminal) {
    terminal.note(DiagnosticRenderer(hasColor: terminal.hasColor).text(error.diagnostics))
    let asksForJSON = CommandLine.arguments.joined(separator: " ").contains(
      /--format[ =]json/)
    if asksForJSON {
      // Where even this cannot be written, standard error has said why.
      try? terminal.print(
        (["diagnostics": .array(error.diagnostics.map(\.json))] as JSON).serialized(pretty: true)
          + "\n")
    }
  }
}

/// Errors that no input should be able to cause.
protocol CompilerBug: CustomStringConvertible {}
extension VerificationError: CompilerBug {}
extension ShapeError: CompilerBug {}
extension PlanError: CompilerBug {}
