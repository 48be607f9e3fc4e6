/// Everything that describes a recurrent network and its loss, before any number is drawn.
///
/// With row vectors, B samples, d inputs, n hidden units and K outputs:
///
///     a_t = x_t·Win + b + h_{t−1}·W      Win: d × n, b: 1 × n, W: n × n
///     h_t = f(gain · a_t)                h_0: 1 × n, shared by the samples
///     z_t = h_t·Wout + bout              Wout: n × K, bout: 1 × K
public struct NetworkDesign: Equatable, Sendable {
  /// d, the features of one time step.
  public var inputs: Int
  /// n, the hidden units.
  public var hidden: Int
  /// K, the outputs: classes, or numbers to predict.
  public var outputs: Int
  /// What W is made of.
  public var transition: TransitionKind = .factorized(margin: .none)
  /// How W starts.
  public var initialization: Initialization = .orthogonal
  /// f.
  public var activation: Activation
  /// The factor on the pre-activation: h = f(gain · a).
  public var gain: Double = 1
  /// Largest magnitude of an entry of ∂L/∂a_t in the backward pass; 0 lets all through.
  public var clip: Double = 100
  /// Whether h_0, which starts at 0, is trained.
  public var learnsInitialState: Bool = true
  /// The value that every entry of b starts at.
  public var bias: Double = 0
  /// What is minimised, without decay and penalties.
  public var objective: Objective
  /// λ of λ(‖Win‖² + ‖W‖² + ‖Wout‖²), W composed; part of the loss, not of the task loss.
  public var weightDecay: Double = 1e-4
  /// λ of λ‖WᵀW − I‖², W composed.
  public var orthogonalityPenalty: Double = 0
  /// λ of λΣ(s − 1)² over the singular values before the rectifier; for factorized transitions.
  public var spectrumPenalty: Double = 0

  /// A design with the paper's defaults for all that is not named.
  public init(
    inputs: Int, hidden: Int, outputs: Int, activation: Activation, objective: Objective
  ) {
    self.inputs = inputs
    self.hidden = hidden
    self.outputs = outputs
    self.activation = activation
    self.objective = objective
  }
}

/// The activation function f of h = f(gain · a).
public enum Activation: String, CaseIterable, Sendable {
  /// f(x) = x.
  case identity
  /// f(x) = tanh x.
  case tanh
  /// f(x) = max(x, 0); its derivative at exactly 0 is ½, as in the paper's framework (Theano).
  case relu
}

/// What W is made of.
public enum TransitionKind: Equatable, Sendable {
  /// W = U · diag(max(s, 0)) · Vᵀ with orthogonal U and V, and s held within a margin.
  case factorized(margin: SpectralMargin)
  /// A free matrix.
  case dense
  /// A matrix that stays orthogonal.
  case orthogonal
}

/// The initial W.
public enum Initialization: String, CaseIterable, Sendable {
  /// An orthogonal matrix drawn by Haar measure.
  case orthogonal
  /// Independent N(0, 2/(n + n)) entries.
  case glorotNormal = "glorot-normal"
  /// Independent uniform entries in ±√(6/(n + n)).
  case glorotUniform = "glorot-uniform"
  /// The identity matrix.
  case identity
}

/// What is minimised over a batch, and how accuracy is counted.
public enum Objective: Equatable, Sendable {
  /// Softmax cross-entropy in nats at every time step.
  ///
  /// Accuracy counts the last `scoredSteps` steps of each sequence (all when nil).
  case crossEntropyEveryStep(reduction: Reduction, scoredSteps: Int?)
  /// Softmax cross-entropy in nats at the last time step, mean over the batch.
  case crossEntropyLastStep
  /// Squared error at the last time step, summed over outputs, mean over the batch; no accuracy.
  case squaredErrorLastStep

  /// How the losses of the time steps join; over the batch it is always the mean.
  public enum Reduction: String, Sendable {
    /// The mean over the time steps.
    case mean
    /// The sum over the time steps.
    case sumTime = "sum-time"
  }

  /// Whether the network answers at every time step.
  public var answersEveryStep: Bool {
    if case .crossEntropyEveryStep = self { true } else { false }
  }
}
