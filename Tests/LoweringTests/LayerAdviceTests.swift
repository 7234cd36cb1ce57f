import Testing

/// Layers that work against each other (W0211 to W0213).
@Suite struct LayerAdviceTests {
  @Test func dropoutBeforeBatchnorm() {
    #expect(
      messages("input 5\ndense 6\ndropout 0.2\nrelu; noise 0.1\nbatchnorm\nsoftmax 3")
        == """
        warning[W0211]: what 'dropout' lets through varies more in training than in prediction, which misleads the moving averages of 'batchnorm'
         --> test.nn:5:1
          |
        5 | batchnorm
          | ^^^^^^^^^ behind the dropout in line 3
          = help: write 'dropout' behind 'batchnorm'

        """)
    #expect(codes("input 5; dropout 0.1; batchnorm; softmax 3") == ["W0211"])
    #expect(codes("input 5; dense 6; batchnorm; dropout 0.2; softmax 3") == [])
    // The weights in between mix what fell and what did not.
    #expect(codes("input 5; dense 6; dropout 0.2; dense 6; batchnorm; softmax 3") == [])
  }

  @Test func deepSigmoids() {
    #expect(
      messages(
        "input 5; dense 6 sigmoid; dense 6 sigmoid\ndense 6; sigmoid\ndense 6 sigmoid; softmax 3")
          == """
          warning[W0213]: with 4 sigmoid layers in a row, gradients vanish: each makes them 4 times smaller, or more
           --> test.nn:3:1
            |
          3 | dense 6 sigmoid; softmax 3
            | ^^^^^^^^^^^^^^^ the last of 4
            = help: use relu or tanh in hidden layers, or put 'batchnorm' or 'layernorm' between them

          """)
    let three = "input 5; dense 6 sigmoid; dense 6 sigmoid; dense 6 sigmoid"
    // The output layer's own sigmoid is in the loss.
    #expect(codes("\(three); sigmoid 1") == [])
    for between in ["dense 6 relu", "batchnorm", "layernorm"] {
      #expect(codes("\(three); \(between); dense 6 sigmoid; softmax 3") == [])
    }
    #expect(codes("input 5; repeat 9 { dense 6 sigmoid }; softmax 3") == ["W0213"])
  }
}
