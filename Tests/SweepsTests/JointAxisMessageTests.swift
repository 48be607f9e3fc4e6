import Testing

/// Golden texts of what is said about joint axes.
@Suite("Messages of joint axes") struct JointAxisMessageTests {
  private let head = """
    sweep: 1
    defaults: {task: copy, delay: 100, activation: identity, epochs: 45}

    """

  @Test(arguments: [
    (
      "'delay, epochs': [[200, 160], 500]",
      "3:38: delay, epochs: `500` is one value; a list of 2 is wanted, as [delay, epochs]"
    ),
    ("'delay, epochs': [[200, 160, 3]]", "3:26: delay, epochs: 3 values for 2 names"),
    ("'delay, epochs': [[200, 160], []]", "3:38: delay, epochs: 0 values for 2 names"),
    ("'delay, epochs': []", "3:25: delay, epochs: an axis without values"),
    (
      "'delay, epochs': 5",
      "3:25: delay, epochs: a joint axis is a list of lists, as [[delay, epochs]], or {draw: 20, …}"
    ),
    (
      "'delay, epochs': [200, 160]",
      "3:25: delay, epochs: a joint axis is a list of lists, as [[delay, epochs]]"
    ),
    (
      "'delay, epochs': {delay: [1], epochs: [2]}",
      "3:25: delay, epochs: a joint axis is a list of lists, as [[delay, epochs]], or {draw: 20, …}"
    ),
    ("'delay, epochs': [[200, x]]", "3:32: epochs: `x` is not an integer >= 1"),
    ("'delay, epochs': [[200, [1]]]", "3:32: epochs: `[1]` is not an integer >= 1"),
    (
      "'delay, epochs': [[200, {a: 1}]]",
      "3:26: delay, epochs: in a joint axis each member is a value or {literal: …}"
    ),
    ("'delay, epochs': [[200, ]]", "3:26: delay, epochs: 1 value for 2 names"),
    (
      "'delay, epochs': [[200, 160], [5, 6], [2e2, 160.0]]",
      "3:46: delay, epochs: 200 160 comes twice; first at 3:26"
    ),
    ("'delay, delay': [[1, 2]]", "3:8: `delay` is named twice in `delay, delay`"),
    ("'delay, ': [[1, 2]]", "3:8: `delay, ` has an empty name between its commas"),
    (
      "'delay, epohcs': [[1, 2]]",
      "3:8: unknown parameter 'epohcs' in 'grid'; did you mean 'epochs'?"
    ),
    ("'delay, epochs': [[1, 2]], epochs: [1]", "3:35: 'epochs' is given twice; first at 3:8"),
    ("epochs: [1], 'delay, epochs': [[1, 2]]", "3:21: 'epochs' is given twice; first at 3:8"),
    (
      "'delay, epochs': [[1, 2]], 'epochs, clip': [[1, 2]]",
      "3:35: 'epochs' is given twice; first at 3:8"
    ),
    (
      "delay, epochs: [[1, 2]]",
      "3:8: `delay` in 'grid' has no value; quote a text with a comma in it"
    ),
    (
      "'delay, epochs': [[1, 2], {value: [3, 4], when: {epochs: 2}}]",
      "3:8: a `when` of `delay, epochs` (line 3) looks at the axis itself"
    ),
    (
      "'delay, epochs': [[1, 2], {value: [3, 4], when: {clip: 1}}], clip: [1, {value: 2, when: {epochs: 4}}]",
      "3:8: the `when`s of `delay, epochs` (line 3), `clip` (line 3) need each other"
    ),
    (
      "'delay, epochs': [[1, 2], {value: [3, 4], when: {margin: 7}}], margin: [0]",
      "3:50: this `when` matches no cell: nothing has margin 7; margin takes 0; to run a "
        + "part, leave the file whole and add delay=1"
    ),
    (
      "'delay, epochs': [[1, 2]], margin: [0, {value: 1, when: {epochs: 5}}]",
      "3:58: this `when` matches no cell: nothing has epochs 5; epochs takes 2; to run a "
        + "part, leave the file whole and add margin=0"
    ),
    (
      "'delay, epochs': [[1, 2], {value: [3], when: {margin: 0}}], margin: [0]",
      "3:42: delay, epochs: 1 value for 2 names"
    ),
    (
      "'length, epochs': [[5, 2]]",
      "3:8: length does not apply to any cell; it needs task adding"
    ),
    (
      "'lr.free, clip': {draw: 3, lr.free: {log: [1, 2]}}",
      "3:25: lr.free, clip: `clip` is missing in {draw: 20, lr.free: {log: [1e-4, 1]}, …}"
    ),
    (
      "'lr.free, clip': {range: [1, 2], draw: 3}",
      "3:26: unknown name 'range' in 'lr.free, clip'"
    ),
    (
      "'lr.free, clip': {draw: 3, lr.free: {log: [1, 2]}, clip: 5}",
      "3:65: clip: what is drawn from is {log: [1e-4, 1]} or {range: [0, 1]}"
    ),
    (
      "'lr.free, clip': {draw: 0, lr.free: {log: [1, 2]}, clip: {range: [0, 1]}}",
      "3:32: draw: `0` is not an integer from 1 to 100,000"
    ),
    (
      "'lr.free, clip': {draw: 2, lr.free: {log: [1, 2]}, clip: {range: [0, 1, 1]}}",
      "3:73: clip: a `range` to draw from is [from, to], as [0, 1]"
    ),
    (
      "'lr.free, clip': {draw: 2, lr.free: {log: [1, 2]}, clip: {range: [-1, 0]}}",
      "3:25: clip: `-0.4498` is not a number >= 0"
    ),
  ])
  func `a fault in a joint axis names its place, the names and the way out`(
    axis: String, expected: String
  ) {
    #expect(SweepFixture.problems(head + "grid: {\(axis)}\n") == [expected])
  }

  @Test(arguments: [
    (
      "across: {'delay, epochs': [[1, 2]]}\ngrid: {epochs: [3]}",
      ["4:8: `epochs` is an axis of `across` already, at 3:10"]
    ),
    (
      "include: [{name: A, epochs: 3, 'delay, epochs': [[1, 2]]}]",
      ["3:32: 'epochs' is given twice; first at 3:21"]
    ),
    (
      "include: [{name: A, 'delay, epochs': 3}]",
      [
        "3:38: delay, epochs: a joint axis is a list of lists, as [[delay, epochs]], or {draw: 20, …}"
      ]
    ),
    (
      "across: {'delay, epochs, clip': [[1, 2, 3]]}\ninclude: [{epochs: 3, clip: 1}]",
      [
        "4:12: this row gives `epochs` and `clip` of the joint axis `delay, epochs, clip` "
          + "(line 3); give `delay` as well"
      ]
    ),
    (
      "presets: {model: {rnn: {epochs: 4}}}\ngrid: {'delay, epochs': [[1, 2]]}",
      ["3:25: preset rnn may not set `epochs`, which is an axis"]
    ),
  ])
  func `a joint axis is as single ones beside rows, presets and other sections`(
    text: String, expected: [String]
  ) {
    #expect(SweepFixture.problems(head + text + "\n") == expected)
  }
}
