public import Trials

extension TrialCommand {
  /// The words that start a trial without a scheduler: the program and its arguments, without what
  /// starts it for us.
  ///
  /// There are no earlier checkpoints: `{checkpoints}` is an empty file.
  /// - Parameters:
  ///   - trial: The trial.
  ///   - file: The trial's file.
  ///   - folder: Where the program is to leave its files.
  /// - Returns: The program and its arguments.
  public func wordsByHand(for trial: Trial, file: String, folder: String) -> [String] {
    let launch = TrialLaunch(
      trial: trial, folder: folder, trialFile: file, checkpointList: "/dev/null")
    return Array(arguments(for: launch).dropFirst(program.count - 1))
  }

  /// Whether the program is told a folder, which must then be there.
  public var namesFolder: Bool { arguments.contains { $0.contains("{dir}") } }

  /// What the scheduler sets for each trial, beside the sweep file's variables: sums keep their
  /// order on one thread, so that the same trial gives the same bytes.
  public static let environmentOfAll = ["OPENBLAS_NUM_THREADS": "1"]
}
