import Foundation
import Source

/// Refuses a file for results that is one of those that the command reads, before anything is read.
///
/// - Parameters:
///   - option: the option that names the file.
///   - path: the file; nil where the option was not given.
///   - models: the models, or the folders or files of saved ones, that are read.
///   - data: the data that is read, a file or a folder.
/// - Throws: E0753.
func refuse(
  _ option: String, _ path: String?, overwriting models: [String], data: String? = nil
) throws(InputError) {
  // What is not there yet overwrites nothing.
  guard let path, FileKind(path: path) == .file else { return }
  let output = resolved(path)
  let inputs = models.flatMap(filesOfModel) + [data].compactMap { $0 }
  let isInput = inputs.map(resolved).contains { input in
    output == input || (FileKind(path: input) == .folder && output.hasPrefix(input + "/"))
  }
  guard isInput else { return }
  throw InputError(
    "E0753", "\(option) would overwrite what the command reads", in: path,
    help: ["give another name"])
}

/// The files that a model is read from: a file, or those of a saved model.
private func filesOfModel(_ path: String) -> [String] {
  let names = ["model.json", "model.safetensors", "history.csv", "summary.json"]
  guard FileKind(path: path) == .folder else {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return path.hasSuffix(".json") ? [path] + names.map { "\(folder)/\($0)" } : [path]
  }
  return names.map { "\(path)/\($0)" }
}

/// A path without links and relative parts.
private func resolved(_ path: String) -> String {
  URL(fileURLWithPath: path).resolvingSymlinksInPath().path
}
