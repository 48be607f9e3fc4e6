/// How a sweep's trials are started and held: the `trial` section.
public struct TrialSettings: Sendable, Equatable {
  /// Which program a trial is.
  public enum Program: Sendable, Equatable {
    /// A program installed beside orthosweep, by name.
    case installed(String)
    /// Any program: the name that is part of the trials' identity, and its argv with placeholders.
    case command(name: String, arguments: [String])
  }

  /// Which program.
  public let program: Program
  /// The longest a trial may take; nil: as long as it wants.
  public let timeout: Duration?
  /// The memory that a trial will need, in bytes; nil: not stated.
  public let memory: Int?
  /// The longest a trial may be silent; nil: as long as it wants.
  public let stall: Duration?
  /// How often a trial that a signal from outside ended is tried again; nil: as often as the
  /// scheduler likes.
  public let retries: Int?
  /// Variables added to the inherited environment.
  public let environment: [String: String]

  /// Settings from their parts.
  public init(
    program: Program = .installed("orthornn"), timeout: Duration? = nil, memory: Int? = nil,
    stall: Duration? = nil, retries: Int? = nil, environment: [String: String] = [:]
  ) {
    self.program = program
    self.timeout = timeout
    self.memory = memory
    self.stall = stall
    self.retries = retries
    self.environment = environment
  }

  /// The program's name.
  public var programName: String {
    switch program {
    case .installed(let name), .command(let name, _): name
    }
  }

  /// What may stand between braces in the arguments of a command.
  public static let placeholders = ["trial", "flags", "seed", "dir", "checkpoints"]
}
