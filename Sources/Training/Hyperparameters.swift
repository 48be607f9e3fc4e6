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
  /// The minibatches of an epoch.
  public let batchesPerEpoch: Int
  /// The number type.
  public let precision: Precision
  /// The seed of the minibatches.
  public let dataSeed: Int
  /// The seed of the initial weights.
  public let initSeed: Int
  /// How many threads a matrix product may use; no part of a trial's identity.
  public let threads: Int

  /// Reads the resolved values of a trial of `ProgramDescription.orthornn`.
  ///
  /// - Precondition: the values come from a `ParameterSchema` of that description, with nothing
  ///   missing; so a value of another type is a mistake of ours.
  /// - Throws: a training that no machine can hold in memory.
  public init(_ values: [String: ParameterValue]) throws(TrialProblems) {
    let values = HyperparameterValues(values)
    task = values.sequenceTask
    design = values.networkDesign(for: task)
    rule = values.updateRule
    rates = values.learningRates
    batch = values.integer(.batch)
    epochs = values.integer(.epochs)
    batchesPerEpoch = values.integer(.batchesPerEpoch)
    precision = values.word(.precision)
    dataSeed = values.integer(.dataSeed)
    initSeed = values.integer(.initSeed)
    threads = values.integer(.threads)
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
      [task.steps + 1, batch, max(design.hidden, design.inputs, design.outputs), 8],
      [design.hidden, design.hidden, 8],
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
    }
  }

  func networkDesign(for task: SequenceTask) -> NetworkDesign {
    var design: NetworkDesign
    switch word(.model) as Word.Model {
    case .rnn:
      design = NetworkDesign(
        inputs: task.features, hidden: integer(.hidden), outputs: task.answer.count,
        activation: word(.activation), objective: objective(for: task.answer))
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

  private func objective(for answer: SequenceTask.Answer) -> Objective {
    switch answer {
    case .classesEveryStep(_, let scoredSteps):
      let reduction: Objective.Reduction =
        switch word(.loss) as Word.Reduction {
        case .mean: .mean
        case .sumTime: .sumTime
        }
      return .crossEntropyEveryStep(reduction: reduction, scoredSteps: scoredSteps)
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
