/// The paths of files, behind the folder they are in where that is the same one.
public func listText(ofFiles files: [String]) -> String {
  let paths = files.map { $0.split(separator: "/", omittingEmptySubsequences: false) }
  let folders = Set(paths.map { $0.dropLast().joined(separator: "/") })
  guard let folder = folders.first, folders.count == 1, files.count > 1 else {
    return files.joined(separator: ", ")
  }
  return "\(folder): \(paths.compactMap(\.last).joined(separator: ", "))"
}
