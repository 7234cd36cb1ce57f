/// A mistake between tokens, and what the user sees of it.
extension SyntaxErrorTests {
  static let statementCases: [Case] = [
    Case(
      text: "relu; { dense 50 }",
      shown: """
        error[E0108]: '{' opens a block that belongs to no statement
         --> m.nn:1:7
          |
        1 | relu; { dense 50 }
          |       ^ opened here
          = help: a block stands behind 'repeat', as in 'repeat 8 { dense 50 relu }'
        """),
    Case(
      text: "repeat 8 { dense 50; relu",
      shown: """
        error[E0108]: '{' opens a block that is not closed
         --> m.nn:1:10
          |
        1 | repeat 8 { dense 50; relu
          |          ^ opened here
          = help: add '}' behind it
        """),
    Case(
      text: "repeat 8 { dense 50 } relu",
      shown: """
        error[E0113]: unexpected 'relu' behind a block
         --> m.nn:1:23
          |
        1 | repeat 8 { dense 50 } relu
          |                       ^^^^ does not belong here
          = help: start the next statement on a new line, or behind ';'
        """),
    Case(
      text: "schedule step at=[10, 20",
      shown: """
        error[E0114]: expected ',' or ']'
         --> m.nn:1:25
          |
        1 | schedule step at=[10, 20
          |                         ^ the values of the list go on here
          = help: values in brackets are separated by ','
        """),
    Case(
      text: "dense 3 }",
      shown: """
        error[E0108]: '}' closes a block that was not opened
         --> m.nn:1:9
          |
        1 | dense 3 }
          |         ^ nothing to close
          = help: remove it
        """),
    Case(
      text: "300 dense",
      shown: """
        error[E0109]: expected the name of a layer or a setting, found '300'
         --> m.nn:1:1
          |
        1 | 300 dense
          | ^^^ not a name
          = help: a statement is a name and its arguments, such as 'dense 300 relu'
        """),
    Case(
      text: "= 3",
      shown: """
        error[E0109]: expected the name of a layer or a setting, found '='
         --> m.nn:1:1
          |
        1 | = 3
          | ^ not a name
          = help: a statement is a name and its arguments, such as 'dense 300 relu'
        """),
    Case(
      text: "(3)",
      shown: """
        error[E0109]: expected the name of a layer or a setting, found '('
         --> m.nn:1:1
          |
        1 | (3)
          | ^ not a name
          = help: a statement is a name and its arguments, such as 'dense 300 relu'
        """),
    Case(
      text: "dense init=",
      shown: """
        error[E0110]: expected a value
         --> m.nn:1:12
          |
        1 | dense init=
          |            ^ a value belongs here
          = help: a value is a number, a word, a shape such as 28x28, a call such as normal(0.01), or a list such as [10, 20]
        """),
    Case(
      text: "dense init=; relu",
      shown: """
        error[E0110]: expected a value
         --> m.nn:1:12
          |
        1 | dense init=; relu
          |            ^ a value belongs here
          = help: a value is a number, a word, a shape such as 28x28, a call such as normal(0.01), or a list such as [10, 20]
        """),
    Case(
      text: "dense init= # none",
      shown: """
        error[E0110]: expected a value
         --> m.nn:1:12
          |
        1 | dense init= # none
          |            ^ a value belongs here
          = help: a value is a number, a word, a shape such as 28x28, a call such as normal(0.01), or a list such as [10, 20]
        """),
    Case(
      text: "dense init==3",
      shown: """
        error[E0110]: expected a value, found '='
         --> m.nn:1:12
          |
        1 | dense init==3
          |            ^ a value belongs here
          = help: a value is a number, a word, a shape such as 28x28, a call such as normal(0.01), or a list such as [10, 20]
        """),
    Case(
      text: "dense 300=4",
      shown: """
        error[E0111]: expected a name before '=', found '300'
         --> m.nn:1:7
          |
        1 | dense 300=4
          |       ^^^ not a name
          = help: named arguments look like 'init=he_normal'
        """),
    Case(
      text: "dense init=he_normal relu 3",
      shown: """
        error[E0112]: 'relu' has no name, but follows a named argument
         --> m.nn:1:22
          |
        1 | dense init=he_normal relu 3
          |                      ^^^^ has no name
          = help: write it before the named arguments, or give it a name as in 'init=he_normal'
        """),
    Case(
      text: "dense 300, relu, he_normal",
      shown: """
        error[E0113]: unexpected ','
         --> m.nn:1:10
          |
        1 | dense 300, relu, he_normal
          |          ^ does not belong here
          = help: arguments are separated by spaces
        """),
    Case(
      text: "dense, 300",
      shown: """
        error[E0113]: unexpected ','
         --> m.nn:1:6
          |
        1 | dense, 300
          |      ^ does not belong here
          = help: arguments are separated by spaces
        """),
    Case(
      text: "dense = 300",
      shown: """
        error[E0113]: unexpected '=' behind 'dense'
         --> m.nn:1:7
          |
        1 | dense = 300
          |       ^ does not belong here
          = help: leave it out
        """),
    Case(
      text: "dense(300, relu)",
      shown: """
        error[E0113]: unexpected '(' behind 'dense'
         --> m.nn:1:6
          |
        1 | dense(300, relu)
          |      ^ does not belong here
          = help: arguments of a statement stand without parentheses, such as 'dense 300 relu'
        """),
    Case(
      text: "dense 300 (relu)",
      shown: """
        error[E0113]: unexpected '('
         --> m.nn:1:11
          |
        1 | dense 300 (relu)
          |           ^ does not belong here
        """),
    Case(
      text: "dense relu)",
      shown: """
        error[E0113]: unexpected ')'
         --> m.nn:1:11
          |
        1 | dense relu)
          |           ^ does not belong here
        """),
    Case(
      text: "dense init=normal(",
      shown: """
        error[E0110]: expected a value
         --> m.nn:1:19
          |
        1 | dense init=normal(
          |                   ^ a value belongs here
          = help: a value is a number, a word, a shape such as 28x28, a call such as normal(0.01), or a list such as [10, 20]
        """),
    Case(
      text: "dense init=normal()",
      shown: """
        error[E0110]: expected a value, found ')'
         --> m.nn:1:19
          |
        1 | dense init=normal()
          |                   ^ a value belongs here
          = help: a value is a number, a word, a shape such as 28x28, a call such as normal(0.01), or a list such as [10, 20]
        """),
    Case(
      text: "dense init=normal(0.1",
      shown: """
        error[E0114]: expected ',' or ')'
         --> m.nn:1:22
          |
        1 | dense init=normal(0.1
          |                      ^ the values of 'normal' go on here
          = help: values in parentheses are separated by ','
        """),
    Case(
      text: "dense init=normal(0.1 0.2)",
      shown: """
        error[E0114]: expected ',' or ')', found '0.2'
         --> m.nn:1:23
          |
        1 | dense init=normal(0.1 0.2)
          |                       ^^^ the values of 'normal' go on here
          = help: values in parentheses are separated by ','
        """),
    Case(
      text: "dense init=normal(mean=1)",
      shown: """
        error[E0114]: expected ',' or ')', found '='
         --> m.nn:1:23
          |
        1 | dense init=normal(mean=1)
          |                       ^ the values of 'normal' go on here
          = help: values in parentheses are separated by ','
        """),
    Case(
      text: "dense init=normal(1,)",
      shown: """
        error[E0110]: expected a value, found ')'
         --> m.nn:1:21
          |
        1 | dense init=normal(1,)
          |                     ^ a value belongs here
          = help: a value is a number, a word, a shape such as 28x28, a call such as normal(0.01), or a list such as [10, 20]
        """),
  ]
}
