import Testing

/// Arguments that are missing or too many (E0205 and E0206).
@Suite struct ArgumentCountMessageTests {
  @Test func noUnits() {
    #expect(
      messages("input 28x28\ndense\nsoftmax 10")
        == """
        error[E0205]: 'dense' needs the argument 'units'
         --> test.nn:2:1
          |
        2 | dense
          | ^^^^^ 'units' is missing
          = help: write 'dense UNITS [ACTIVATION] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...] [slope=...] [per=...] [alpha=...] [approximate=...] [beta=...]'

        """)
  }

  @Test func noUnitsButAnActivation() {
    #expect(
      messages("input 28x28; dense activation=relu; softmax 10")
        == """
        error[E0205]: 'dense' needs the argument 'units'
         --> test.nn:1:14
          |
        1 | input 28x28; dense activation=relu; softmax 10
          |              ^^^^^^^^^^^^^^^^^^^^^ 'units' is missing
          = help: write 'dense UNITS [ACTIVATION] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...] [slope=...] [per=...] [alpha=...] [approximate=...] [beta=...]'

        """)
  }

  @Test func noRate() {
    #expect(
      messages("input 28x28; dropout; softmax 10")
        == """
        error[E0205]: 'dropout' needs the argument 'rate'
         --> test.nn:1:14
          |
        1 | input 28x28; dropout; softmax 10
          |              ^^^^^^^ 'rate' is missing
          = help: write 'dropout RATE'

        """)
  }

  @Test func noOptimizerName() {
    #expect(
      messages("input 28x28; softmax 10; optimizer lr=0.1")
        == """
        error[E0205]: 'optimizer' needs the argument 'name'
         --> test.nn:1:26
          |
        1 | input 28x28; softmax 10; optimizer lr=0.1
          |                          ^^^^^^^^^^^^^^^^ 'name' is missing
          = help: write 'optimizer NAME'

        """)
  }

  @Test func noBatch() {
    #expect(
      messages("input 28x28; softmax 10; batch")
        == """
        error[E0205]: 'batch' needs the argument 'rows'
         --> test.nn:1:26
          |
        1 | input 28x28; softmax 10; batch
          |                          ^^^^^ 'rows' is missing
          = help: write 'batch ROWS'

        """)
  }

  @Test func tooManyForDense() {
    #expect(
      messages("input 28x28; dense 300 relu 5; softmax 10")
        == """
        error[E0206]: 'dense' takes at most 2 arguments without a name
         --> test.nn:1:29
          |
        1 | input 28x28; dense 300 relu 5; softmax 10
          |                             ^ one too many
          = help: write 'dense UNITS [ACTIVATION] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...] [slope=...] [per=...] [alpha=...] [approximate=...] [beta=...]'

        """)
  }

  @Test func tooManyForRelu() {
    #expect(
      messages("input 28x28; relu 5; softmax 10")
        == """
        error[E0206]: 'relu' takes no arguments
         --> test.nn:1:19
          |
        1 | input 28x28; relu 5; softmax 10
          |                   ^ one too many
          = help: write 'relu'

        """)
  }

  @Test func tooManyForBatchnorm() {
    #expect(
      messages("input 28x28; batchnorm 0.9; softmax 10")
        == """
        error[E0206]: 'batchnorm' takes named arguments only
         --> test.nn:1:24
          |
        1 | input 28x28; batchnorm 0.9; softmax 10
          |                        ^^^ needs a name
          = help: write 'batchnorm [momentum=...] [epsilon=...] [scale=...] [center=...]'

        """)
  }

  @Test func tooManyForOptimizer() {
    #expect(
      messages("input 28x28; softmax 10; optimizer adam 0.1")
        == """
        error[E0206]: 'optimizer adam' takes named arguments only
         --> test.nn:1:41
          |
        1 | input 28x28; softmax 10; optimizer adam 0.1
          |                                         ^^^ needs a name
          = help: write 'optimizer adam [lr=...] [beta1=...] [beta2=...] [epsilon=...] [amsgrad=...]'

        """)
  }

  @Test func tooManyForInitializer() {
    #expect(
      messages("input 28x28; softmax 10 init=he_normal(2)")
        == """
        error[E0206]: 'he_normal' takes no arguments
         --> test.nn:1:30
          |
        1 | input 28x28; softmax 10 init=he_normal(2)
          |                              ^^^^^^^^^^^^ given 1 argument

        """)
  }

  @Test func tooFewForInitializer() {
    #expect(
      messages("input 28x28; softmax 10 init=constant")
        == """
        error[E0206]: 'constant' takes 1 argument
         --> test.nn:1:30
          |
        1 | input 28x28; softmax 10 init=constant
          |                              ^^^^^^^^ given no arguments

        """)
  }

  @Test func manyTooManyForInitializer() {
    #expect(
      messages("input 28x28; softmax 10 init=normal(1, 2)")
        == """
        error[E0206]: 'normal' takes at most 1 argument
         --> test.nn:1:30
          |
        1 | input 28x28; softmax 10 init=normal(1, 2)
          |                              ^^^^^^^^^^^^ given 2 arguments

        """)
  }
}
