import Foundation
import ModelFiles
import Testing
import Training

/// Other programs compute the same from the weights that are saved here.
@Suite(.enabled(if: Python.hasSafetensors, "needs Python's safetensors and numpy"))
struct PythonModelTests {
  @Test func numpyPredictsTheSame() throws {
    let trained = try TrainedNetwork()
    let folder = try ModelFolder(trained.saved())
    let loaded = try SavedModel.load(folder.path).model
    let predictions = try TrainedNetwork.restored(loaded).predict(trained.rows)
    let example = Safetensors(
      tensors: [
        .init(name: "rows", shape: [48, 12], trained.floats),
        .init(name: "expected", shape: [48, 3], predictions.flatMap { $0 }),
      ])
    try AtomicWrite.write(example.serialized(), to: "\(folder.path)/example.safetensors")
    let (output, status) = Python.run(
      """
      import numpy, safetensors.numpy
      t = safetensors.numpy.load_file('\(folder.weights)')
      e = safetensors.numpy.load_file('\(folder.path)/example.safetensors')
      for name in sorted(t): print(name, t[name].dtype, t[name].shape)
      x = numpy.maximum(e['rows'] @ t['dense1.weight'] + t['dense1.bias'], 0)
      x = (x - t['batchnorm1.mean']) / numpy.sqrt(t['batchnorm1.variance'] + 1e-5)
      x = x * t['batchnorm1.gamma'] + t['batchnorm1.beta']
      x = numpy.tanh(x @ t['dense2.weight'] + t['dense2.bias'])
      x = numpy.exp(x @ t['softmax1.weight'] + t['softmax1.bias'])
      x = x / x.sum(axis=1, keepdims=True)
      print('far' if numpy.abs(x - e['expected']).max() > 1e-5 else 'near', x.shape)
      """)
    #expect(status == 0)
    #expect(
      output == """
        batchnorm1.beta float32 (8,)
        batchnorm1.gamma float32 (8,)
        batchnorm1.mean float32 (8,)
        batchnorm1.variance float32 (8,)
        dense1.bias float32 (8,)
        dense1.weight float32 (12, 8)
        dense2.bias float32 (5,)
        dense2.weight float32 (8, 5)
        softmax1.bias float32 (3,)
        softmax1.weight float32 (5, 3)
        near (48, 3)

        """)
    // The weights have moved from where they start, so that a wrong one would be seen.
    #expect(predictions[0] != predictions[1])
  }

  @Test(.enabled(if: Python.hasTorch, "needs PyTorch"))
  func torchReadsTheWeights() throws {
    let folder = try ModelFolder(TrainedNetwork().saved())
    let (output, status) = Python.run(
      """
      import safetensors.torch
      t = safetensors.torch.load_file('\(folder.weights)')
      print(t['dense1.weight'].dtype, tuple(t['dense1.weight'].shape), len(t))
      """)
    #expect(status == 0)
    #expect(output == "torch.float32 (12, 8) 10\n")
  }
}
