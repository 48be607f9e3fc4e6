/// An outcome as JSON: `{"word": "diverged", "step": 1200, "reason": "…"}`,
/// `{"word": "failed", "failure": "program", "status": 7}`; records keep this form for ever.
extension TrialOutcome: Codable {
  private enum CodingKeys: String, CodingKey {
    case word, step, reason, failure, status
  }

  private enum Word: String, Codable {
    case finished, diverged, failed, stalled, interrupted, cancelled, preempted
    case timedOut = "timed out"
    case nodeLost = "node lost"
  }

  private enum FailureWord: String, Codable {
    case program, invalid, signal
    case brokenProtocol = "protocol"
    case outOfMemory = "out of memory"
    case cannotStart = "cannot start"
    case inputOutput = "I/O"
  }

  /// Reads an outcome.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func reason() throws -> String { try container.decode(String.self, forKey: .reason) }
    switch try container.decode(Word.self, forKey: .word) {
    case .finished: self = .finished
    case .diverged:
      self = .diverged(step: try container.decode(Int.self, forKey: .step), reason: try reason())
    case .stalled: self = .stalled
    case .timedOut: self = .timedOut
    case .interrupted: self = .interrupted
    case .cancelled: self = .cancelled
    case .preempted: self = .preempted
    case .nodeLost: self = .nodeLost
    case .failed:
      switch try container.decode(FailureWord.self, forKey: .failure) {
      case .program:
        self = .failed(.program(status: try container.decode(Int.self, forKey: .status)))
      case .brokenProtocol: self = .failed(.brokenProtocol(try reason()))
      case .invalid: self = .failed(.invalid(try reason()))
      case .signal: self = .failed(.signal(try reason()))
      case .outOfMemory: self = .failed(.outOfMemory)
      case .cannotStart: self = .failed(.cannotStart(try reason()))
      case .inputOutput: self = .failed(.inputOutput(try reason()))
      }
    }
  }

  /// Writes an outcome.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(word, forKey: .word)
    switch self {
    case .diverged(let step, let reason):
      try container.encode(step, forKey: .step)
      try container.encode(reason, forKey: .reason)
    case .failed(let failure):
      let (word, reason) = Self.parts(of: failure)
      try container.encode(word, forKey: .failure)
      try container.encodeIfPresent(reason, forKey: .reason)
      if case .program(let status) = failure { try container.encode(status, forKey: .status) }
    default: break
    }
  }

  private var word: Word {
    switch self {
    case .finished: .finished
    case .diverged: .diverged
    case .failed: .failed
    case .timedOut: .timedOut
    case .stalled: .stalled
    case .interrupted: .interrupted
    case .cancelled: .cancelled
    case .preempted: .preempted
    case .nodeLost: .nodeLost
    }
  }

  private static func parts(of failure: Failure) -> (FailureWord, reason: String?) {
    switch failure {
    case .program: (.program, nil)
    case .brokenProtocol(let reason): (.brokenProtocol, reason)
    case .invalid(let reason): (.invalid, reason)
    case .signal(let name): (.signal, name)
    case .outOfMemory: (.outOfMemory, nil)
    case .cannotStart(let reason): (.cannotStart, reason)
    case .inputOutput(let reason): (.inputOutput, reason)
    }
  }
}
