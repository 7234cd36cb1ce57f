import Foundation
import Kernels

/// A file of figures that a script under `tools/reference` wrote.
func fixture(_ name: String, file: String = #filePath) throws -> Data {
  try Data(
    contentsOf: URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).json"))
}

/// Writes numbers into a matrix of as many.
func write(_ values: [Double], to matrix: Matrix) {
  precondition(matrix.count == values.count)
  for (index, value) in values.enumerated() { matrix[index] = value }
}
