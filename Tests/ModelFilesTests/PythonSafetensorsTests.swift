import Foundation
import ModelFiles
import Testing

/// Files written here are read by the format's own Python library, and the other way round.
@Suite(.enabled(if: Python.hasSafetensors, "needs Python's safetensors and numpy"))
struct PythonSafetensorsTests {
  @Test func pythonReadsWhatIsWrittenHere() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/model.safetensors"
    let content = Safetensors(
      metadata: ["run": "Ü1"],
      tensors: [
        .init(
          name: "dense1.weight", shape: [2, 3],
          [1, -2, 0.5, 4, 5, .leastNonzeroMagnitude] as [Float]),
        .init(name: "scale", shape: [], [0.1] as [Double]),
        .init(name: "none", shape: [0, 3], [] as [Float]),
      ])
    try AtomicWrite.write(content.serialized(), to: path)
    let (output, status) = Python.run(
      """
      import safetensors, safetensors.numpy
      tensors = safetensors.numpy.load_file('\(path)')
      for name in sorted(tensors):
        print(name, tensors[name].dtype, tensors[name].shape, tensors[name].tolist())
      print(safetensors.safe_open('\(path)', 'numpy').metadata())
      """)
    #expect(status == 0)
    #expect(
      output == """
        dense1.weight float32 (2, 3) [[1.0, -2.0, 0.5], [4.0, 5.0, \(Double(Float.leastNonzeroMagnitude))]]
        none float32 (0, 3) []
        scale float64 () 0.1
        {'run': 'Ü1'}

        """)
  }

  @Test func whatPythonWritesIsReadHere() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/model.safetensors"
    let (_, status) = Python.run(
      """
      import numpy, safetensors.numpy
      safetensors.numpy.save_file({
        'b': numpy.array([[1, 2.5], [-3, 4]], 'float32'), 'a': numpy.array([1e300]),
        'c': numpy.array([1, 2, 3], 'uint8'), 'd': numpy.array(7, 'int64')}, '\(path)', {'k': 'v'})
      """)
    #expect(status == 0)
    let content = try Safetensors(
      reading: [UInt8](Data(contentsOf: URL(filePath: path))), name: path)
    #expect(content.metadata == ["k": "v"])
    #expect(content.tensors.count == 4)
    #expect(content["b"]?.shape == [2, 2])
    #expect(content["b"]?.floats == [1, 2.5, -3, 4])
    #expect(content["a"]?.doubles == [1e300])
    #expect(content["c"]?.bytes == [1, 2, 3])
    #expect(content["d"]?.shape == [])
    #expect(content["d"]?.bytes == [7, 0, 0, 0, 0, 0, 0, 0])
  }
}
