import Testing

/// Golden texts of what people are shown; `head` makes a sound sweep of what follows it.
@Suite("Messages of sweep files") struct MessageTests {
  private let head = """
    sweep: 1
    defaults: {task: copy, delay: 100, activation: identity, epochs: 45}

    """

  @Test func `a bad value is shown in its line with an underline`() {
    #expect(
      SweepFixture.message(head + "grid:\n  margin: [0, 0.001, 0.01, 0.1, 1, nome]\n") == """
        sweeps/study.yaml:4:36: error: margin: `nome` is neither a number >= 0 nor `none`; did \
        you mean `none`?
         4 |   margin: [0, 0.001, 0.01, 0.1, 1, nome]
           |                                    ^~~~
        1 problem; no trial was started
        """)
  }

  @Test func `all problems come at once, by place`() {
    #expect(
      SweepFixture.message(
        """
        sweep: 1
        sedes: 3
        defaults:
          task: copy
          delay: 1.5
          hiden: 128
          lr: {fre: 1e-4}
        grid:
          epochs: 3
          margin: [-1, 0.1, 0.10]
        """) == """
          sweeps/study.yaml:2:1: error: unknown key 'sedes'; did you mean 'seeds'?
           2 | sedes: 3
             | ^~~~~
          sweeps/study.yaml:3:1: error: activation must be given, and is not in 1 cell (first: \
          margin 0.1); write it under `defaults`, one of `identity`, `tanh`, `relu`, `prelu`, \
          `oplu`, `modrelu`
           3 | defaults:
             | ^~~~~~~~
          sweeps/study.yaml:5:10: error: delay: `1.5` is not an integer >= 1
           5 |   delay: 1.5
             |          ^~~
          sweeps/study.yaml:6:3: error: unknown parameter 'hiden' in 'defaults'; did you mean \
          'hidden'?
           6 |   hiden: 128
             |   ^~~~~
          sweeps/study.yaml:7:8: error: unknown parameter 'lr.fre' in 'defaults'; did you mean \
          'lr.free'?
           7 |   lr: {fre: 1e-4}
             |        ^~~
          sweeps/study.yaml:9:11: error: epochs: `grid` holds axes, and `3` is one value; write \
          it under `defaults`
           9 |   epochs: 3
             |           ^
          sweeps/study.yaml:10:12: error: margin: `-1` is neither a number >= 0 nor `none`
           10 |   margin: [-1, 0.1, 0.10]
              |            ^~
          sweeps/study.yaml:10:21: error: margin: 0.1 comes twice; first at 10:16
           10 |   margin: [-1, 0.1, 0.10]
              |                     ^~~~
          8 problems; no trial was started
          """)
  }

  @Test func `an empty file is told at its beginning`() {
    #expect(
      SweepFixture.message("") == """
        sweeps/study.yaml:1:1: error: the file is empty
        1 problem; no trial was started
        """)
  }

  @Test func `a tab is shown where it stands`() {
    #expect(
      SweepFixture.message("sweep: 1\ndefaults:\n\ttask: copy\n") == """
        sweeps/study.yaml:3:1: error: a tab; indent with spaces
         3 |  task: copy
           | ^
        1 problem; no trial was started
        """)
  }

  @Test func `a long line is shown around its mark`() {
    let values = (1...300).map(String.init).joined(separator: ", ")
    let message = SweepFixture.message(head + "grid: {hidden: [\(values), x, 7000]}\n")
    #expect(
      message == """
        sweeps/study.yaml:3:1409: error: hidden: `x` is not an integer >= 1
         3 | …293, 294, 295, 296, 297, 298, 299, 300, x, 7000]}
           |                                          ^
        1 problem; no trial was started
        """)
  }

  @Test(arguments: [
    ("grid: {delay: [2^63]}", "3:16: delay: `2^63` is not an integer >= 1"),
    (
      "grid: {delay: [9223372036854775808]}",
      "3:16: delay: `9223372036854775808` is beyond the largest integer here, 2^53"
    ),
    ("grid: {clip: [1e400]}", "3:15: clip: `1e400` is larger than a number can be"),
    ("grid: {delay: [0o17]}", "3:16: delay: `0o17` is not an integer >= 1"),
    ("grid: {delay: [1_000]}", "3:16: delay: `1_000` is not an integer >= 1"),
    ("grid: {delay: ['12:30']}", "3:16: delay: `12:30` is not an integer >= 1"),
    (
      "grid: {learn_initial_state: [yes]}",
      "3:30: learn_initial_state: `yes` is not `true` or `false`"
    ),
    ("grid: {margin: []}", "3:16: margin: an axis without values"),
    (
      "grid: {margin: [0, [1]]}",
      "3:20: margin: a list among the values; the values of an axis are one list, and a list "
        + "that is one value is {literal: …}"
    ),
    (
      "grid: {margin: [0, {when: {init: identity}}]}",
      "3:20: margin: a conditional value is {value: …, when: {axis: pattern}}"
    ),
    ("grid: {margin: [0, {value: 1, when: {}}]}", "3:31: margin: `when` has no conditions"),
    (
      "grid: {margin: [0, {value: 1, whne: {init: identity}}]}",
      "3:31: unknown key 'whne' in 'margin'; did you mean 'when'?"
    ),
    ("grid: {marign: [0]}", "3:8: unknown parameter 'marign' in 'grid'; did you mean 'margin'?"),
    ("grid: {margin: [0], 'margin': [1]}", "3:21: 'margin' is given twice; first at 3:8"),
    ("grid: {lr: {free: [1]}, lr.free: [1]}", "3:25: 'lr.free' is given twice; first at 3:13"),
    (
      "across: {margin: [0]}\ngrid: {margin: [1]}",
      "4:8: `margin` is an axis of `across` already, at 3:10"
    ),
    (
      "grid: {margin: [0, {value: 1, when: {marign: 0}}]}",
      "3:38: unknown axis or parameter 'marign' in 'when'; did you mean 'margin'?"
    ),
    (
      "grid: {margin: [0], hidden: [8, {value: 16, when: {margin: nome}}]}",
      "3:60: margin: `nome` is neither a number >= 0 nor `none`; did you mean `none`?"
    ),
    (
      "grid: {margin: [0, 1], hidden: [8, {value: 16, when: {margin: 3}}]}",
      "3:48: this `when` matches no cell: nothing has margin 3; margin takes 0, 1; "
        + "to run a part, leave the file whole and add margin=0"
    ),
    (
      "grid: {margin: [0, {value: 1, when: {hidden: 8}}], hidden: [8, {value: 9, when: "
        + "{margin: 1}}]}",
      "3:8: the `when`s of `margin` (line 3), `hidden` (line 3) need each other"
    ),
    (
      "grid: {margin: [0, {value: 1, when: {margin: 0}}]}",
      "3:8: a `when` of `margin` (line 3) looks at the axis itself"
    ),
    (
      "grid: {transition: [dense], margin: [0, 1]}",
      "3:29: margin does not apply to any cell; it needs model rnn and transition factorized"
    ),
    (
      "include: [{name: LSTM, model: lstm, margin: 1}]",
      "3:37: margin does not apply to LSTM; it needs model rnn and transition factorized"
    ),
    (
      "include: [{name: A, task: adding}]",
      "3:12: length must be given, and is not in 1 cell (first: A, task adding); write it in "
        + "the row A, an integer >= 2"
    ),
    (
      "grid: {epochs: {range: [1, 5]}}",
      "3:24: epochs: `range` is [from, to, step], as [0, 1, 0.1]"
    ),
    (
      "grid: {margin: {value: 1, when: {init: identity}}}",
      "3:16: margin: an axis is a list of values"
    ),
    (
      "grid: {delay, epochs: [1, 2]}",
      "3:8: `delay` in 'grid' has no value; quote a text with a comma in it"
    ),
    (
      "grid: {\"delay, epochs\": [1, 2]}",
      "3:25: delay, epochs: a joint axis is a list of lists, as [[delay, epochs]]"
    ),
    ("seeds: 0", "3:8: seeds: `0` is not an integer from 1 to 100,000"),
    (
      "seeds: {first: 1, cuont: 2}",
      "3:8: seeds: `count` is missing|3:19: unknown key 'cuont' in 'seeds'; did you mean 'count'?"
    ),
    (
      "name: ../x",
      "3:7: name: `../x` is not a name of letters, digits, `.`, `_` and `-` that begins with "
        + "a letter or digit (at most 64), and not `trials` or `quarantine`"
    ),
    (
      "include: [{name: A, }, 5]", "3:24: a row of `include` is a map, as {name: LSTM, model: lstm}"
    ),
    ("grid:", "3:1: `grid` has no value"),
    ("grid: [margin]", "3:7: `grid` must be a map of names and values"),
    ("trial: {program: a/b}", "3:18: program: `a/b` is not a program's name"),
    (
      "trial: {command: [python3, {trial}], name: mine}", "3:29: quote the placeholder: \"{trial}\""
    ),
    (
      "trial: {command: [python3, \"{tral}\"], name: mine}",
      "3:18: `command` tells the program no parameters; add \"{trial}\" or \"{flags}\"|3:28: "
        + "unknown placeholder 'tral' in 'command'; did you mean 'trial'?"
    ),
    (
      "trial: {command: [python3, \"{trial}\"]}",
      "3:9: `command` needs a `name` beside it, which is part of every trial's identity"
    ),
    ("seeds: [1, 2]", "3:8: seeds: give a count, as `5`, or `{first: 10, count: 5}`"),
    (
      "trial: {timeout: 90, memory: 2}",
      "3:18: timeout: `90` is not a duration, as `90 s`, `5 min` or `2h30m`|3:30: memory: `2` is "
        + "not an amount of memory, as `512 MB`, `4 GB` or `1.5 GiB`"
    ),
    (
      "presets: {task: {copy-9: {delay: 9}}}",
      "3:18: presets of task: `copy-9` is not one of `copy`, `adding`, `smnist`, `psmnist`, "
        + "`ptb`; did you mean `copy`?; an alias gives `task` itself"
    ),
    (
      "presets: {tsak: {a: {delay: 9}}}",
      "3:11: unknown parameter or axis 'tsak' in 'presets'; did you mean 'task'?"
    ),
    (
      "presets: {task: {copy: {margin: 0}}}\ngrid: {margin: [0]}",
      "3:25: preset copy may not set `margin`, which is an axis"
    ),
    (
      "presets: {task: {copy: {model: rnn}}, model: {rnn: {}}}",
      "3:25: preset copy may not set `model`, which has presets itself"
    ),
    (
      "presets: {task: {copy: {clip: 1}}, model: {rnn: {clip: 2}}}",
      "3:50: presets copy and rnn disagree on clip (1 at 3:25, 2 here) in a cell (first: the "
        + "only one)"
    ),
    (
      "presets: {task: {copy-9: {task: copy, delay: 9}}}\nacross: {task: [cpoy-9]}",
      "4:17: task: `cpoy-9` is not one of `copy`, `adding`, `smnist`, `psmnist`, `ptb`; did "
        + "you mean `copy-9`?"
    ),
  ])
  func `a fault names its place, the thing and the way out`(text: String, expected: String) {
    #expect(SweepFixture.problems(head + text) == expected.split(separator: "|").map(String.init))
  }

  @Test func `a missing activation is one problem and names a cell`() {
    #expect(
      SweepFixture.problems(
        """
        sweep: 1
        defaults: {task: copy, delay: 3, epochs: 1}
        grid: {margin: [0, none], hidden: [3, 4]}
        """) == [
          "2:1: activation must be given, and is not in 4 cells (first: margin 0, hidden 3); "
            + "write it "
            + "under `defaults`, one of `identity`, `tanh`, `relu`, `prelu`, `oplu`, `modrelu`"
        ])
  }

  @Test func `a misspelt section does not make every parameter missing`() {
    #expect(
      SweepFixture.problems("sweep: 1\ndefalts: {task: copy}\n") == [
        "2:1: unknown key 'defalts'; did you mean 'defaults'?"
      ])
  }

  @Test func `a value that is one belongs under defaults, where rows get it too`() {
    #expect(
      SweepFixture.problems(head + "grid: {hidden: 128}\ninclude: [{name: LSTM, model: lstm}]\n")
        == [
          "3:16: hidden: `grid` holds axes, and `128` is one value; write it under `defaults`, "
            + "where LSTM gets it too"
        ])
  }

  @Test func `another format is refused, and a missing one told`() {
    #expect(
      SweepFixture.problems("sweep: 2\n") == ["1:8: sweep: this version reads format 1, not `2`"])
    #expect(
      SweepFixture.problems(String(head.dropFirst(9))) == [
        "1:1: `sweep: 1` is missing; it says which version of the format this is"
      ])
  }

  @Test func `a text that is no map is told what it must be`() {
    #expect(
      SweepFixture.problems("- a\n").first?.hasPrefix("1:1: a sweep file is a map of") == true)
  }
}
