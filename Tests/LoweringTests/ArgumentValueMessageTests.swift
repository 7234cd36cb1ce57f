import Testing

/// Arguments of the wrong kind, out of range, given twice, or without effect (E0207 to E0209 and
/// E0216).
@Suite struct ArgumentValueMessageTests {
  @Test func swappedArguments() {
    #expect(
      messages("input 28x28; dense relu 300; softmax 10")
        == """
        error[E0207]: the units of 'dense' must be a whole number
         --> test.nn:1:20
          |
        1 | input 28x28; dense relu 300; softmax 10
          |                    ^^^^ this is a word
          = help: write 'dense UNITS [ACTIVATION] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...] [slope=...] [per=...] [alpha=...] [approximate=...] [beta=...]'

        error[E0207]: the activation of 'dense' must be one of relu, leaky_relu, prelu, elu, selu, gelu, silu, softplus, sigmoid, tanh
         --> test.nn:1:25
          |
        1 | input 28x28; dense relu 300; softmax 10
          |                         ^^^ this is a number
          = help: write 'dense UNITS [ACTIVATION] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...] [slope=...] [per=...] [alpha=...] [approximate=...] [beta=...]'

        """)
  }

  @Test func unitsAreNotWhole() {
    #expect(
      messages("input 28x28; dense 300.5; softmax 10")
        == """
        error[E0207]: the units of 'dense' must be a whole number
         --> test.nn:1:20
          |
        1 | input 28x28; dense 300.5; softmax 10
          |                    ^^^^^ not a whole number

        """)
  }

  @Test func unitsAreAShape() {
    #expect(
      messages("input 28x28; dense 28x28; softmax 10")
        == """
        error[E0207]: the units of 'dense' must be a whole number
         --> test.nn:1:20
          |
        1 | input 28x28; dense 28x28; softmax 10
          |                    ^^^^^ this is a shape
          = help: write 'dense UNITS [ACTIVATION] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...] [slope=...] [per=...] [alpha=...] [approximate=...] [beta=...]'

        """)
  }

  @Test func batchIsAWord() {
    #expect(
      messages("input 28x28; softmax 10; batch half")
        == """
        error[E0207]: the rows of 'batch' must be a whole number or 'full'
         --> test.nn:1:32
          |
        1 | input 28x28; softmax 10; batch half
          |                                ^^^^ this is a word
          = help: write 'batch ROWS'

        """)
  }

  @Test func inputIsAWord() {
    #expect(
      messages("input tall; softmax 10")
        == """
        error[E0207]: the shape of 'input' must be a size such as 784 or 28x28
         --> test.nn:1:7
          |
        1 | input tall; softmax 10
          |       ^^^^ this is a word
          = help: write 'input SHAPE'

        """)
  }

  @Test func initializerIsANumber() {
    #expect(
      messages("input 28x28; softmax 10 init=5")
        == """
        error[E0207]: the init of 'softmax' must be an initialiser such as he_normal or normal(0.01)
         --> test.nn:1:30
          |
        1 | input 28x28; softmax 10 init=5
          |                              ^ this is a number
          = help: write 'softmax [UNITS] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...]'

        """)
  }

  @Test func initializerOfAWord() {
    #expect(
      messages("input 28x28; softmax 10 init=normal(wide)")
        == """
        error[E0207]: 'normal' takes numbers
         --> test.nn:1:37
          |
        1 | input 28x28; softmax 10 init=normal(wide)
          |                                     ^^^^ this is a word

        """)
  }

  @Test func rateIsACall() {
    #expect(
      messages("input 28x28; dropout half(1); softmax 10")
        == """
        error[E0207]: the rate of 'dropout' must be a number
         --> test.nn:1:22
          |
        1 | input 28x28; dropout half(1); softmax 10
          |                      ^^^^^^^ this is a call
          = help: write 'dropout RATE'

        """)
  }

  @Test func dropoutOneAndAHalf() {
    #expect(
      messages("input 28x28\ndropout 1.5\nsoftmax 10")
        == """
        error[E0208]: the rate of 'dropout' must be at least 0 and below 1
         --> test.nn:2:9
          |
        2 | dropout 1.5
          |         ^^^ out of range

        """)
  }

  @Test func denseZero() {
    #expect(
      messages("input 28x28; dense 0; softmax 10")
        == """
        error[E0208]: the units of 'dense' must be from 1 to 16777216
         --> test.nn:1:20
          |
        1 | input 28x28; dense 0; softmax 10
          |                    ^ out of range

        """)
  }

  @Test func initialiserBeyondSinglePrecision() {
    #expect(
      messages("input 4; dense 3 init=constant(-1e39); softmax 2 init=normal(1e39)")
        == """
        error[E0208]: the argument of 'constant' must be from -3.4e38 to 3.4e38
         --> test.nn:1:32
          |
        1 | input 4; dense 3 init=constant(-1e39); softmax 2 init=normal(1e39)
          |                                ^^^^^ beyond single precision

        error[E0208]: the argument of 'normal' must be from -3.4e38 to 3.4e38
         --> test.nn:1:62
          |
        1 | input 4; dense 3 init=constant(-1e39); softmax 2 init=normal(1e39)
          |                                                              ^^^^ beyond single precision

        """)
  }

  @Test func denseFarTooLarge() {
    #expect(
      messages("input 28x28; dense 1e30; softmax 10")
        == """
        error[E0208]: the units of 'dense' must be from 1 to 16777216
         --> test.nn:1:20
          |
        1 | input 28x28; dense 1e30; softmax 10
          |                    ^^^^ out of range

        """)
  }

  @Test func batchNegative() {
    #expect(
      messages("input 28x28; softmax 10; batch -1")
        == """
        error[E0208]: the rows of 'batch' must be from 1 to 16777216
         --> test.nn:1:32
          |
        1 | input 28x28; softmax 10; batch -1
          |                                ^^ out of range

        """)
  }

  @Test func learningRateZero() {
    #expect(
      messages("input 28x28; softmax 10; optimizer sgd lr=0")
        == """
        error[E0208]: the lr of 'optimizer sgd' must be above 0
         --> test.nn:1:43
          |
        1 | input 28x28; softmax 10; optimizer sgd lr=0
          |                                           ^ out of range

        """)
  }

  @Test func momentumOne() {
    #expect(
      messages("input 28x28; softmax 10; optimizer momentum momentum=1")
        == """
        error[E0208]: the momentum of 'optimizer momentum' must be at least 0 and below 1
         --> test.nn:1:54
          |
        1 | input 28x28; softmax 10; optimizer momentum momentum=1
          |                                                      ^ out of range

        """)
  }

  @Test func inputZero() {
    #expect(
      messages("input 0; softmax 10")
        == """
        error[E0208]: the shape of 'input' must be from 1 to 1073741824
         --> test.nn:1:7
          |
        1 | input 0; softmax 10
          |       ^ out of range

        """)
  }

  @Test func epochsTooMany() {
    #expect(
      messages("input 28x28; softmax 10; epochs 1e7")
        == """
        error[E0208]: the count of 'epochs' must be from 0 to 1000000
         --> test.nn:1:33
          |
        1 | input 28x28; softmax 10; epochs 1e7
          |                                 ^^^ out of range

        """)
  }

  @Test func negativeDeviation() {
    #expect(
      messages("input 28x28; softmax 10 init=normal(-1)")
        == """
        error[E0208]: the argument of 'normal' must be at least 0
         --> test.nn:1:30
          |
        1 | input 28x28; softmax 10 init=normal(-1)
          |                              ^^^^^^^^^^ out of range

        """)
  }

  @Test func negativePenalty() {
    #expect(
      messages("input 28x28; softmax 10; l2 -0.1")
        == """
        error[E0208]: the factor of 'l2' must be at least 0
         --> test.nn:1:29
          |
        1 | input 28x28; softmax 10; l2 -0.1
          |                             ^^^^ out of range

        """)
  }

  @Test func unitsTwice() {
    #expect(
      messages("input 28x28; dense 300 units=200; softmax 10")
        == """
        error[E0209]: 'units' is given twice
         --> test.nn:1:24
          |
        1 | input 28x28; dense 300 units=200; softmax 10
          |                        ^^^^^^^^^ already given before

        """)
  }

  @Test func rateTwice() {
    #expect(
      messages("input 28x28; dropout rate=0.1 rate=0.2; softmax 10")
        == """
        error[E0209]: 'rate' is given twice
         --> test.nn:1:31
          |
        1 | input 28x28; dropout rate=0.1 rate=0.2; softmax 10
          |                               ^^^^^^^^ already given before

        """)
  }

  @Test func slopeWithoutLeakyRelu() {
    #expect(
      messages("input 28x28; dense 300 relu slope=0.1; softmax 10")
        == """
        error[E0216]: 'slope' has no effect without 'leaky_relu' or 'prelu'
         --> test.nn:1:29
          |
        1 | input 28x28; dense 300 relu slope=0.1; softmax 10
          |                             ^^^^^^^^^ needs 'leaky_relu' or 'prelu'
          = help: write 'dense UNITS [ACTIVATION] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...] [slope=...] [per=...] [alpha=...] [approximate=...] [beta=...]'

        """)
  }

  @Test func weightsWithoutUnits() {
    #expect(
      messages("input 28x28; dense 10; softmax init=he_normal")
        == """
        error[E0216]: 'init' has no effect without 'units'
         --> test.nn:1:32
          |
        1 | input 28x28; dense 10; softmax init=he_normal
          |                                ^^^^^^^^^^^^^^ needs 'units'
          = help: write 'softmax [UNITS] [init=...] [bias_init=...] [weight_noise=...] [l1=...] [l2=...]'

        """)
  }
}
