public import Datasets
public import JSON

/// What `nnc data list` says: every known data set and where it is.
public struct DataListReport: Sendable {
  private let entries: [DatasetEntry]

  /// Makes a report.
  public init(_ entries: [DatasetEntry]) { self.entries = entries }

  /// The report for people: a table, and how to get what is not there.
  public var text: String {
    var table = TextTable([
      ("name", .left), ("rows", .right), ("test", .right), ("shape", .left), ("classes", .right),
      ("where", .left),
    ])
    for entry in entries {
      table.add([
        entry.name, entry.trainCount.map(grouped) ?? "", entry.testCount.map(grouped) ?? "",
        shapeText(entry.shape), "\(entry.classCount)", place(entry),
      ])
    }
    var text = table.text + "\n"
    let width = entries.map(\.name.count).max() ?? 0
    for entry in entries {
      text += entry.name.padding(to: width) + "  \(entry.what)\n"
    }
    for entry in entries {
      if case .missing(let howToGet) = entry.place {
        text += "\nto get \(entry.name):\n" + wrapped(howToGet, indent: 2)
      }
    }
    return text + """

      sets of points take settings: spirals:rows=2000,noise=0.1,classes=3,seed=7
      a folder or file of your own is given by its path: --data ./folder

      """
  }

  private func place(_ entry: DatasetEntry) -> String {
    switch entry.place {
    case .builtIn: "built in"
    case .folder(let folder): folder
    case .missing: "not found"
    }
  }

  /// The report for programs.
  public var json: JSON {
    [
      "datasets": .array(
        entries.map { entry in
          var folder: JSON = .null
          var howToGet: JSON = .null
          switch entry.place {
          case .builtIn: break
          case .folder(let path): folder = .string(path)
          case .missing(let text): howToGet = .string(text)
          }
          return [
            "name": .string(entry.name), "what": .string(entry.what),
            "train_rows": entry.trainCount.map { .integer(Int64($0)) } ?? .null,
            "test_rows": entry.testCount.map { .integer(Int64($0)) } ?? .null,
            "shape": .array(entry.shape.map { .integer(Int64($0)) }),
            "classes": .integer(Int64(entry.classCount)),
            "available": .bool(howToGet == .null), "folder": folder, "how_to_get": howToGet,
          ]
        })
    ]
  }
}
