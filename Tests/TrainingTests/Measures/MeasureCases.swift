import Testing

/// Answers that are classes, and their figures.
struct ClassCase: CustomTestStringConvertible {
  let name: String
  let labels: [Int]
  let outputs: [[Double]]
  let matrix: [[Int]]
  let present: [Int]
  let precision: [Double]
  let recall: [Double]
  let f1: [Double]
  let support: [Int]
  let macro: [Double]
  let weighted: [Double]
  let accuracy: Double
  let top2: Double
  var testDescription: String { name }
}

/// Probabilities of class 1, and their figures.
struct BinaryCase: Sendable {
  let positive: [Bool]
  let probabilities: [Double]
  let rocArea: Double
  let logLoss: Double
}

/// Answers that are plain numbers, and their figures.
struct ValueCase: Sendable {
  let targets: [[Double]]
  let predictions: [[Double]]
  let squared: Double
  let absolute: Double
  let r2: Double
}
