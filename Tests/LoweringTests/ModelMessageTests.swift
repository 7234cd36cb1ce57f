import Testing

/// What is wrong with the model as a whole (E0210 to E0218, W0201).
@Suite struct ModelMessageTests {
  @Test func settingTwice() {
    #expect(
      messages("input 28x28; softmax 10\nbatch 64\nbatch 128")
        == """
        error[E0210]: 'batch' is given twice
         --> test.nn:3:1
          |
        3 | batch 128
          | ^^^^^ already given in line 2

        """)
  }

  @Test func optimizerTwice() {
    #expect(
      messages("input 28x28; softmax 10; optimizer adam\noptimizer sgd lr=0.1")
        == """
        error[E0210]: 'optimizer' is given twice
         --> test.nn:2:1
          |
        2 | optimizer sgd lr=0.1
          | ^^^^^^^^^ already given in line 1

        """)
  }

  @Test func noInputSize() {
    #expect(
      messages("dense 300 relu\nsoftmax 10")
        == """
        error[E0211]: the size of the input is not known
         --> test.nn:1:1
          |
        1 | dense 300 relu
          | ^^^^^^^^^^^^^^ how many inputs has this layer?
          = help: add a line such as 'input 28x28', or give --data NAME or --input 28x28

        """)
  }

  @Test func inputDisagreesWithData() {
    #expect(
      messages("input 32x32\nsoftmax 10", data: fashion)
        == """
        error[E0212]: the model's input is 32x32, but --data fashion has rows of 28x28
         --> test.nn:1:1
          |
        1 | input 32x32
          | ^^^^^^^^^^^ 32x32 here, 28x28 from --data fashion
          = help: write 'input 28x28', or leave the line out

        """)
  }

  @Test func numberDisagreesWithData() {
    #expect(
      messages("input 783; softmax 10", data: fashion)
        == """
        error[E0212]: the model's input is 783, but --data fashion has rows of 28x28
         --> test.nn:1:1
          |
        1 | input 783; softmax 10
          | ^^^^^^^^^ 783 here, 28x28 from --data fashion
          = help: write 'input 28x28', or leave the line out

        """)
  }

  @Test func fewerOutputsThanClasses() {
    #expect(
      messages("dense 300 relu\nsoftmax 9", data: fashion)
        == """
        error[E0212]: the model has 9 outputs, but --data fashion has 10 classes
         --> test.nn:2:1
          |
        2 | softmax 9
          | ^^^^^^^^^ 9 here, 10 from --data fashion
          = help: write 'softmax 10'

        """)
  }

  @Test func oneSigmoidForTenClasses() {
    #expect(
      messages("dense 300 relu; sigmoid 1", data: fashion)
        == """
        error[E0212]: the model has 1 output, but --data fashion has 10 classes
         --> test.nn:1:17
          |
        1 | dense 300 relu; sigmoid 1
          |                 ^^^^^^^^^ 1 here, 10 from --data fashion
          = help: write 'softmax 10'

        """)
  }

  @Test func twoLinearForTenClasses() {
    #expect(
      messages("dense 300 relu; linear 2", data: fashion)
        == """
        error[E0212]: the model has 2 outputs, but --data fashion has 10 classes
         --> test.nn:1:17
          |
        1 | dense 300 relu; linear 2
          |                 ^^^^^^^^ 2 here, 10 from --data fashion
          = help: write 'linear 10'

        """)
  }

  @Test func moreOutputsThanClasses() {
    #expect(
      messages("dense 300 relu\nsoftmax 12", data: fashion)
        == """
        warning[W0201]: the model has 12 outputs, but --data fashion has 10 classes
         --> test.nn:2:1
          |
        2 | softmax 12
          | ^^^^^^^^^^ 2 of them are never right

        """)
  }

  @Test func noOutputLayer() {
    #expect(
      messages("input 28x28\ndense 300 relu\nbatchnorm")
        == """
        error[E0213]: the model has no output layer
         --> test.nn:3:1
          |
        3 | batchnorm
          | ^^^^^^^^^ the last layer must be an output layer
          = help: add 'softmax N' for N classes, 'sigmoid 1' for yes or no, 'linear 1' for a number

        """)
  }

  @Test func layersBehindTheOutput() {
    #expect(
      messages("input 28x28\nsoftmax 10\ndense 300 relu\nsoftmax 10")
        == """
        error[E0214]: 'softmax' is an output layer, but other layers follow
         --> test.nn:2:1
          |
        2 | softmax 10
          | ^^^^^^^^^^ must be the last layer
          = help: inside a network, write 'dense N' with an activation

        """)
  }

  @Test func lossDoesNotFit() {
    #expect(
      messages("input 28x28; linear 1\nloss cross_entropy")
        == """
        error[E0215]: the loss 'cross_entropy' does not fit the output layer 'linear'
         --> test.nn:2:1
          |
        2 | loss cross_entropy
          | ^^^^^^^^^^^^^^^^^^ needs softmax
          = help: 'linear' goes with mean_squared, mean_absolute, huber

        """)
  }

  @Test func lossOfTwoHeadsDoesNotFit() {
    #expect(
      messages("input 28x28; softmax 10\nloss mean_squared")
        == """
        error[E0215]: the loss 'mean_squared' does not fit the output layer 'softmax'
         --> test.nn:2:1
          |
        2 | loss mean_squared
          | ^^^^^^^^^^^^^^^^^ needs linear or sigmoid
          = help: 'softmax' goes with cross_entropy

        """)
  }

  @Test func emptyFile() {
    #expect(
      messages("")
        == """
        error[E0218]: the model has no layers
         --> test.nn:1:1
          |
        1 |
          | ^ no layer in this file
          = help: a model is one line: dense 300 relu; softmax 10

        """)
  }

  @Test func onlyAComment() {
    #expect(
      messages("# nothing here yet\n")
        == """
        error[E0218]: the model has no layers
         --> test.nn:1:1
          |
        1 | # nothing here yet
          | ^ no layer in this file
          = help: a model is one line: dense 300 relu; softmax 10

        """)
  }

  @Test func onlySettings() {
    #expect(
      messages("input 28x28\nbatch 64\n")
        == """
        error[E0218]: the model has no layers
         --> test.nn:1:1
          |
        1 | input 28x28
          | ^ no layer in this file
          = help: a model is one line: dense 300 relu; softmax 10

        """)
  }
}
