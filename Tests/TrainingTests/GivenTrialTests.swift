import Foundation
import Optimization
import RecurrentNets
import SequenceTasks
import Testing
import Trials

@testable import Training

@Suite("A trial's file") struct GivenTrialTests {
  private func read(_ json: String) throws -> Hyperparameters {
    try GivenTrial(json: Data(json.utf8)).hyperparameters()
  }

  @Test func `what is not given has its default`() throws {
    let trial = try read(
      """
      {"parameters": {"task": "copy", "delay": 100, "activation": "identity", "epochs": 3}}
      """)
    #expect(trial.task == .copy(CopyTask(delay: 100, encoding: .scalar)))
    #expect(trial.batch == 50)
    #expect(trial.epochs == 3)
    #expect(trial.batchesPerEpoch == 100)
    #expect(trial.rule == .rmsprop)
    #expect(trial.rates == LearningRates(free: 1e-4, spectrum: 1e-4, bases: 1e-6).unscaled)
    #expect(trial.precision == .float)
    #expect((trial.dataSeed, trial.initSeed, trial.threads) == (0, 0, 1))
    var design = NetworkDesign(
      inputs: 1, hidden: 128, outputs: 9, activation: .identity,
      objective: .crossEntropyEveryStep(reduction: .mean, scoredSteps: 10))
    design.transition = .factorized(margin: .none)
    #expect(trial.design == design)
  }

  @Test func `every value that is given arrives`() throws {
    let trial = try read(
      """
      {"format": 1, "program": "orthornn", "seed": 7, "settings": {"threads": 2},
       "parameters": {"task": "copy", "delay": 5, "input": "one-hot", "model": "rnn",
         "transition": "factorized", "margin": 0.25, "init": "glorot-uniform", "activation": "tanh",
         "gain": 1.05, "hidden": 33, "batch": 11, "epochs": 2, "batches_per_epoch": 9,
         "optimizer": "nesterov", "lr.free": 0.01, "lr.spectrum": 0.02, "lr.bases": 0.03,
         "rescale_spectrum": false, "clip": 1, "weight_decay": 0.5, "penalty.orthogonality": 0.6,
         "penalty.spectrum": 0.7, "loss": "sum-time", "learn_initial_state": false, "bias": -2,
         "precision": "double", "seed.data": 8, "seed.init": -9}}
      """)
    var design = NetworkDesign(
      inputs: 10, hidden: 33, outputs: 9, activation: .tanh,
      objective: .crossEntropyEveryStep(reduction: .sumTime, scoredSteps: 10))
    design.transition = .factorized(margin: .width(0.25))
    design.initialization = .glorotUniform
    design.gain = 1.05
    design.clip = 1
    design.learnsInitialState = false
    design.bias = -2
    design.weightDecay = 0.5
    design.orthogonalityPenalty = 0.6
    design.spectrumPenalty = 0.7
    #expect(trial.design == design)
    #expect(trial.task == .copy(CopyTask(delay: 5, encoding: .oneHot)))
    #expect((trial.batch, trial.epochs, trial.batchesPerEpoch) == (11, 2, 9))
    #expect(trial.rule == .nesterov)
    #expect(
      trial.rates
        == LearningRates(free: 0.01, spectrum: 0.02, bases: 0.03, rescalesSpectrum: false))
    #expect(trial.precision == .double)
    #expect((trial.dataSeed, trial.initSeed, trial.threads) == (8, -9, 2))
  }

  @Test func `seeds and the spectrum's rate follow what they are derived from`() throws {
    let trial = try read(
      """
      {"seed": 5, "parameters": {"task": "adding", "length": 9, "activation": "relu", "epochs": 1,
        "margin": 1, "lr.free": 0.5, "seed.init": 6}}
      """)
    #expect((trial.dataSeed, trial.initSeed) == (5, 6))
    #expect(trial.rates == LearningRates(free: 0.5, spectrum: 0.5, bases: 1e-6))
    #expect(trial.design.objective == .squaredErrorLastStep)
    #expect(trial.design.inputs == 2 && trial.design.outputs == 1)
  }

  @Test func `a trial as a scheduler writes it reads back whole`() throws {
    let schema = try ParameterSchema(.orthornn)
    let given: [String: ParameterValue] = [
      "task": .text("copy"), "delay": .number(3), "activation": .text("relu"),
      "epochs": .number(1), "transition": .text("orthogonal"),
    ]
    let trial = schema.trial(schema.resolve(given, seed: 2), seed: 2)
    let hyperparameters = try read(trial.json)
    #expect(hyperparameters.design.transition == .orthogonal)
    #expect(hyperparameters.rates.bases == 1e-6)
    #expect(hyperparameters.dataSeed == 2)
  }

  @Test(arguments: [
    (
      """
      {"parameters": {"task": "copy", "hiden": 7, "margin": "nome", "epochs": 0, "clip": true}}
      """,
      """
      t.json: error: clip: `true` is not a number >= 0
      t.json: error: epochs: `0` is not an integer >= 1
      t.json: error: unknown parameter 'hiden'; did you mean 'hidden'?
      t.json: error: margin: `nome` is neither a number >= 0 nor `none`; did you mean `none`?
      t.json: error: delay must be given: an integer >= 1
      t.json: error: activation must be given: one of `identity`, `tanh`, `relu`, `prelu`, `oplu`, \
      `modrelu`
      6 problems; nothing was trained

      """
    ),
    (
      """
      {"parameters": {"task": "adding", "length": 9, "delay": 7, "activation": "relu", "epochs": 1,
        "margin": 0, "rescale_spectrum": true}}
      """,
      """
      t.json: error: delay applies only where task is copy (here adding)
      t.json: error: rescale_spectrum applies only where margin is > 0 (here 0)
      2 problems; nothing was trained

      """
    ),
    (
      """
      {"parameters": {"task": "copy", "delay": 7, "activation": "relu", "epochs": 1, "threads": 1},
       "settings": {"threads": 2}}
      """,
      """
      t.json: error: threads is given twice, as a parameter and as a setting
      1 problem; nothing was trained

      """
    ),
    (
      """
      {"parameters": {"task": "copy", "delay": 1000000000000, "activation": "relu", "epochs": 1}}
      """,
      """
      t.json: error: 1000000000020 steps of 50 sequences of 128 hidden units are more than a \
      machine can hold
      1 problem; nothing was trained

      """
    ),
    (
      #"{"format": 2, "program": "lstm.py", "parameters": {}}"#,
      """
      t.json: error: trial format 2; this program reads format 1
      t.json: error: this is a trial of the program 'lstm.py', not of 'orthornn'
      2 problems; nothing was trained

      """
    ),
    (
      #"{"parametres": {}}"#,
      """
      t.json: error: unknown key 'parametres'; did you mean 'parameters'?
      1 problem; nothing was trained

      """
    ),
    (
      #"{"seed": 1}"#,
      "t.json: error: 'parameters' is missing\n1 problem; nothing was trained\n"
    ),
  ])
  func `all that is wrong is said at once`(json: String, message: String) {
    let problems = #expect(throws: TrialProblems.self) { try read(json) }
    #expect(problems?.message(for: "t.json") == message)
  }

  @Test(arguments: [
    "", "{", "[]", "3", #"{"parameters": []}"#, #"{"parameters": {"task": null}}"#,
    #"{"parameters": {"lr": {"free": 1}}}"#, #"{"parameters": {}, "seed": "x"}"#,
    #"{"parameters": {}, "seed": 1e30}"#, #"{"parameters": {"delay": 1e400}}"#,
  ])
  func `what is no trial is refused`(json: String) {
    #expect(throws: TrialProblems.self) { try read(json) }
  }
}

extension LearningRates {
  /// The same rates where no margin asks for a rescaled spectrum.
  fileprivate var unscaled: LearningRates {
    LearningRates(free: free, spectrum: spectrum, bases: bases, rescalesSpectrum: false)
  }
}
