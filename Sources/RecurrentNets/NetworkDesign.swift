/// Everything that describes a recurrent network and its loss, before any number is drawn.
///
/// With row vectors, B samples, d inputs, n hidden units and K outputs:
///
///     a_t = x_t·Win + b + h_{t−1}·W      Win: d × n, b: 1 × n, W: n × n
///     h_t = f(gain · a_t)                h_0: 1 × n, shared by the samples
///     z_t = h_t·Wout + bout              Wout: n × K, bout: 1 × K
///
/// An LSTM has the same form with 4n columns in Win, b and W, one block of n a gate, and its own step
/// from a_t and the cell c_{t−1} to h_t and c_t. Where the inputs are symbols, x_t is their row of an
/// embedding of V × d.
public struct NetworkDesign: Equatable, Sendable {
  /// d, the features of one time step, or of a symbol's embedding.
  public var inputs: Int
  /// V, the number of symbols; nil where the inputs are numbers.
  public var symbols: Int?
  /// n, the hidden units.
  public var hidden: Int
  /// K, the outputs: classes, or numbers to predict.
  public var outputs: Int
  /// What goes from a_t to h_t.
  public var cell: CellKind = .plain
  /// What W is made of; an LSTM's is dense.
  public var transition: TransitionKind = .factorized(margin: .none)
  /// How W starts.
  public var initialization: Initialization = .orthogonal
  /// f, of a plain cell.
  public var activation: Activation
  /// PReLU's slope below zero, at the start.
  public var slope: Double = 0.7
  /// Whether PReLU's slope is trained.
  public var learnsSlope: Bool = true
  /// The factor on the pre-activation: h = f(gain · a).
  public var gain: Double = 1
  /// Largest magnitude of an entry of ∂L/∂a_t in the backward pass; 0 lets all through.
  public var clip: Double = 100
  /// Whether h_0, which starts at 0, is trained.
  public var learnsInitialState: Bool = true
  /// The value that every entry of b starts at, but for an LSTM's forget gate: it starts at 1.
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

extension NetworkDesign {
  /// The columns of Win, b and W: n, or 4n of an LSTM.
  public var width: Int { cell.gates * hidden }
}

/// What goes from the pre-activation a_t to the hidden state h_t.
public enum CellKind: String, CaseIterable, Sendable {
  /// h_t = f(gain · a_t) (Elman 1990).
  case plain
  /// The LSTM with peepholes (Graves 2013); its gates stand in the order i, f, g, o.
  case lstm

  /// The blocks of n columns that a_t has.
  public var gates: Int { self == .plain ? 1 : 4 }
}

/// The activation function f of h = f(gain · a).
public enum Activation: String, CaseIterable, Sendable {
  /// f(x) = x.
  case identity
  /// f(x) = tanh x.
  case tanh
  /// f(x) = max(x, 0); its derivative at exactly 0 is ½, as in the paper's framework (Theano).
  case relu
  /// f(x) = max(x, 0) + α·min(x, 0) with one slope α for all units.
  case prelu
  /// Neighbours (x_2k, x_2k+1) become (max, min) (Chernodub and Nowicki 2016); for even n.
  case oplu
  /// f(x) = sign(x)·max(|x| + β, 0) with an offset β for each unit (Arjovsky et al. 2016).
  case modrelu
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
  /// Softmax cross-entropy at every time step that counts.
  ///
  /// Accuracy counts the last `scoredSteps` steps of each sequence (all when nil).
  case crossEntropyEveryStep(reduction: Reduction, scoredSteps: Int?, unit: InformationUnit = .nats)
  /// Softmax cross-entropy in nats at the last time step, mean over the batch.
  case crossEntropyLastStep
  /// Squared error at the last time step, summed over outputs, mean over the batch; no accuracy.
  case squaredErrorLastStep

  /// How the losses of the time steps join.
  public enum Reduction: String, Sendable {
    /// The mean over all answers that count.
    case mean
    /// The sum over the time steps, and the mean over the batch.
    case sumTime = "sum-time"
  }

  /// What a cross-entropy is measured in.
  public enum InformationUnit: Sendable {
    /// Natural logarithms.
    case nats
    /// Logarithms to base 2: bits per character where the answers are characters.
    case bits

    /// How many of the unit one nat is.
    var perNat: Double { self == .nats ? 1 : 1.4426950408889634 }  // 1 / ln 2
  }

  /// Whether the network answers at every time step.
  public var answersEveryStep: Bool {
    if case .crossEntropyEveryStep = self { true } else { false }
  }
}
