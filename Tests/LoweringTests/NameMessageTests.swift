import Testing

/// Names that are not known (E0201 to E0204), with the nearest that is.
@Suite struct NameMessageTests {
  @Test func unknownActivation() {
    #expect(
      messages("# models/fashion-b.nn\ninput 28x28\ndense 300 rleu\nsoftmax 10")
        == """
        error[E0203]: unknown activation 'rleu'
         --> test.nn:3:11
          |
        3 | dense 300 rleu
          |           ^^^^ not an activation
          = help: did you mean 'relu'?

        """)
  }

  @Test func unknownActivationWithoutANearOne() {
    #expect(
      messages("input 5; dense 300 softmax; linear 1")
        == """
        error[E0203]: unknown activation 'softmax'
         --> test.nn:1:20
          |
        1 | input 5; dense 300 softmax; linear 1
          |                    ^^^^^^^ not an activation
          = help: known names: relu, leaky_relu, prelu, elu, selu, gelu, silu, softplus, sigmoid, tanh

        """)
  }

  @Test func unknownLayer() {
    #expect(
      messages("input 28x28\ndenes 300 relu\nsoftmax 10")
        == """
        error[E0201]: unknown layer or setting 'denes'
         --> test.nn:2:1
          |
        2 | denes 300 relu
          | ^^^^^ not a layer or setting
          = help: did you mean 'dense'?

        """)
  }

  @Test func unknownLayerWithoutANearOne() {
    #expect(
      messages("input 28x28\nconvolution 3\nsoftmax 10")
        == """
        error[E0201]: unknown layer or setting 'convolution'
         --> test.nn:2:1
          |
        2 | convolution 3
          | ^^^^^^^^^^^ not a layer or setting
          = help: known names: standardize, minmax, dense, batchnorm, layernorm, dropout, noise, relu, leaky_relu, prelu, elu, selu, gelu, silu, softplus, tanh, softmax, sigmoid, linear, input, batch, epochs, steps, seed, validate, stop, checkpoint, l1, l2, optimizer, schedule, loss, clip, gradient_noise, let, repeat

        """)
  }

  @Test func unknownSetting() {
    #expect(
      messages("input 28x28; bathc 64; softmax 10")
        == """
        error[E0201]: unknown layer or setting 'bathc'
         --> test.nn:1:14
          |
        1 | input 28x28; bathc 64; softmax 10
          |              ^^^^^ not a layer or setting
          = help: did you mean 'batch'?

        """)
  }

  @Test func unknownOptimizer() {
    #expect(
      messages("input 28x28; softmax 10\noptimizer adm lr=0.1 beta1=7")
        == """
        error[E0202]: unknown optimizer 'adm'
         --> test.nn:2:11
          |
        2 | optimizer adm lr=0.1 beta1=7
          |           ^^^ not an optimizer
          = help: did you mean 'adam'?

        """)
  }

  @Test func unknownOptimizerWithoutANearOne() {
    #expect(
      messages("input 28x28; softmax 10\noptimizer lbfgs")
        == """
        error[E0202]: unknown optimizer 'lbfgs'
         --> test.nn:2:11
          |
        2 | optimizer lbfgs
          |           ^^^^^ not an optimizer
          = help: known names: adam, sgd, momentum, nesterov, rmsprop, adamw, adamax, adagrad

        """)
  }

  @Test func unknownLoss() {
    #expect(
      messages("input 28x28; softmax 10\nloss crossentropy")
        == """
        error[E0202]: unknown loss 'crossentropy'
         --> test.nn:2:6
          |
        2 | loss crossentropy
          |      ^^^^^^^^^^^^ not a loss
          = help: did you mean 'cross_entropy'?

        """)
  }

  @Test func unknownInitializer() {
    #expect(
      messages("input 28x28; dense 5 relu init=he_norml; softmax 10")
        == """
        error[E0202]: unknown initialiser 'he_norml'
         --> test.nn:1:32
          |
        1 | input 28x28; dense 5 relu init=he_norml; softmax 10
          |                                ^^^^^^^^ not an initialiser
          = help: did you mean 'he_normal'?

        """)
  }

  @Test func unknownInitializerCall() {
    #expect(
      messages("input 28x28; dense 5 init=gauss(0.1); softmax 10")
        == """
        error[E0202]: unknown initialiser 'gauss'
         --> test.nn:1:27
          |
        1 | input 28x28; dense 5 init=gauss(0.1); softmax 10
          |                           ^^^^^^^^^^ not an initialiser
          = help: known names: constant, he_normal, he_uniform, lecun_normal, lecun_uniform, normal, ones, orthogonal, truncated_normal, uniform, xavier_normal, xavier_uniform, zeros

        """)
  }

  @Test func unknownArgument() {
    #expect(
      messages("input 28x28; dense 5 activaton=relu; softmax 10")
        == """
        error[E0204]: 'dense' has no argument named 'activaton'
         --> test.nn:1:22
          |
        1 | input 28x28; dense 5 activaton=relu; softmax 10
          |                      ^^^^^^^^^ not an argument of 'dense'
          = help: did you mean 'activation'?

        """)
  }

  @Test func unknownArgumentWithoutANearOne() {
    #expect(
      messages("input 28x28; dropout p=0.2; softmax 10")
        == """
        error[E0204]: 'dropout' has no argument named 'p'
         --> test.nn:1:22
          |
        1 | input 28x28; dropout p=0.2; softmax 10
          |                      ^ not an argument of 'dropout'
          = help: known names: rate

        """)
  }

  @Test func unknownArgumentOfOptimizer() {
    #expect(
      messages("input 28x28; softmax 10; optimizer sgd momentum=0.9")
        == """
        error[E0204]: 'optimizer sgd' has no argument named 'momentum'
         --> test.nn:1:40
          |
        1 | input 28x28; softmax 10; optimizer sgd momentum=0.9
          |                                        ^^^^^^^^ not an argument of 'optimizer sgd'
          = help: known names: lr, decay

        """)
  }

  @Test func argumentWhereThereAreNone() {
    #expect(
      messages("input 28x28; relu slope=0.1; softmax 10")
        == """
        error[E0204]: 'relu' has no argument named 'slope'
         --> test.nn:1:19
          |
        1 | input 28x28; relu slope=0.1; softmax 10
          |                   ^^^^^ not an argument of 'relu'

        """)
  }
}
