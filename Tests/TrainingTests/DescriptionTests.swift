import Testing
import Trials

@testable import Training

/// What the IDs of finished trials depend on: a change here loses results that people have.
///
/// A parameter added later must be `neutral`.
@Suite("orthornn's description") struct DescriptionTests {
  /// Name | type | default | applies | what is out of the ordinary; spec-language.md's table.
  private static let golden = """
    task | one of [copy, adding, smnist, psmnist, ptb] | - | - | -
    delay | integer >= 1 | - | task: copy | -
    length | integer >= 2 | - | task: adding | -
    max_length | integer >= 2 | 75 | task: ptb | -
    input | one of [scalar, one-hot] | scalar | task: copy | -
    side | one of [28, 14, 7] | 28 | task: smnist, psmnist | -
    permutation_seed | integer | 0 | task: psmnist | -
    mask | one of [strict, padded] | strict | task: ptb | -
    model | one of [rnn, lstm] | rnn | - | -
    transition | one of [factorized, dense, orthogonal] | factorized | model: rnn | -
    margin | number >= 0 | none | none | transition: factorized | -
    init | one of [orthogonal, glorot-normal, glorot-uniform, identity] | orthogonal | model: rnn \
    | -
    activation | one of [identity, tanh, relu, prelu, oplu, modrelu] | - | model: rnn | -
    gain | number > 0 | 1 | model: rnn | -
    prelu.slope | number | 0.7 | activation: prelu | -
    prelu.trained | boolean | true | activation: prelu | -
    hidden | integer >= 1 | 128 | - | -
    batch | integer >= 1 | 50 | - | -
    epochs | integer >= 1 | - | - | prolongs
    batches_per_epoch | integer >= 1 | 100 | task: copy, adding | -
    optimizer | one of [rmsprop, nesterov, sgd, adam] | rmsprop | - | -
    lr.free | number >= 0 | 1e-4 | - | -
    lr.spectrum | number >= 0 | =lr.free | transition: factorized | -
    lr.bases | number >= 0 | 1e-6 | transition: factorized, orthogonal | -
    rescale_spectrum | boolean | true | margin: > 0; transition: factorized | -
    clip | number >= 0 | 100 | - | -
    weight_decay | number >= 0 | 1e-4 | - | -
    penalty.orthogonality | number >= 0 | 0 | model: rnn | -
    penalty.spectrum | number >= 0 | 0 | transition: factorized | -
    loss | one of [mean, sum-time] | mean | task: copy, ptb | -
    learn_initial_state | boolean | true | - | -
    bias | number | 0 | - | -
    precision | one of [float, double] | float | - | -
    probe.gradient_norms | boolean | false | - | probe
    probe.hidden_norms | boolean | false | - | probe
    seed.data | integer | =seed | - | -
    seed.init | integer | =seed | - | -
    threads | integer >= 1 | 1 | - | no identity
    data | text | none | - | no identity
    """

  @Test func `parameters are as trial IDs froze them`() {
    let lines = ProgramDescription.orthornn.parameters.map { parameter in
      let applies = parameter.applies.patterns.keys.sorted().map {
        "\($0): " + (parameter.applies.patterns[$0] ?? []).joined(separator: ", ")
      }
      let marks = [
        parameter.identity ? nil : "no identity", parameter.probe ? "probe" : nil,
        parameter.neutral ? "neutral" : nil, parameter.prolongs ? "prolongs" : nil,
      ].compactMap(\.self)
      return [
        parameter.name, "\(parameter.type)", parameter.defaultValue ?? "-",
        applies.isEmpty ? "-" : applies.joined(separator: "; "),
        marks.isEmpty ? "-" : marks.joined(separator: ", "),
      ].joined(separator: " | ")
    }
    #expect(lines.joined(separator: "\n") == Self.golden)
  }

  /// The trial ID is the SHA-256 of this text.
  @Test(arguments: [
    (
      ["task": "copy", "delay": "100", "activation": "identity", "epochs": "45", "margin": "0.1"],
      """
      {"format":1,"parameters":{"activation":"identity","batch":50,"batches_per_epoch":100,\
      "bias":0,"clip":100,"delay":100,"epochs":45,"gain":1,"hidden":128,"init":"orthogonal",\
      "input":"scalar",\
      "learn_initial_state":true,"loss":"mean","lr.bases":0.000001,"lr.free":0.0001,\
      "lr.spectrum":0.0001,"margin":0.1,"model":"rnn","optimizer":"rmsprop",\
      "penalty.orthogonality":0,"penalty.spectrum":0,"precision":"float","rescale_spectrum":true,\
      "seed.data":0,"seed.init":0,"task":"copy","transition":"factorized","weight_decay":0.0001},\
      "program":"orthornn","seed":0}
      """
    ),
    (
      [
        "task": "adding", "length": "5", "activation": "relu", "epochs": "1", "transition": "dense",
      ],
      """
      {"format":1,"parameters":{"activation":"relu","batch":50,"batches_per_epoch":100,"bias":0,\
      "clip":100,"epochs":1,"gain":1,"hidden":128,"init":"orthogonal","learn_initial_state":true,\
      "length":5,"lr.free":0.0001,"model":"rnn","optimizer":"rmsprop","penalty.orthogonality":0,\
      "precision":"float","seed.data":0,"seed.init":0,"task":"adding","transition":"dense",\
      "weight_decay":0.0001},"program":"orthornn","seed":0}
      """
    ),
  ])
  func `a trial's identity is this text`(given: [String: String], identity: String) throws {
    let schema = try ParameterSchema(.orthornn)
    let values = try given.reduce(into: [String: ParameterValue]()) { values, pair in
      values[pair.key] = try #require(schema.parameter(pair.key)).type.read(pair.value)
    }
    let trial = schema.trial(schema.resolve(values, seed: 0), seed: 0)
    #expect(trial.identityJSON == identity)
  }

  @Test func `metrics are as reports name them`() {
    let lines = ProgramDescription.orthornn.metrics.map { metric in
      let headlines = metric.headlines.map { "\($0.name) at \($0.at)" }
      return [
        metric.name, metric.unit, metric.better?.rawValue ?? "-", metric.per.rawValue,
        headlines.isEmpty ? "-" : headlines.joined(separator: ", "),
      ].joined(separator: " | ")
    }
    #expect(
      lines.joined(separator: "\n") == """
        train.loss |  | min | epoch | mse at best
        train.accuracy | % | max | epoch | accuracy at best
        valid.loss |  | min | epoch | -
        valid.accuracy | % | max | epoch | -
        valid.bpc |  | min | epoch | -
        valid.bpc.padded |  | min | epoch | -
        valid.accuracy.padded | % | max | epoch | -
        gradient.norm |  | - | epoch | -
        state.max |  | - | epoch | -
        spectrum.min |  | - | epoch | -
        spectrum.mean |  | - | epoch | -
        spectrum.std |  | - | epoch | -
        spectrum.max |  | - | epoch | -
        orthogonality.error |  | - | epoch | -
        bases.rotation |  | - | epoch | -
        update.free |  | - | epoch | -
        update.spectrum |  | - | epoch | -
        update.bases |  | - | epoch | -
        prelu.slope |  | - | epoch | -
        time.epoch | s | min | epoch | -
        time.iteration | ms | min | epoch | -
        train.loss.best |  | min | summary | -
        train.loss.last |  | min | summary | -
        train.accuracy.best | % | max | summary | -
        train.accuracy.last | % | max | summary | -
        valid.accuracy.best | % | max | summary | -
        best.epoch |  | - | summary | -
        test.loss |  | min | summary | -
        test.accuracy | % | max | summary | accuracy at best, accuracy at best, accuracy at best
        test.bpc |  | min | summary | bpc at best
        test.bpc.padded |  | min | summary | -
        test.accuracy.padded | % | max | summary | -
        test.loss.last |  | min | summary | -
        test.accuracy.last | % | max | summary | -
        test.bpc.last |  | min | summary | -
        test.bpc.padded.last |  | min | summary | -
        test.accuracy.padded.last | % | max | summary | -
        time.thousand | s | min | summary | -
        """)
  }

  @Test func `every parameter that has a name is described, once and in the same order`() {
    #expect(
      ProgramDescription.orthornn.parameters.map(\.name) == Hyperparameter.allCases.map(\.rawValue))
  }

  @Test func `the description reads back from its JSON`() throws {
    let json = try TrialJSON.pretty(ProgramDescription.orthornn)
    #expect(try TrialJSON.read(ProgramDescription.self, from: json) == .orthornn)
  }
}
