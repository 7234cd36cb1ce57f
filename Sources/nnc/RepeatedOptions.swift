import ArgumentParser

/// Options that can be given again, to another process.
protocol RepeatedOptions: ParsableArguments {
  /// The options that were given, as arguments.
  var arguments: [String] { get }
}

/// An option as arguments; none where there is no value.
func asArguments(_ name: String, _ value: String?) -> [String] {
  guard let value else { return [] }
  // By itself such a value would be taken for an option.
  return value.hasPrefix("-") ? ["--\(name)=\(value)"] : ["--\(name)", value]
}

/// An option that is a number.
func asArguments(_ name: String, _ value: (some BinaryInteger)?) -> [String] {
  asArguments(name, value.map { String($0) })
}

extension DataOptions: RepeatedOptions {
  var arguments: [String] {
    asArguments("data", data) + asArguments("data-dir", dataDir) + asArguments("limit", limit)
      + table.arguments
  }
}

extension TableFlags: RepeatedOptions {
  var arguments: [String] {
    asArguments("delimiter", delimiter) + asArguments("header", header?.rawValue)
      + asArguments("label", label)
      + asArguments("missing", missing)
  }
}

extension SplitOptions: RepeatedOptions {
  var arguments: [String] {
    asArguments("valid", valid) + asArguments("test", test) + asArguments("split", split)
      + asArguments("split-seed", splitSeed)
  }
}

extension SettingOptions: RepeatedOptions {
  var arguments: [String] {
    asArguments("input", input) + asArguments("seed", seed) + asArguments("epochs", epochs)
      + asArguments("batch", batch) + set.flatMap { asArguments("set", $0) }
  }
}

extension OptimizationOptions: RepeatedOptions {
  var arguments: [String] {
    (flag.map { ["-\($0.rawValue)"] } ?? []) + disable.flatMap { asArguments("disable", $0) }
  }
}
