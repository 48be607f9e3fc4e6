import Testing

/// Golden texts of what is said about axis values that are described.
@Suite("Messages of axis values") struct AxisMessageTests {
  private let head = """
    sweep: 1
    defaults: {task: copy, delay: 100, activation: identity, epochs: 45}

    """

  @Test func `a described value that its parameter cannot have is shown where it is described`() {
    #expect(
      SweepFixture.message(head + "grid:\n  margin: [none, {range: [-0.2, 1, 0.1]}]\n") == """
        sweeps/study.yaml:4:18: error: margin: `-0.2` is neither a number >= 0 nor `none`
         4 |   margin: [none, {range: [-0.2, 1, 0.1]}]
           |                  ^
        1 problem; no trial was started
        """)
  }

  @Test func `all problems of axes come at once`() {
    #expect(
      SweepFixture.message(
        head + """
          grid:
            margin: {range: [0, 1, 0]}
            clip: {log: [0, 10], points: 3}
            "delay, epochs": [[1, 2], [3]]

          """) == """
          sweeps/study.yaml:4:19: error: margin: a range with a step of 0 has no end
           4 |   margin: {range: [0, 1, 0]}
             |                   ^
          sweeps/study.yaml:5:16: error: clip: the ends of `log` are above 0, and this is 0
           5 |   clip: {log: [0, 10], points: 3}
             |                ^
          sweeps/study.yaml:6:29: error: delay, epochs: 1 value for 2 names
           6 |   "delay, epochs": [[1, 2], [3]]
             |                             ^
          3 problems; no trial was started
          """)
  }

  @Test(arguments: [
    ("{range: [1, 0, 0.1]}", "3:22: bias: a step from 1 to 0 is below 0, as -0.1"),
    ("{range: [0, 1, -0.1]}", "3:22: bias: a step from 0 to 1 is above 0, as 0.1"),
    ("{range: [3, 3, 0]}", "3:22: bias: a range with a step of 0 has no end"),
    ("{range: [0, 1]}", "3:22: bias: `range` is [from, to, step], as [0, 1, 0.1]"),
    ("{range: 5}", "3:22: bias: `range` is [from, to, step], as [0, 1, 0.1]"),
    (
      "{range: [0, one, 1]}",
      "3:26: bias: `one` is no number; `range` is [from, to, step], as [0, 1, 0.1]"
    ),
    (
      "{range: [0, 1e400, 1]}",
      "3:26: bias: `1e400` is no number; `range` is [from, to, step], as [0, 1, 0.1]"
    ),
    (
      "{range: [0, [1], 1]}", "3:26: bias: `range` is [from, to, step], as [0, 1, 0.1]"
    ),
    (
      "{range: [0, 1000000000000, 1]}",
      "3:22: bias: a range of 1,000,000,000,001 values, "
        + "limit 100,000"
    ),
    (
      "{range: [0, 1e300, 1e-300]}",
      "3:22: bias: a range of more than 1,000,000,000,000,000 values, limit 100,000"
    ),
    (
      "{range: [1, 1.00000000001, 1e-15]}",
      "3:22: bias: a step of 1e-15 is lost between 1 and 1.00000000001, where numbers have 12 digits"
    ),
    (
      "{range: [1e20, 100000000000000016384, 0.5]}",
      "3:22: bias: a step of 0.5 is lost between 100000000000000000000 and 100000000000000020000, "
        + "where numbers have 12 digits"
    ),
    ("{range: }", "3:15: `range` has no value"),
    (
      "{range: [0, 1, 1], points: 3}",
      "3:33: bias: `points` goes with `log`; a range has its step, as [0, 1, 0.1]"
    ),
    ("{range: [0, 1, 1], log: [1, 2]}", "3:33: bias: `log` cannot stand beside `range`"),
    (
      "{range: [0, 1, 1], draw: 3}",
      "3:22: bias: a `range` to draw from is [from, to], as [0, 1]"
    ),
    ("{log: [1, 2]}", "3:15: bias: `log` needs `points: 7` or `draw: 20` beside it"),
    ("{log: [1], points: 2}", "3:20: bias: `log` is [from, to], as [1e-4, 1e2]"),
    ("{log: [1, -2], points: 2}", "3:24: bias: the ends of `log` are above 0, and this is -2"),
    (
      "{log: [1, 2], points: 1}",
      "3:36: bias: one point cannot be both ends; at least 2 are wanted"
    ),
    (
      "{log: [2, 2], points: 3}",
      "3:36: bias: 3 points from 2 to 2 are not all different in 12 digits"
    ),
    (
      "{log: [1, 2], points: 0}", "3:36: points: `0` is not an integer from 1 to 100,000"
    ),
    (
      "{log: [1, 2], points: 1.5}", "3:36: points: `1.5` is not an integer from 1 to 100,000"
    ),
    (
      "{log: [1, 2], points: 3, draw: 3}", "3:28: bias: give `points` or `draw`, not both"
    ),
    ("{log: [1, 2], draw: [3]}", "3:34: `draw` must be one value"),
    (
      "{log: [2, 1], draw: 3}",
      "3:20: bias: what is drawn from begins at its lower end, as [1, 2]"
    ),
    ("{draw: 3}", "3:15: bias: `draw` needs `range` or `log` beside it"),
    ("{points: 3}", "3:15: bias: `points` needs `log` beside it"),
    ("{literal: [1], draw: 3}", "3:29: bias: `draw` cannot stand beside `literal`"),
    ("[{rnage: [0, 1, 1]}]", "3:16: unknown key 'rnage' in 'bias'; did you mean 'range'?"),
    (
      "[{range: [0, 1, 1], when: {hidden: 8}}]",
      "3:34: bias: `when` stands beside `value`, as {value: {range: …}, when: …}"
    ),
    (
      "[{value: {value: 1, when: {hidden: 8}}, when: {hidden: 8}}]",
      "3:23: bias: `value` is one value or a list of them"
    ),
    (
      "[{value: {step: 1}, when: {hidden: 8}}]", "3:24: unknown key 'step' in 'bias'"
    ),
    ("[{value: [], when: {hidden: 8}}]", "3:23: bias: `value` is an empty list"),
    ("[0, {}]", "3:18: bias: an empty map is no value"),
    ("{}", "3:14: bias: an axis is a list of values"),
    ("[0.2, {range: [0, 1, 0.1]}]", "3:20: bias: 0.2 comes twice; first at 3:15"),
    ("[{range: [0, 1, 0.1]}, 0.20]", "3:37: bias: 0.2 comes twice; first at 3:15"),
  ])
  func `a fault in a described axis names its place, the axis and the way out`(
    axis: String, expected: String
  ) {
    #expect(SweepFixture.problems(head + "grid: {bias: \(axis)}\n") == [expected])
  }

  @Test(arguments: [
    ("grid: {hidden: {range: [1, 3, 0.5]}}", ["3:16: hidden: `1.5` is not an integer >= 1"]),
    (
      "grid: {init: {range: [1, 3, 1]}}",
      [
        "3:14: init: `1` is not one of `orthogonal`, `glorot-normal`, `glorot-uniform`, `identity`"
      ]
    ),
    (
      "defaults2: 0\ngrid: {bais: {range: [1, 3, 1]}}",
      [
        "3:1: unknown key 'defaults2'; did you mean 'defaults'?",
        "4:8: unknown parameter 'bais' in 'grid'; did you mean 'bias'?",
      ]
    ),
    (
      "include: [{bias: {range: [1, 0, 1]}}]",
      ["3:26: bias: a step from 1 to 0 is below 0, as -1"]
    ),
    (
      "grid: {bias: {range: [1, 60000, 1]}, clip: {range: [1, 60000, 1]}}",
      [
        "3:38: clip: with this there are 120,000 described values in the file, limit 100,000"
      ]
    ),
    (
      "grid: {bias: {range: [1, 1e3, 1]}, clip: {range: [1, 1e3, 1]}, hidden: {range: [1, 1e3, 1]}, "
        + "batch: {range: [1, 1e3, 1]}}",
      [
        "3:1: 1,000,000,000,000 cells (bias 1000 × clip 1000 × hidden 1000 × batch 1000), "
          + "limit 100,000"
      ]
    ),
  ])
  func `described values are typed, counted and told like others`(text: String, expected: [String])
  {
    #expect(SweepFixture.problems(head + text + "\n") == expected)
  }

  @Test func `a described value under defaults belongs under grid`() {
    #expect(
      SweepFixture.problems(
        head.replacing("epochs: 45", with: "epochs: 45, clip: {range: [1, 2, 1]}"))
        == [
          "2:76: clip: one value is wanted here; lists are axes, under `grid` or `across`"
        ])
  }
}
