/// The paths of files, behind the folder that all of them are in where there is one.
public func listText(ofFiles files: [String]) -> String {
  let paths = files.map { $0.split(separator: "/", omittingEmptySubsequences: false) }
  guard let first = paths.first, paths.count > 1 else { return files.joined(separator: ", ") }
  var depth = first.count - 1
  for path in paths {
    let folder = path.dropLast()
    depth = min(depth, zip(folder, first).prefix { $0 == $1 }.count)
  }
  let folder = first.prefix(depth).joined(separator: "/")
  guard !folder.isEmpty else { return files.joined(separator: ", ") }
  let names = paths.map { $0.dropFirst(depth).joined(separator: "/") }
  return "\(folder): \(names.joined(separator: ", "))"
}
