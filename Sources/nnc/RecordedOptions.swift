import ArgumentParser
import ModelFiles
import Source

/// Options that say what rows a network is trained on, which a saved model records.
protocol RecordedOptions: ParsableArguments {
  /// What was given, by the options' names; nil for what was not.
  var recorded: KeyValuePairs<String, String?> { get }
}

extension RecordedOptions {
  /// The options that were given.
  var given: [String: String] {
    Dictionary(
      uniqueKeysWithValues: recorded.compactMap { name, text in text.map { (name, $0) } })
  }

  /// The options as a saved model records them.
  ///
  /// - Throws: E0745 where they cannot be read.
  init(recordedIn data: TrainingData) throws(InputError) {
    var arguments: [String] = []
    do {
      arguments = try Self.parse([]).recorded.compactMap { name, _ in
        data.options[name].map { "--\(name)=\($0)" }
      }
      self = try Self.parse(arguments)
    } catch {
      throw InputError(
        Diagnostic(
          code: "E0745",
          "the options of data that the model was trained with cannot be read: "
            + arguments.map { quoted($0) }.joined(separator: " ")))
    }
  }
}

extension DataOptions: RecordedOptions {
  var recorded: KeyValuePairs<String, String?> {
    [
      "data": data, "data-dir": dataDir, "limit": limit.map { String($0) },
      "delimiter": table.delimiter, "header": table.header?.rawValue, "label": table.label,
      "missing": table.missing,
    ]
  }
}

extension SplitOptions: RecordedOptions {
  var recorded: KeyValuePairs<String, String?> {
    ["valid": valid, "test": test, "split": split, "split-seed": splitSeed.map { String($0) }]
  }
}
