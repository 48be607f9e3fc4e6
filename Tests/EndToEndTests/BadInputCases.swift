extension BadInputTests {
  /// The mistakes that issue and manual name, with the whole message of each.
  static let mistakes: [Mistake] = writing + values + rules
}

extension BadInputTests {
  fileprivate static let writing = [
    Mistake(
      "an empty file", "",
      """
      tiny.yaml:1:1: error: the file is empty
      1 problem; no trial was started
      """),
    Mistake(
      "a tab", "sweep: 1\ngrid:\n\tmargin: [0]\n",
      """
      tiny.yaml:3:1: error: a tab; indent with spaces
       3 |  margin: [0]
         | ^
      1 problem; no trial was started
      """),
    Mistake(
      "an unknown key", replacing: "seeds", with: "sedes",
      """
      tiny.yaml:7:1: error: unknown key 'sedes'; did you mean 'seeds'?
       7 | sedes: 1
         | ^~~~~
      1 problem; no trial was started
      """),
    Mistake(
      "an unknown parameter", replacing: "hidden", with: "hiden",
      """
      tiny.yaml:3:48: error: unknown parameter 'hiden' in 'defaults'; did you mean 'hidden'?
       3 |   {task: copy, delay: 3, activation: identity, hiden: 8, epochs: 1}
         |                                                ^~~~~
      1 problem; no trial was started
      """),
    Mistake(
      "an unknown metric", replacing: "train.loss", with: "train.los",
      """
      tiny.yaml:10:26: error: unknown axis, metric or reference 'train.los'; \
      did you mean 'train.loss'?
       10 |     tiny: [margin, init, train.los]
          |                          ^~~~~~~~~
      1 problem; no trial was started
      """),
  ]

  fileprivate static let values = [
    Mistake(
      "a margin below 0", replacing: "0.1, none", with: "-1, none",
      """
      tiny.yaml:5:15: error: margin: `-1` is neither a number >= 0 nor `none`
       5 |   margin: [0, -1, none]
         |               ^~
      1 problem; no trial was started
      """),
    Mistake(
      "a misspelt word", replacing: "[0, 0.1, none]", with: "[0, 0.1, nome, none]",
      """
      tiny.yaml:5:20: error: margin: `nome` is neither a number >= 0 nor `none`; \
      did you mean `none`?
       5 |   margin: [0, 0.1, nome, none]
         |                    ^~~~
      1 problem; no trial was started
      """),
    Mistake(
      "a missing activation", replacing: "activation: identity, ", with: "",
      """
      tiny.yaml:2:1: error: activation must be given, and is not in 4 cells \
      (first: margin 0, init orthogonal); write it under `defaults`, one of `identity`, `tanh`, \
      `relu`, `prelu`, `oplu`, `modrelu`
       2 | defaults:
         | ^~~~~~~~
      1 problem; no trial was started
      """),
    Mistake(
      "a wrong type", replacing: "hidden: 8", with: "hidden: wide",
      """
      tiny.yaml:3:56: error: hidden: `wide` is not an integer >= 1
       3 |   {task: copy, delay: 3, activation: identity, hidden: wide, epochs: 1}
         |                                                        ^~~~
      1 problem; no trial was started
      """),
  ]

  fileprivate static let rules = [
    Mistake(
      "one value under grid", replacing: "[0, 0.1, none]", with: "none",
      """
      tiny.yaml:5:11: error: margin: `grid` holds axes, and `none` is one value; \
      write it under `defaults`
       5 |   margin: none
         |           ^~~~
      1 problem; no trial was started
      """),
    Mistake(
      "a condition that never holds", replacing: "{margin: none}", with: "{margin: 0.2}",
      """
      tiny.yaml:6:40: error: this `when` matches no cell: nothing has margin 0.2; \
      margin takes 0, 0.1, none; to run a part, leave the file whole and add margin=0
       6 |   init: [orthogonal, {value: identity, when: {margin: 0.2}}]
         |                                        ^~~~
      1 problem; no trial was started
      """),
    Mistake(
      "a table that would average over an axis", replacing: "[margin, init, ", with: "[margin, ",
      """
      tiny.yaml:10:5: error: table tiny: 2 cells that differ in init meet in one \
      entry: add it to rows, or pick one value in `where`
       10 |     tiny: [margin, train.loss]
          |     ^~~~
      1 problem; no trial was started
      """),
    Mistake(
      "several mistakes at once",
      Mistake.sound.replacing("seeds", with: "sedes").replacing("0.1, none", with: "-1, nome"),
      """
      tiny.yaml:5:15: error: margin: `-1` is neither a number >= 0 nor `none`
       5 |   margin: [0, -1, nome]
         |               ^~
      tiny.yaml:5:19: error: margin: `nome` is neither a number >= 0 nor `none`; \
      did you mean `none`?
       5 |   margin: [0, -1, nome]
         |                   ^~~~
      tiny.yaml:7:1: error: unknown key 'sedes'; did you mean 'seeds'?
       7 | sedes: 1
         | ^~~~~
      3 problems; no trial was started
      """),
  ]
}
