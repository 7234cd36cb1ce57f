import Operators
public import Source
public import Syntax

/// Checks a program against the catalog and the data, and makes a model of it.
///
/// - Parameters:
///   - program: the program as parsed.
///   - syntaxErrors: what the parser found; statements with errors are missing from the program,
///     so that checks of the whole are left out.
///   - data: what is known of the data; nil when the program alone gives the size of its input.
///   - overridden: the text that the program was parsed from, where options replaced values in it.
/// - Returns: the model and any warnings.
/// - Throws: everything that is wrong, syntax errors included, in the order of the source, behind what
///   is wrong with the options.
public func check(
  _ program: Program, syntaxErrors: [Diagnostic] = [], data: DataFacts? = nil,
  overridden: OverriddenText? = nil
) throws(InputError) -> (model: Model, warnings: [Diagnostic]) {
  func placed(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.map { overridden?.placed($0) ?? $0 }
  }
  var checker = Checker(
    program, isWhole: syntaxErrors.isEmpty, data: data, overridden: overridden)
  let model = checker.run()
  let found = checker.arguments.diagnostics
  let mistakes = overridden?.mistakes ?? []
  guard let model, (mistakes + syntaxErrors + found).allSatisfy({ $0.severity == .warning }) else {
    throw InputError(mistakes + placed((syntaxErrors + found).inSourceOrder()))
  }
  return (model, placed(found))
}

extension [Diagnostic] {
  /// Sorted by place; diagnostics of the same place stay in order.
  fileprivate func inSourceOrder() -> [Diagnostic] {
    func start(_ diagnostic: Diagnostic) -> Int {
      if case .text(_, let range) = diagnostic.place { range.start } else { Int.max }
    }
    return enumerated().sorted { (start($0.element), $0.offset) < (start($1.element), $1.offset) }
      .map(\.element)
  }
}

/// One walk over a program.
struct Checker {
  var arguments: ArgumentChecker
  private let program: Program
  private let isWhole: Bool
  private let data: DataFacts?
  private let overridden: OverriddenText?
  var settings = Settings()
  var optimizer: any Optimizer = Adam(Arguments())
  var schedule: any Schedule = ConstantRate(Arguments())
  var loss: (loss: any Loss, statement: Statement)?
  private var input: (shape: [Int], range: SourceRange)?
  var layers: [(statement: Statement, layer: any Layer)] = []
  var settingRanges: [String: SourceRange] = [:]
  private var failedLayer = false
  /// Where the optimizer's learning rate is given.
  var learningRateArgument: Argument?
  /// Where the schedule is given.
  var scheduleStatement: Statement?

  init(_ program: Program, isWhole: Bool, data: DataFacts?, overridden: OverriddenText?) {
    self.program = program
    self.isWhole = isWhole
    self.data = data
    self.overridden = overridden
    arguments = ArgumentChecker(source: program.source, overridden: overridden)
  }

  mutating func run() -> Model? {
    let expansion = Expansion(program, overridden: overridden)
    arguments.add(expansion.diagnostics)
    failedLayer = expansion.diagnostics.contains { $0.severity == .error }
    for statement in expansion.statements { visit(statement) }
    promoteTrailingSigmoid()
    checkTraining()
    adviseOnRate()
    adviseOnSettings()
    guard isWhole, checkOutput(), let shape = inputShape() else { return nil }
    arguments.advise(on: layers)
    return place(from: shape)
  }

  // MARK: Statements

  private mutating func visit(_ statement: Statement) {
    let keyword = statement.name.text
    if let signature = SettingSignatures.all.first(where: { $0.keyword == keyword }) {
      visit(setting: statement, signature)
    } else if let type = Catalog.layers.first(where: { $0.signature.keyword == keyword }) {
      visit(layer: statement, type)
    } else {
      failedLayer = true
      let names =
        Catalog.layers.map { $0.signature.keyword }
        + SettingSignatures.all.map(\.keyword) + ["let", "repeat"]
      arguments.report(
        "E0201", "unknown layer or setting '\(keyword)'", at: statement.name.range,
        label: "not a layer or setting", help: ArgumentChecker.suggestion(keyword, among: names))
    }
  }

  private mutating func visit(layer statement: Statement, _ type: any Layer.Type) {
    guard let checked = arguments.check(statement, type.signature) else {
      failedLayer = true
      return
    }
    if type == Dense.self { arguments.adviseOnZeros(statement, checked) }
    let isBareSigmoid = type == SigmoidOutput.self && statement.arguments.isEmpty
    layers.append((statement, isBareSigmoid ? SigmoidLayer(checked) : type.init(checked)))
  }

  private mutating func visit(setting statement: Statement, _ signature: Signature) {
    let keyword = signature.keyword
    if let first = settingRanges.updateValue(statement.range, forKey: keyword) {
      let line = program.source.position(of: first.start).line
      arguments.report(
        "E0210", "'\(keyword)' is given twice", at: statement.name.range,
        label: "already given in line \(line)")
      return
    }
    if keyword == "optimizer" { return visit(optimizer: statement) }
    if keyword == "schedule" { return visit(schedule: statement) }
    if keyword == "loss" { return visit(loss: statement) }
    guard let checked = arguments.check(statement, signature) else { return }
    switch keyword {
    case "input": input = checked.shape("shape").map { ($0, statement.range) }
    case "batch": settings.batch = checked.integer("rows").map { .rows($0) } ?? .full
    case "epochs": settings.length.epochs = checked.integer("count")
    case "steps": settings.length.steps = checked.integer("count")
    case "validate": settings.validationInterval = checked.integer("every") ?? 1
    case "stop": visit(stop: checked)
    case "checkpoint": visit(checkpoint: checked, statement)
    case "seed": settings.seed = UInt64(checked.integer("value") ?? 1)
    case "l1": settings.l1 = checked.real("factor") ?? 0
    case "l2": settings.l2 = checked.real("factor") ?? 0
    case "gradient_noise":
      settings.gradientNoise = checked.real("deviation").flatMap {
        $0 > 0 ? GradientNoise(deviation: $0) : nil
      }
    default: visit(clip: checked, statement)
    }
  }

  /// A bare `sigmoid` that ends the network is an output layer.
  private mutating func promoteTrailingSigmoid() {
    guard let last = layers.last, last.layer is SigmoidLayer else { return }
    layers[layers.count - 1].layer = SigmoidOutput(Arguments())
  }

  // MARK: The whole

  /// There is one output layer, at the end, and the loss understands it.
  private mutating func checkOutput() -> Bool {
    for (statement, layer) in layers.dropLast() where layer is any OutputLayer {
      arguments.report(
        "E0214", "'\(statement.name.text)' is an output layer, but other layers follow",
        at: statement.range, label: "must be the last layer",
        help: ["inside a network, write 'dense N' with an activation"])
      return false
    }
    let scaled = layers.prefix { $0.layer is any ScalingLayer }.count
    for (statement, layer) in layers.dropFirst(scaled) where layer is any ScalingLayer {
      arguments.report(
        "E0227", "'\(statement.name.text)' scales the input, but other layers come before it",
        at: statement.range, label: "must come first",
        help: ["inside a network, use 'batchnorm'"])
      return false
    }
    guard let last = layers.last else {
      if !failedLayer {
        arguments.report(
          "E0218", "the model has no layers",
          at: SourceRange(0, min(1, program.source.bytes.count)), label: "no layer in this file",
          help: ["a model is one line: dense 300 relu; softmax 10"])
      }
      return false
    }
    guard let output = last.layer as? any OutputLayer else {
      if !failedLayer {
        arguments.report(
          "E0213", "the model has no output layer", at: last.statement.range,
          label: "the last layer must be an output layer",
          help: [
            "add 'softmax N' for N classes, 'sigmoid 1' for yes or no, 'linear 1' for a number"
          ])
      }
      return false
    }
    return checkLoss(fits: output)
  }

  /// The shape of a row, from the program, the data, or both.
  private mutating func inputShape() -> [Int]? {
    switch (input, data) {
    case (nil, nil):
      guard settingRanges["input"] == nil, let first = layers.first else { return nil }
      arguments.report(
        "E0211", "the size of the input is not known", at: first.statement.range,
        label: "how many inputs has this layer?",
        help: ["add a line such as 'input 28x28', or give --data NAME or --input 28x28"])
      return nil
    case (let input?, nil): return input.shape
    case (nil, let data?): return data.inputShape
    case (let input?, let data?):
      guard input.shape.reduce(1, *) == data.inputShape.reduce(1, *) else {
        let (mine, theirs) = (DataFacts.text(input.shape), DataFacts.text(data.inputShape))
        arguments.report(
          "E0212", "the model's input is \(mine), but \(data.origin) has rows of \(theirs)",
          at: input.range, label: "\(mine) here, \(theirs) from \(data.origin)",
          help: ["write 'input \(theirs)', or leave the line out"])
        return nil
      }
      return input.shape
    }
  }

  /// Names the layers and follows the shapes through them.
  private mutating func place(from shape: [Int]) -> Model? {
    var counts: [String: Int] = [:]
    var shape = shape
    let placed = layers.map { statement, layer in
      counts[statement.name.text, default: 0] += 1
      shape = layer.outputShape(of: shape)
      return PlacedLayer(
        name: "\(statement.name.text)\(counts[statement.name.text, default: 0])",
        range: statement.range, line: program.source.position(of: statement.range.start).line,
        layer: layer,
        outputShape: shape)
    }
    guard let last = layers.last, let output = last.layer as? any OutputLayer,
      let loss = loss?.loss
        ?? Catalog.losses.first(where: { $0.heads.contains(output.head) })?.init(Arguments()),
      checkClassWeights(of: loss, outputs: shape.reduce(1, *)),
      checkClasses(output, count: shape.reduce(1, *), at: last.statement.range)
    else { return nil }
    return Model(
      source: program.source, inputShape: input?.shape ?? data?.inputShape ?? [], layers: placed,
      head: output.head, outputCount: shape.reduce(1, *), loss: loss, optimizer: optimizer,
      schedule: schedule, classCounts: data?.classCounts, settings: settings)
  }

  /// The outputs can tell the data's classes apart.
  private mutating func checkClasses(
    _ output: any OutputLayer, count: Int, at range: SourceRange
  ) -> Bool {
    // Without a layer before it, the size of an output layer that takes what comes is not known.
    guard !failedLayer || output.units != nil else { return true }
    if let data, let values = data.valueCount {
      return checkValues(output, count, values, data, at: range)
    }
    guard checkAlternatives(output, count: count, at: range) else { return false }
    guard let data, let classes = data.classCount else { return true }
    switch output.head {
    case .linear where count == 1: return true
    case .sigmoid where count == 1 && classes <= 2: return true
    default: break
    }
    if count < classes {
      arguments.report(
        "E0212",
        "the model has \(count) output\(count == 1 ? "" : "s"), but \(data.origin) has \(classes) "
          + "classes", at: range, label: "\(count) here, \(classes) from \(data.origin)",
        help: ["write '\(output.head == .linear ? "linear" : "softmax") \(classes)'"])
      return false
    }
    if count > classes {
      arguments.report(
        "W0201",
        "the model has \(count) outputs, but \(data.origin) has \(classes) "
          + (classes == 1 ? "class" : "classes"),
        severity: .warning, at: range,
        label: "\(count - classes) of them \(count - classes == 1 ? "is" : "are") never right")
    }
    return true
  }
  /// The outputs are as many plain numbers as the data's rows are labelled with.
  private mutating func checkValues(
    _ output: any OutputLayer, _ count: Int, _ values: Int, _ data: DataFacts, at range: SourceRange
  ) -> Bool {
    let numbers = values == 1 ? "a plain number" : "\(values) plain numbers"
    guard output.head == .linear else {
      arguments.report(
        "E0226",
        "'\(output.head)' tells classes apart, but each row of \(data.origin) is labelled with "
          + numbers, at: range, label: "needs classes",
        help: [
          "write 'linear \(values)'",
          values > 1
            ? "in rows of classes one number is 1, and all others are 0"
            : "classes are words or few whole numbers, in arrays from 0 on",
        ])
      return false
    }
    guard count == values else {
      arguments.report(
        "E0212",
        "the model has \(count) output\(count == 1 ? "" : "s"), but each row of \(data.origin) is "
          + "labelled with \(numbers)", at: range,
        label: "\(count) here, \(values) from "
          + data.origin, help: ["write 'linear \(values)'"])
      return false
    }
    return true
  }
}
