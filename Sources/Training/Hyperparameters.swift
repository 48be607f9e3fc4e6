public import Optimization
public import RecurrentNets
public import SequenceTasks
public import Trials

/// The number type of a training.
public enum Precision: String, CaseIterable, Sendable {
  /// 32 bits; orthogonal factors are Double all the same.
  case float
  /// 64 bits, for checks.
  case double
}

/// Everything that a training depends on, typed.
public struct Hyperparameters: Sendable, Equatable {
  /// What is learned.
  public let task: SequenceTask
  /// The network and its loss.
  public let design: NetworkDesign
  /// How free parameters and the spectrum are stepped.
  public let rule: UpdateRule
  /// How far they are stepped.
  public let rates: LearningRates
  /// B, the sequences of a minibatch.
  public let batch: Int
  /// How often the metrics are averaged and told.
  public let epochs: Int
  /// The minibatches of an epoch; nil where an epoch shows a data set once.
  public let batchesPerEpoch: Int?
  /// The number type.
  public let precision: Precision
  /// The seed of the minibatches.
  public let dataSeed: Int
  /// The seed of the initial weights.
  public let initSeed: Int
  /// How many threads a matrix product may use; no part of a trial's identity.
  public let threads: Int
  /// The folder in which data sets are looked for first; no part of a trial's identity.
  public let dataFolder: String?
  /// What is measured besides.
  public let probes: Set<Probe>
  /// The trial's ID, all 64 hex digits; a checkpoint is gone on from by the same trial only.
  public let identity: String

  /// Reads the resolved values of a trial of `ProgramDescription.orthornn`.
  ///
  /// - Parameters:
  ///   - values: all that apply, defaults filled in.
  ///   - identity: the trial's ID.
  /// - Precondition: the values come from a `ParameterSchema` of that description, with nothing
  ///   missing; so a value of another type is a mistake of ours.
  /// - Throws: a training that no machine can hold in memory, or units that do not pair up.
  public init(_ values: [String: ParameterValue], identity: String) throws(TrialProblems) {
    self.identity = identity
    let values = HyperparameterValues(values)
    task = values.sequenceTask
    design = values.networkDesign(for: task)
    rule = values.updateRule
    rates = values.learningRates
    batch = values.integer(.batch)
    epochs = values.integer(.epochs)
    batchesPerEpoch = task.dataSet == nil ? values.integer(.batchesPerEpoch) : nil
    precision = values.word(.precision)
    dataSeed = values.integer(.dataSeed)
    initSeed = values.integer(.initSeed)
    threads = values.integer(.threads)
    dataFolder = values.folder(.data)
    probes = Set(Probe.allCases.filter { values.flag($0.parameter) })
    guard design.activation != .oplu || design.hidden.isMultiple(of: 2) else {
      throw TrialProblems([
        "activation oplu orders units in pairs: hidden must be even, not \(design.hidden)"
      ])
    }
    guard fitsAnyMemory else {
      throw TrialProblems([
        "\(task.steps) steps of \(batch) sequences of \(design.hidden) hidden units are more "
          + "than a machine can hold"
      ])
    }
  }

  /// Whether the hidden states and W take less than a tebibyte; beyond, sizes might even overflow.
  private var fitsAnyMemory: Bool {
    let limit = 1 << 40
    let sizes = [
      [task.steps + 1, batch, max(design.width, design.inputs, design.outputs), 8],
      [design.hidden, design.width, 8],
    ]
    return sizes.allSatisfy { factors in
      var left = limit
      for factor in factors { left /= factor }
      return left >= 1
    }
  }
}

/// The values of a trial, read by type; the only place where parameters have names.
private struct HyperparameterValues {
  private let values: [String: ParameterValue]

  init(_ values: [String: ParameterValue]) { self.values = values }

  func number(_ name: Hyperparameter) -> Double {
    guard case .number(let number) = value(name) else { mistyped(name, "a number") }
    return number
  }

  func integer(_ name: Hyperparameter) -> Int {
    guard let integer = Int(exactly: number(name)) else { mistyped(name, "an integer") }
    return integer
  }

  func flag(_ name: Hyperparameter) -> Bool {
    guard case .boolean(let flag) = value(name) else { mistyped(name, "a boolean") }
    return flag
  }

  func word<Choice: RawRepresentable<String>>(_ name: Hyperparameter) -> Choice {
    guard case .text(let text) = value(name), let choice = Choice(rawValue: text) else {
      mistyped(name, "a \(Choice.self)")
    }
    return choice
  }

  func folder(_ name: Hyperparameter) -> String? {
    guard case .text(let text) = value(name) else { mistyped(name, "a folder") }
    return text == Word.usualFolders ? nil : text
  }

  private func value(_ name: Hyperparameter) -> ParameterValue {
    guard let value = values[name.rawValue] else {
      preconditionFailure("the parameter \(name.rawValue) does not apply here")
    }
    return value
  }

  private func mistyped(_ name: Hyperparameter, _ wanted: String) -> Never {
    preconditionFailure("\(name.rawValue) is not \(wanted): \(value(name))")
  }
}

extension HyperparameterValues {
  var sequenceTask: SequenceTask {
    switch word(.task) as Word.Task {
    case .copy: .copy(CopyTask(delay: integer(.delay), encoding: word(.input)))
    case .adding: .adding(AddingTask(length: integer(.length)))
    case .smnist: .sequentialMNIST(SequentialMNIST(side: integer(.side)))
    case .psmnist:
      .sequentialMNIST(
        SequentialMNIST(side: integer(.side), permutationSeed: integer(.permutationSeed)))
    case .ptb:
      .pennTreebank(PennTreebank(maximalLength: integer(.maximalLength), mask: word(.mask)))
    }
  }

  func networkDesign(for task: SequenceTask) -> NetworkDesign {
    // A symbol's embedding has as many numbers as there are hidden units (the released code).
    let hidden = integer(.hidden)
    var design = NetworkDesign(
      inputs: task.symbols == nil ? task.features : hidden, hidden: hidden,
      outputs: task.answer.count, activation: .tanh, objective: objective(for: task))
    design.symbols = task.symbols
    switch word(.model) as Word.Model {
    case .lstm:
      design.cell = .lstm
      design.transition = .dense
    case .rnn:
      design.activation = word(.activation)
      if design.activation == .prelu {
        design.slope = number(.preluSlope)
        design.learnsSlope = flag(.preluTrained)
      }
      design.transition = transitionKind
      design.initialization = word(.initialization)
      design.gain = number(.gain)
      design.orthogonalityPenalty = number(.orthogonalityPenalty)
      if case .factorized = design.transition { design.spectrumPenalty = number(.spectrumPenalty) }
    }
    design.clip = number(.clip)
    design.learnsInitialState = flag(.learnsInitialState)
    design.bias = number(.bias)
    design.weightDecay = number(.weightDecay)
    return design
  }

  private func objective(for task: SequenceTask) -> Objective {
    switch task.answer {
    case .classesEveryStep(_, let scoredSteps):
      let reduction: Objective.Reduction =
        switch word(.loss) as Word.Reduction {
        case .mean: .mean
        case .sumTime: .sumTime
        }
      // Characters are measured in bits, and so is what is minimised (the released code).
      var unit = Objective.InformationUnit.nats
      if case .pennTreebank = task { unit = .bits }
      return .crossEntropyEveryStep(reduction: reduction, scoredSteps: scoredSteps, unit: unit)
    case .classAtTheEnd: return .crossEntropyLastStep
    case .numbersAtTheEnd: return .squaredErrorLastStep
    }
  }

  private var transitionKind: TransitionKind {
    switch word(.transition) as Word.Transition {
    case .factorized:
      value(.margin) == .text(Word.noMargin)
        ? .factorized(margin: .none) : .factorized(margin: .width(number(.margin)))
    case .dense: .dense
    case .orthogonal: .orthogonal
    }
  }

  var updateRule: UpdateRule {
    switch word(.optimizer) as Word.Rule {
    case .rmsprop: .rmsprop
    case .nesterov: .nesterov
    case .sgd: .sgd
    case .adam: .adam
    }
  }

  /// Rates that do not apply have nothing to step: they are 0.
  var learningRates: LearningRates {
    func rate(_ name: Hyperparameter) -> Double {
      values[name.rawValue] == nil ? 0 : number(name)
    }
    return LearningRates(
      free: number(.freeRate), spectrum: rate(.spectrumRate), bases: rate(.basesRate),
      rescalesSpectrum: values[Hyperparameter.rescalesSpectrum.rawValue] == nil
        ? false : flag(.rescalesSpectrum))
  }
}

extension SequenceTask.Answer {
  /// K, the network's outputs.
  fileprivate var count: Int {
    switch self {
    case .classesEveryStep(let count, _), .classAtTheEnd(let count), .numbersAtTheEnd(let count):
      count
    }
  }
}
