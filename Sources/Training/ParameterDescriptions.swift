import RecurrentNets
import SequenceTasks
import Trials

extension ParameterDescription {
  /// orthornn's parameters, in the order in which people should read them.
  ///
  /// Names, defaults and where they apply are part of every trial's ID: a golden file guards them.
  static let orthornn = ofTask + ofNetwork + ofTraining + ofMachine

  private static let ofTask = [
    hyperparameter(
      .task, words(Word.Task.self), about: "what is learned"),
    hyperparameter(
      .delay, integer(atLeast: 1), about: "steps from the last symbol to the delimiter",
      applies: copy),
    hyperparameter(
      .length, integer(atLeast: 2), about: "steps of a sequence",
      applies: [.task: [Word.Task.adding.rawValue]]),
    hyperparameter(
      .maximalLength, integer(atLeast: 2), default: "75",
      about: "longest sentence that is kept, in characters of its line", applies: ptb),
    hyperparameter(
      .input, words(CopyTask.Encoding.self), default: CopyTask.Encoding.scalar.rawValue,
      about: "a step's symbol as one number, or as one of ten places", applies: copy),
    hyperparameter(
      .side, ParameterType(.choice([28, 14, 7].map { .number($0) })), default: "28",
      about: "pixels of an image's side; below 28, means of neighbours", applies: mnist,
      full: "28"),
    hyperparameter(
      .permutationSeed, ParameterType(.integer([])), default: "0",
      about: "seed of the one order in which the pixels of all images are shown",
      applies: [.task: [Word.Task.psmnist.rawValue]]),
    hyperparameter(
      .mask, words(MaskRule.self), default: MaskRule.strict.rawValue,
      about: "positions trained on: the sentence's, or two free ones more, as the paper's code",
      applies: ptb),
  ]

  private static let ofNetwork = [
    hyperparameter(
      .model, words(Word.Model.self), default: Word.Model.rnn.rawValue,
      about: "the kind of network"),
    hyperparameter(
      .transition, words(Word.Transition.self), default: Word.Transition.factorized.rawValue,
      about: "what stands between hidden states: U diag(s) V', a free matrix, an orthogonal one",
      applies: rnn),
    hyperparameter(
      .margin, ParameterType(.number([Comparison(.atLeast, 0)]), words: [Word.noMargin]),
      default: Word.noMargin, about: "half-width of the interval around 1 left to singular values",
      applies: factorized),
    hyperparameter(
      .initialization, words(Initialization.self), default: Initialization.orthogonal.rawValue,
      about: "how the transition starts", applies: rnn),
    hyperparameter(
      .activation, words(Activation.self), about: "f of h = f(gain (x Win + b + h W))",
      applies: rnn),
    hyperparameter(
      .gain, ParameterType(.number([Comparison(.above, 0)])), default: "1",
      about: "factor on the pre-activation", applies: rnn),
    hyperparameter(
      .preluSlope, ParameterType(.number([])), default: "0.7",
      about: "slope of prelu below zero, at the start", applies: prelu),
    hyperparameter(
      .preluTrained, boolean, default: "true", about: "train that slope", applies: prelu),
    hyperparameter(
      .hidden, integer(atLeast: 1), default: "128", about: "hidden units"),
  ]

  private static let ofTraining = [
    hyperparameter(
      .batch, integer(atLeast: 1), default: "50", about: "sequences of a minibatch"),
    hyperparameter(
      .epochs, integer(atLeast: 1), about: "how often metrics are averaged and told",
      prolongs: true),
    hyperparameter(
      .batchesPerEpoch, integer(atLeast: 1), default: "100", about: "minibatches of an epoch",
      applies: [.task: [Word.Task.copy.rawValue, Word.Task.adding.rawValue]]),
    hyperparameter(
      .optimizer, words(Word.Rule.self), default: Word.Rule.rmsprop.rawValue,
      about: "steps all parameters but orthogonal ones"),
    hyperparameter(
      .freeRate, notNegative, default: "1e-4", about: "learning rate of all that has no other"),
    hyperparameter(
      .spectrumRate, notNegative, default: "=lr.free",
      about: "learning rate of the parameters behind a margin", applies: factorized),
    hyperparameter(
      .basesRate, notNegative, default: "1e-6",
      about: "learning rate of orthogonal matrices, by Cayley steps; 0 = fixed",
      applies: [
        .transition: [Word.Transition.factorized.rawValue, Word.Transition.orthogonal.rawValue]
      ]
    ),
    hyperparameter(
      .rescalesSpectrum, boolean, default: "true",
      about: "divide lr.spectrum by twice the margin",
      applies: [.transition: [Word.Transition.factorized.rawValue], .margin: ["> 0"]]),
    hyperparameter(
      .clip, notNegative, default: "100",
      about: "largest entry of a step's gradient in the backward pass; 0 = off"),
    hyperparameter(
      .weightDecay, notNegative, default: "1e-4",
      about: "weight of the squared entries of Win, W and Wout in the loss; 0 = off"),
    hyperparameter(
      .orthogonalityPenalty, notNegative, default: "0",
      about: "weight of ||W'W - I||^2 in the loss", applies: rnn),
    hyperparameter(
      .spectrumPenalty, notNegative, default: "0",
      about: "weight of the sum of (s - 1)^2 in the loss", applies: factorized),
    hyperparameter(
      .loss, words(Word.Reduction.self), default: Word.Reduction.mean.rawValue,
      about: "how the losses of the steps join",
      applies: [.task: [Word.Task.copy.rawValue, Word.Task.ptb.rawValue]]),
    hyperparameter(
      .learnsInitialState, boolean, default: "true", about: "train the state before step 1"),
    hyperparameter(
      .bias, ParameterType(.number([])), default: "0",
      about: "initial value of b, but for an LSTM's forget gate, which starts at 1"),
  ]

  private static let ofMachine = [
    hyperparameter(
      .precision, words(Precision.self), default: Precision.float.rawValue,
      about: "number type; orthogonal factors are double in both"),
    hyperparameter(
      .gradientNormsProbe, boolean, default: "false",
      about: "keep the norm of the last step's loss gradient at every step, as an artifact",
      probe: true),
    hyperparameter(
      .hiddenNormsProbe, boolean, default: "false",
      about: "keep the norm of the hidden state at every step, as an artifact", probe: true),
    hyperparameter(
      .dataSeed, ParameterType(.integer([])), default: "=seed", about: "seed of the minibatches"),
    hyperparameter(
      .initSeed, ParameterType(.integer([])), default: "=seed", about: "seed of initial weights"),
    hyperparameter(
      .threads, integer(atLeast: 1), default: "1",
      about: "threads of a matrix product, on which the last digits depend",
      identity: false),
    hyperparameter(
      .data, ParameterType(.text), default: Word.usualFolders,
      about: "folder of data sets, looked in first; none = only the usual folders",
      identity: false),
  ]
}

extension ParameterDescription {
  private typealias Conditions = [Hyperparameter: [String]]

  private static let copy: Conditions = [.task: [Word.Task.copy.rawValue]]
  private static let ptb: Conditions = [.task: [Word.Task.ptb.rawValue]]
  private static let mnist: Conditions = [
    .task: [Word.Task.smnist.rawValue, Word.Task.psmnist.rawValue]
  ]
  private static let prelu: Conditions = [.activation: [Activation.prelu.rawValue]]
  private static let rnn: Conditions = [.model: [Word.Model.rnn.rawValue]]
  private static let factorized: Conditions = [
    .transition: [Word.Transition.factorized.rawValue]
  ]

  private static let boolean = ParameterType(.boolean)
  private static let notNegative = ParameterType(.number([Comparison(.atLeast, 0)]))

  private static func integer(atLeast bound: Double) -> ParameterType {
    ParameterType(.integer([Comparison(.atLeast, bound)]))
  }

  private static func words<Choice: CaseIterable & RawRepresentable<String>>(
    _ choices: Choice.Type
  ) -> ParameterType {
    ParameterType(.choice(choices.allCases.map { .text($0.rawValue) }))
  }

  private static func hyperparameter(
    _ name: Hyperparameter, _ type: ParameterType, default defaultValue: String? = nil,
    about: String, applies: Conditions = [:], identity: Bool = true, probe: Bool = false,
    prolongs: Bool = false, full: String? = nil
  ) -> ParameterDescription {
    let patterns = applies.map { ($0.key.rawValue, $0.value) }
    return ParameterDescription(
      name.rawValue, type, default: defaultValue, about: about,
      applies: AppliesWhere(Dictionary(uniqueKeysWithValues: patterns)), identity: identity,
      probe: probe, prolongs: prolongs, full: full)
  }
}
