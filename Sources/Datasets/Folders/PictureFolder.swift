import Source

/// A folder with PNG files in folders that are named by class: `cat/1.png`, or with parts,
/// `train/cat/1.png` and perhaps `test/cat/7.png`.
///
/// Classes are numbered in the order of the names that either part has, and rows come in the order
/// of classes and file names, so that the result is the same on every machine. All pictures have
/// one size; where none has colours, rows are [height, width], otherwise [height, width, 3], and
/// samples of 16 bits are rounded to bytes. Files whose names begin with a dot are skipped, and so
/// is what is no PNG outside of the class folders.
struct PictureFolder: DatasetLayout {
  /// Where it is.
  let path: String
  /// What its pictures may take, in bytes.
  var memory = physicalMemory

  init(path: String) { self.path = path }

  /// A picture that was found.
  private struct Found {
    let path: String
    let label: Int
  }

  private var hasParts: Bool { FileKind(path: "\(path)/train") == .folder }

  /// Anything unreadable counts as empty here; `read` says what is wrong with it.
  var holdsFiles: Bool {
    let root = hasParts ? "\(path)/train" : path
    return classes(in: root).contains { name in
      ((try? namesInFolder("\(root)/\(name)", code: "E0302")) ?? []).contains(where: isPNG)
    }
  }

  func read(name: String, known: KnownDataset?) throws(InputError) -> Dataset {
    let root = hasParts ? "\(path)/train" : path
    let testRoot = "\(path)/test"
    let hasTest = hasParts && FileKind(path: testRoot) == .folder
    let trained = Set(classes(in: root))
    let classNames = trained.union(hasTest ? classes(in: testRoot) : []).sorted()
    let train = try pictures(in: root, classNames)
    let test = hasTest ? try pictures(in: testRoot, classNames, mayLack: trained) : []
    let files = try heads(train + test)
    let isColored = files.contains { $0.isColored }
    // Beside all pixels there are those of one picture, and how opaque each of them is.
    let pixels = files[0].width * files[0].height
    let bytes = files[0].byteCount(isColored)
    guard bytes <= (memory - bytes - pixels) / files.count else {
      throw InputError(
        "E0306",
        "\(files.count) pictures of \(files[0].width)x\(files[0].height) pixels do not fit "
          + "into the \(memory) bytes of memory there are", in: path)
    }
    func rows(_ files: ArraySlice<PNGFile>, of found: [Found]) throws(InputError) -> Rows {
      var pixels: [UInt8] = []
      pixels.reserveCapacity(files.count * files[files.startIndex].byteCount(isColored))
      for file in files { pixels += try file.pixels(isColored: isColored) }
      let size = files[files.startIndex]
      return Rows(
        shape: [size.height, size.width] + (isColored ? [3] : []), storage: .bytes(pixels),
        labels: .classes(found.map { Int32($0.label) }), from: .files(found.map(\.path)))
    }
    var dataset = try Dataset(
      read: name, folder: path, train: try rows(files.prefix(train.count), of: train),
      test: test.isEmpty ? nil : try rows(files.dropFirst(train.count), of: test),
      classNames: classNames.map { printable($0) }, known: known)
    dataset.mayBeSorted = true
    return dataset
  }

  private func isPNG(_ name: String) -> Bool { name.lowercased().hasSuffix(".png") }

  /// The folders in a folder; none where it cannot be read.
  private func classes(in root: String) -> [String] {
    ((try? namesInFolder(root, code: "E0302")) ?? []).filter {
      FileKind(path: "\(root)/\($0)") == .folder
    }
  }

  /// The pictures in the class folders of a part, in order.
  ///
  /// - Parameter classes: those whose folder may be empty.
  private func pictures(
    in root: String, _ classNames: [String], mayLack classes: Set<String> = []
  ) throws(InputError) -> [Found] {
    let labels = Dictionary(zip(classNames, 0...), uniquingKeysWith: { first, _ in first })
    var problems: [Diagnostic] = []
    var found: [Found] = []
    for name in try namesInFolder(root, code: "E0302") {
      let folder = "\(root)/\(name)"
      let kind = FileKind(path: folder)
      guard kind == .folder else {
        if isPNG(name) {
          problems.append(
            Diagnostic(
              code: "E0307", "this picture has no class: it is in none of the class folders",
              at: .file(folder)))
        } else if kind == nil {
          problems.append(
            Diagnostic(
              code: "E0302", "this cannot be reached: it may be a link to what is not there",
              at: .file(folder), help: ["remove it: a class would be left out unseen"]))
        }
        continue
      }
      guard let label = labels[name] else { continue }
      let before = found.count
      for file in try namesInFolder(folder, code: "E0302") {
        guard isPNG(file) else {
          problems.append(
            Diagnostic(
              code: "E0304", "this is not a .png file", at: .file("\(folder)/\(file)"),
              help: ["a class folder holds PNG pictures only; names with a dot first are skipped"]))
          continue
        }
        found.append(Found(path: "\(folder)/\(file)", label: label))
      }
      if found.count == before, !classes.contains(name) {
        problems.append(
          Diagnostic(code: "E0306", "class \(quoted(name)) has no pictures", at: .file(folder)))
      }
    }
    try report(problems)
    return found
  }

  /// The heads of files, of which all have the size that most of them have.
  private func heads(_ found: [Found]) throws(InputError) -> [PNGFile] {
    var files: [PNGFile] = []
    var problems: [Diagnostic] = []
    for picture in found {
      do throws(InputError) {
        files.append(try PNGFile(path: picture.path))
      } catch {
        problems += error.diagnostics
      }
    }
    try report(problems)
    let bySize = Dictionary(grouping: files) { [$0.height, $0.width] }
    // Of sizes equally frequent, the smallest.
    let usual = bySize.max {
      ($0.value.count, $1.key[0], $1.key[1]) < ($1.value.count, $0.key[0], $0.key[1])
    }
    guard let usual, bySize.count > 1 else { return files }
    try report(
      files.filter { [$0.height, $0.width] != usual.key }.map {
        Diagnostic(
          code: "E0308",
          "the picture has \($0.width)x\($0.height) pixels, where \(usual.value.count) of "
            + "\(files.count) have \(usual.key[1])x\(usual.key[0])", at: .file($0.path),
          help: ["all pictures need one size"])
      })
    return files
  }

  /// - Throws: The first ten, where there are any.
  private func report(_ problems: [Diagnostic]) throws(InputError) {
    guard !problems.isEmpty else { return }
    var shown = Array(problems.prefix(10))
    if problems.count > shown.count {
      shown[shown.count - 1].help.append("\(problems.count - shown.count) more like these")
    }
    throw InputError(shown)
  }
}

extension PNGFile {
  /// The bytes of its pixels.
  fileprivate func byteCount(_ isColored: Bool) -> Int { width * height * (isColored ? 3 : 1) }
}
