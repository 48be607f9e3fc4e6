/// One training problem whose iterations are timed: 50 sequences a batch, RMSprop, Float.
public struct Workload: Hashable, Sendable {
  /// What is learnt; the names are those of the peers' `--task`.
  public enum Task: String, Sendable {
    /// 784 steps of one number, ten classes after the last.
    case smnist
    /// 120 steps (a delay of 100) of ten features, ten classes at every step.
    case copy
  }

  /// What goes from step to step; the names are those of the peers' `--cell`.
  public enum Cell: String, Sendable {
    /// A plain recurrent network.
    case plain = "rnn"
    /// An LSTM with peepholes.
    case lstm
  }

  /// How W is trained; the names are those of the peers' `--optimizer`.
  public enum Descent: String, Sendable {
    /// W = U·diag(s)·Vᵀ with a margin of 0.1, U and V by Cayley steps.
    case geoSGD = "geosgd"
    /// W itself by RMSprop.
    case dense = "sgd"
  }

  /// What is learnt.
  public let task: Task
  /// What goes from step to step.
  public let cell: Cell
  /// n, the hidden units.
  public let hidden: Int
  /// How W is trained.
  public let descent: Descent

  /// A workload of these parts.
  public init(task: Task, cell: Cell, hidden: Int, descent: Descent) {
    self.task = task
    self.cell = cell
    self.hidden = hidden
    self.descent = descent
  }
}

extension Workload {
  /// Sequential MNIST, 128 tanh units.
  public static let smnist = Workload(task: .smnist, cell: .plain, hidden: 128, descent: .geoSGD)
  /// The sequences of sequential MNIST and an LSTM with peepholes of 128 units.
  public static let lstm = Workload(task: .smnist, cell: .lstm, hidden: 128, descent: .dense)

  /// The copy task with a delay of 100, linear units.
  public static func copy(_ hidden: Int, _ descent: Descent) -> Workload {
    Workload(task: .copy, cell: .plain, hidden: hidden, descent: descent)
  }
}

extension Workload {
  /// B, the sequences of a batch.
  public static let batch = 50
  /// K, the classes of an answer.
  public static let classes = 10
  /// D of the copy task, the steps from the last symbol to the delimiter.
  public static let delay = 100

  /// T, the time steps of a sequence.
  public var steps: Int { task == .smnist ? 784 : Self.delay + 20 }
  /// d, the features of a time step.
  public var features: Int { task == .smnist ? 1 : 10 }
  /// The time steps that are answered.
  public var answers: Int { task == .smnist ? 1 : steps }

  /// The floating-point operations of one training iteration.
  ///
  /// 6·g·n²·B·T for the states, the messages and dW with g = 4 for an LSTM, else 1; 6·n·K·B·T_out for
  /// the answers; 15·n³ for geoSGD, which composes W and makes two Cayley steps. Inputs, activations and
  /// optimisers are left out.
  public var operations: Double {
    let (n, b) = (Double(hidden), Double(Self.batch))
    let gates = cell == .lstm ? 4.0 : 1.0
    let recurrence = 6 * gates * n * n * b * Double(steps)
    let head = 6 * n * Double(Self.classes) * b * Double(answers)
    return recurrence + head + (descent == .geoSGD ? 15 * n * n * n : 0)
  }

  /// The words that name this workload to our own program and to the peers.
  public var arguments: [String] {
    [
      "--task", task.rawValue, "--cell", cell.rawValue, "--hidden", "\(hidden)",
      "--optimizer", descent.rawValue,
    ]
  }

  /// The iterations that one of our processes times: between one and six seconds of them.
  public var iterations: Int {
    switch (cell, hidden) {
    case (.lstm, _): 9
    case (_, ...128): task == .smnist ? 25 : 75
    case (_, ...500): 11
    default: 5
    }
  }

  /// The iterations that one process of a peer times; its start takes longer than they do.
  public var peerIterations: Int {
    switch (cell, hidden) {
    case (.lstm, _): 7
    case (_, ...128): task == .smnist ? 15 : 45
    case (_, ...500): 9
    default: 5
    }
  }

  /// What people call it.
  public var title: String {
    switch (task, cell) {
    case (_, .lstm): "peephole LSTM, n = \(hidden)"
    case (.smnist, _): "sMNIST, n = \(hidden)"
    case (.copy, _): "copy, n = \(hidden), \(descent == .geoSGD ? "geoSGD" : "dense")"
    }
  }
}
