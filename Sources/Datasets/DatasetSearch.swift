public import Source

/// Finds data sets by name or folder.
///
/// A name is looked for, in this order, in `dataDirectory` (as a folder in it, then as the folder
/// itself), in `$NNC_DATA` likewise, in the user's cache folder (`$XDG_CACHE_HOME/nnc`, otherwise
/// `~/.cache/nnc`), and where its Debian package installs it.
public struct DatasetSearch: Sendable {
  private let dataDirectory: String?
  private let environment: [String: String]
  private let tableOptions: TableOptions
  private let trainedTable: TrainedTable?

  /// A search that starts in `dataDirectory`; `environment` gives `NNC_DATA`, `XDG_CACHE_HOME` and
  /// `HOME`.
  ///
  /// - Parameters:
  ///   - table: how tables are read.
  ///   - model: what the model that the data is for knows of the table it was trained on.
  public init(
    dataDirectory: String?, environment: [String: String], table: TableOptions = TableOptions(),
    for model: TrainedTable? = nil
  ) {
    self.dataDirectory = dataDirectory
    self.environment = environment
    tableOptions = table
    trainedTable = model
  }

  /// Opens a data set: a table or a folder where the text contains a `/`, or is an existing file or folder
  /// and no known data set's name; otherwise a name.
  ///
  /// - Throws: E0301 where it is not found, saying where it was looked for; other E03xx where its
  ///   files cannot be used.
  public func open(_ nameOrFolder: String) throws(InputError) -> Dataset {
    let known = KnownDataset.named(nameOrFolder)
    let isPath = nameOrFolder.contains("/") || TableSource(file: nameOrFolder) != nil
    if isPath || (known == nil && FileKind(path: nameOrFolder) != nil) {
      return try open(folder: nameOrFolder)
    }
    guard !nameOrFolder.isEmpty else {
      throw InputError(Diagnostic(code: "E0301", "the name of the data set is empty"))
    }
    let candidates = folders(for: nameOrFolder, known)
    for candidate in candidates where FileKind(path: candidate) == .folder {
      try checkAccess(candidate)
      let folder = DatasetFolder(path: candidate)
      guard folder.holdsFiles else {
        guard let tables = TableSource(folder: candidate) else { continue }
        return try tables.read(tableOptions, for: trainedTable)
      }
      return try folder.read(name: known?.names.first ?? nameOrFolder, known: known)
    }
    throw notFound(nameOrFolder, known, searched: candidates)
  }

  private func open(folder text: String) throws(InputError) -> Dataset {
    let path = text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
    switch FileKind(path: path) {
    case .folder: break
    case nil: throw InputError("E0301", "there is no such file or folder", in: path)
    default:
      guard let table = TableSource(file: path) else {
        throw InputError(
          "E0301", "this is a file of no kind that is known", in: path,
          help: ["data is a table (.csv, .tsv, also with .gz) or a folder with files"])
      }
      return try table.read(tableOptions, for: trainedTable)
    }
    try checkAccess(path)
    if !DatasetFolder(path: path).holdsFiles, let tables = TableSource(folder: path) {
      return try tables.read(tableOptions, for: trainedTable)
    }
    let name = lastComponent(path)
    let known = KnownDataset.named(name)
    return try DatasetFolder(path: path).read(name: known?.names.first ?? name, known: known)
  }

  /// Every folder that may hold `name`, in the order of the search.
  private func folders(for name: String, _ known: KnownDataset?) -> [String] {
    let names = known?.names ?? [name]
    let ownDirectories = [dataDirectory, environment["NNC_DATA"]].compactMap { $0 }
    var folders = ownDirectories.filter { !$0.isEmpty }.flatMap { directory in
      names.map { "\(directory)/\($0)" }
        + (belongsToAnother(directory, than: names) ? [] : [directory])
    }
    if let cache = cacheFolder { folders += names.map { "\(cache)/nnc/\($0)" } }
    if let package = known?.packageFolder { folders.append(package) }
    return folders
  }

  /// A folder that is named after another known data set holds that one.
  private func belongsToAnother(_ directory: String, than names: [String]) -> Bool {
    guard let owner = KnownDataset.named(lastComponent(directory)) else { return false }
    return owner.names != names
  }

  /// The base directory of user-specific cached data, by the XDG Base Directory Specification,
  /// which has relative paths ignored.
  private var cacheFolder: String? {
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache }
    guard let home = environment["HOME"], !home.isEmpty else { return nil }
    return "\(home)/.cache"
  }

  private func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private func checkAccess(_ folder: String) throws(InputError) {
    guard canEnter(folder: folder) else {
      throw InputError("E0302", "the folder cannot be entered: permission denied", in: folder)
    }
  }

  private func notFound(
    _ name: String, _ known: KnownDataset?, searched: [String]
  ) -> InputError {
    var help = searched.isEmpty ? [] : ["searched: \(searched.joined(separator: ", "))"]
    if let known {
      help.append(known.howToGet)
    } else {
      if let near = nearestName(to: name, among: KnownDataset.all.flatMap(\.names)) {
        help.append("did you mean '\(near)'?")
      }
      let names = KnownDataset.all.compactMap(\.names.first).joined(separator: ", ")
      help.append("known names are \(names); a folder of your own needs a '/', as in './\(name)'")
    }
    return InputError(Diagnostic(code: "E0301", "data set '\(name)' was not found", help: help))
  }
}
