/// A mistake within a token, and what the user sees of it.
extension SyntaxErrorTests {
  static let tokenCases: [Case] = [
    Case(
      text: "dense 300x relu",
      shown: """
        error[E0104]: '300x' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | dense 300x relu
          |       ^^^^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "dense 12abc",
      shown: """
        error[E0104]: '12abc' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | dense 12abc
          |       ^^^^^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "input 0x10",
      shown: """
        error[E0104]: '0x10' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | input 0x10
          |       ^^^^ cannot be read
          = help: sizes of a shape start at 1, without zeros in front, and numbers are decimal
        """),
    Case(
      text: "input 28x0",
      shown: """
        error[E0104]: '28x0' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | input 28x0
          |       ^^^^ cannot be read
          = help: sizes of a shape start at 1, without zeros in front, and numbers are decimal
        """),
    Case(
      text: "input 28X28",
      shown: """
        error[E0104]: '28X28' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | input 28X28
          |       ^^^^^ cannot be read
          = help: shapes have a small 'x', such as 28x28
        """),
    Case(
      text: "dense 1-2",
      shown: """
        error[E0104]: '1-2' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | dense 1-2
          |       ^^^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "dense 1e",
      shown: """
        error[E0104]: '1e' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | dense 1e
          |       ^^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "dense -relu",
      shown: """
        error[E0104]: '-relu' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | dense -relu
          |       ^^^^^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "dense .",
      shown: """
        error[E0104]: '.' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | dense .
          |       ^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "dense 1.2.3",
      shown: """
        error[E0104]: '1.2.3' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | dense 1.2.3
          |       ^^^^^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "dense he-normal",
      shown: """
        error[E0105]: 'he-normal' is not a name
         --> m.nn:1:7
          |
        1 | dense he-normal
          |       ^^^^^^^^^ cannot be read
          = help: did you mean 'he_normal'?
        """),
    Case(
      text: "_x 1",
      shown: """
        error[E0105]: '_x' is not a name
         --> m.nn:1:1
          |
        1 | _x 1
          | ^^ cannot be read
          = help: a name is made of letters, digits and '_', and starts with a letter
        """),
    Case(
      text: "dropout 1e999",
      shown: """
        error[E0106]: '1e999' is too large
         --> m.nn:1:9
          |
        1 | dropout 1e999
          |         ^^^^^ would become infinite
          = help: numbers go up to about 1.8e308
        """),
    Case(
      text: "dropout -1e999",
      shown: """
        error[E0106]: '-1e999' is too large
         --> m.nn:1:9
          |
        1 | dropout -1e999
          |         ^^^^^^ would become infinite
          = help: numbers go up to about 1.8e308
        """),
    Case(
      text: "dropout 1e-999",
      shown: """
        error[E0106]: '1e-999' is too close to zero
         --> m.nn:1:9
          |
        1 | dropout 1e-999
          |         ^^^^^^ would become zero
          = help: the smallest number is about 5e-324
        """),
    Case(
      text: "seed 9007199254740993",
      shown: """
        error[E0106]: '9007199254740993' is too large
         --> m.nn:1:6
          |
        1 | seed 9007199254740993
          |      ^^^^^^^^^^^^^^^^ would be rounded
          = help: whole numbers go up to 9007199254740992
        """),
    Case(
      text: "seed 123456789012345678901234567890",
      shown: """
        error[E0106]: '123456789012345678901234567890' is too large
         --> m.nn:1:6
          |
        1 | seed 123456789012345678901234567890
          |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ would be rounded
          = help: whole numbers go up to 9007199254740992
        """),
    Case(
      text: "input 28x99999999999999999999",
      shown: """
        error[E0107]: the shape '28x99999999999999999999' is too large
         --> m.nn:1:7
          |
        1 | input 28x99999999999999999999
          |       ^^^^^^^^^^^^^^^^^^^^^^^ has 2^63 elements or more
        """),
    Case(
      text: "input 4294967296x4294967296",
      shown: """
        error[E0107]: the shape '4294967296x4294967296' is too large
         --> m.nn:1:7
          |
        1 | input 4294967296x4294967296
          |       ^^^^^^^^^^^^^^^^^^^^^ has 2^63 elements or more
        """),
    Case(
      text: "dense @ 300",
      shown: """
        error[E0103]: unexpected character '@'
         --> m.nn:1:7
          |
        1 | dense @ 300
          |       ^ not part of the language
        """),
    Case(
      text: "dense $",
      shown: """
        error[E0103]: unexpected character '$'
         --> m.nn:1:7
          |
        1 | dense $
          |       ^ not part of the language
        """),
    Case(
      text: "dense “relu”",
      shown: """
        error[E0103]: unexpected character '“' (U+201C LEFT DOUBLE QUOTATION MARK)
         --> m.nn:1:7
          |
        1 | dense “relu”
          |       ^ not part of the language
          = help: words stand without quotes
        """),
    Case(
      text: "dense →",
      shown: """
        error[E0103]: unexpected character '→' (U+2192 RIGHTWARDS ARROW)
         --> m.nn:1:7
          |
        1 | dense →
          |       ^ not part of the language
        """),
    Case(
      text: "dense ３00",
      shown: """
        error[E0103]: unexpected character '３' (U+FF13 FULLWIDTH DIGIT THREE)
         --> m.nn:1:7
          |
        1 | dense ３00
          |       ^^ not part of the language
        """),
    Case(
      text: "input 28×28",
      shown: """
        error[E0103]: unexpected character '×' (U+00D7 MULTIPLICATION SIGN)
         --> m.nn:1:9
          |
        1 | input 28×28
          |         ^ not part of the language
          = help: write 'x' between the sizes of a shape, such as 28x28
        """),
    Case(
      text: "dropout −1",
      shown: """
        error[E0103]: unexpected character '−' (U+2212 MINUS SIGN)
         --> m.nn:1:9
          |
        1 | dropout −1
          |         ^ not part of the language
          = help: write '-'
        """),
    Case(
      text: "dense \"relu\"",
      shown: """
        error[E0103]: unexpected character '"'
         --> m.nn:1:7
          |
        1 | dense "relu"
          |       ^ not part of the language
          = help: words stand without quotes
        """),
    Case(
      text: "dense \"he normal\"",
      shown: """
        error[E0103]: unexpected character '"'
         --> m.nn:1:7
          |
        1 | dense "he normal"
          |       ^ not part of the language
          = help: words stand without quotes
        """),
    Case(
      text: "lr: 0.1",
      shown: """
        error[E0103]: unexpected character ':'
         --> m.nn:1:3
          |
        1 | lr: 0.1
          |   ^ not part of the language
          = help: named arguments look like 'init=he_normal'
        """),
    Case(
      text: "dense\u{A0}3",
      shown: """
        error[E0103]: unexpected character '\u{A0}' (U+00A0 NO-BREAK SPACE)
         --> m.nn:1:6
          |
        1 | dense\u{A0}3
          |      ^ not part of the language
          = help: write a plain space
        """),
    Case(
      text: "dense \u{1B}31m",
      shown: """
        error[E0103]: unexpected character '\\u{1B}' (U+001B)
         --> m.nn:1:7
          |
        1 | dense \\u{1B}31m
          |       ^^^^^^ not part of the language
        """),
    Case(
      text: "日本語 3",
      shown: """
        error[E0103]: unexpected character '日' (U+65E5 CJK UNIFIED IDEOGRAPH-65E5)
         --> m.nn:1:1
          |
        1 | 日本語 3
          | ^^^^^^ not part of the language
        """),
    Case(
      text: "dense normal(1, @)",
      shown: """
        error[E0103]: unexpected character '@'
         --> m.nn:1:17
          |
        1 | dense normal(1, @)
          |                 ^ not part of the language
        """),
    Case(
      text: "dense 1_000",
      shown: """
        error[E0104]: '1_000' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | dense 1_000
          |       ^^^^^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "28x",
      shown: """
        error[E0104]: '28x' is neither a number nor a shape
         --> m.nn:1:1
          |
        1 | 28x
          | ^^^ cannot be read
          = help: numbers look like 300, -1, .5 or 1e-3, and shapes like 28x28
        """),
    Case(
      text: "input 28x028",
      shown: """
        error[E0104]: '28x028' is neither a number nor a shape
         --> m.nn:1:7
          |
        1 | input 28x028
          |       ^^^^^^ cannot be read
          = help: sizes of a shape start at 1, without zeros in front, and numbers are decimal
        """),
    Case(
      text: "dense a.b_c",
      shown: """
        error[E0105]: 'a.b_c' is not a name
         --> m.nn:1:7
          |
        1 | dense a.b_c
          |       ^^^^^ cannot be read
          = help: did you mean 'a_b_c'?
        """),
    Case(
      text: "﻿foo\u{9}\u{9}@",
      shown: """
        error[E0103]: unexpected character '@'
         --> m.nn:1:6
          |
        1 | foo		@
          |    		^ not part of the language
        """),
    Case(
      text: "dense %d",
      shown: """
        error[E0103]: unexpected character '%'
         --> m.nn:1:7
          |
        1 | dense %d
          |       ^ not part of the language
        """),
  ]
}
