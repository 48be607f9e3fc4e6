import Foundation
import Glibc
import Reports
import Results
import Scheduling
import Sweeps
import Trials

/// A sweep that a command works on: read, described, checked, and with its results folder known.
struct OpenSweep {
  let sweep: CheckedSweep
  /// The sweep with all its cells, of which ``sweep`` may be a part.
  let whole: CheckedSweep
  /// What ``whole`` was made from.
  let spec: SweepSpec
  /// The words that make it another sweep than the file's; none for the file as written.
  let words: [String]
  /// Whether its report is kept: a part or a variant has one only under a name of its own.
  let keepsReport: Bool
  let schema: ParameterSchema
  let store: ResultStore
  /// What is started for each trial.
  let command: TrialCommand
  /// The program's file.
  let programFile: String

  /// Reads and checks everything; nothing is written and no trial started.
  ///
  /// The file as written comes first, and then what the command line makes of it.
  /// - Parameters:
  ///   - arguments: The sweep and what is wanted of it.
  ///   - data: The folder that the trial program takes its data from; nil: where it likes.
  ///   - name: Another name, under which the report is kept.
  /// - Throws: all that is wrong, as an ending of the command.
  init(
    _ arguments: SweepArguments, data: String? = nil, name: String? = nil
  ) throws(CommandFailure) {
    let variables = try data.map { folder throws(CommandFailure) in
      ["ORTHOSWEEP_DATA": try Self.dataFolder(folder)]
    }
    let path = try SweepAddress(arguments.sweep).path
    words = arguments.words
    keepsReport = name != nil || words.isEmpty
    do {
      let file = try SweepFile(reading: URL(fileURLWithPath: path), shownAs: path)
      let spec = try SweepSpec.read(file)
      do {
        (programFile, command) = try Self.program(of: spec.trial, variables ?? [:])
        schema = try ProgramInquiry.describe(programFile, environment: command.environment)
      } catch {
        // What is wrong with the file comes first: it may be why the program is the wrong one.
        try spec.throwProblems()
        throw error
      }
      let written = try CheckedSweep(spec, schema)
      self.spec = try spec.varied(by: arguments.settings, schema)
      whole = arguments.settings.isEmpty ? written : try CheckedSweep(self.spec, schema)
      sweep = try whole.part(arguments.cells).named(name, by: words, ShellWord.line(words))
    } catch let problems as SweepProblems {
      throw CommandFailure(.usage, problems.description)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(.defect, "orthosweep: a defect: \(error)")
    }
    guard schema.program.program.name == sweep.settings.programName else {
      throw CommandFailure(
        .usage,
        "orthosweep: \(programFile) calls itself '\(schema.program.program.name)', and the sweep "
          + "file '\(sweep.settings.programName)'; name it so under `trial`")
    }
    store = ResultStore(
      ResultLayout.locate(
        sweepFile: path, override: arguments.results,
        environment: ProcessInfo.processInfo.environment,
        currentFolder: FileManager.default.currentDirectoryPath))
    try Self.check(store.layout.root, as: "the results folder", mayBeMissing: true)
    if name != nil { try refuseForeignReport() }
  }

  /// A name that was asked for must not take the place of another file's report.
  private func refuseForeignReport() throws(CommandFailure) {
    guard let other = try otherReport() else { return }
    throw CommandFailure(
      .usage, "orthosweep: --name \(sweep.name): \(other); give another name")
  }

  /// That the sweep's report would take the place of another file's, if it would.
  private func otherReport() throws(CommandFailure) -> String? {
    let folder = SweepFolder(of: sweep.name, in: store.layout)
    do {
      return try folder.otherSource(than: sweep.file.path).map {
        "\(folder.shown)/ was written for \($0)"
      }
    } catch {
      throw Self.failure(error)
    }
  }

  /// The folder's absolute path: trials may run elsewhere.
  private static func dataFolder(_ path: String) throws(CommandFailure) -> String {
    let path = URL(fileURLWithPath: path).path
    try check(path, as: "the data folder", mayBeMissing: false)
    return path
  }

  /// What stands in the results folder's way is named itself, not by a file that would lie below.
  private static func check(
    _ path: String, as place: String, mayBeMissing: Bool
  ) throws(CommandFailure) {
    var status = stat()
    var code: Int32 = 0
    if stat(path, &status) != 0 {
      code = errno == ENOENT && mayBeMissing ? 0 : errno
    } else if status.st_mode & S_IFMT != S_IFDIR {
      code = ENOTDIR
    }
    guard code != 0 else { return }
    throw failure(StorageError(path: path, action: "be \(place)", code: code))
  }

  /// The trial program's file, and how it is called; the variables come before the sweep file's.
  private static func program(
    of settings: TrialSettings, _ variables: [String: String]
  ) throws(CommandFailure) -> (file: String, command: TrialCommand) {
    let environment = settings.environment.merging(variables) { $1 }
    switch settings.program {
    case .installed(let name):
      let file = try ProgramInquiry.besideOrthosweep(name)
      return (file, TrialCommand(program: file, environment: environment))
    case .command(_, let arguments):
      let file = try ProgramInquiry.found(arguments[0])
      let command = TrialCommand(
        [file] + arguments.dropFirst(), startedBy: TrialGuard.words(of: ProgramInquiry.ownFile),
        environment: environment)
      return (file, command)
    }
  }
}

extension OpenSweep {
  /// The records that there are.
  func readRecords() throws(CommandFailure) -> ResultStore.Reading {
    do {
      return try store.read(sweep.trials.map(\.id))
    } catch {
      throw Self.failure(error)
    }
  }

  /// How long trials take, from those that are done.
  func durations(_ reading: ResultStore.Reading) -> DurationEstimate {
    DurationEstimate(reading.records.values, parameters: schema.program.parameters)
  }

  /// Which trials are done and which are to be run.
  func plan(
    _ reading: ResultStore.Reading, _ durations: DurationEstimate, retryFailed: Bool = false
  ) throws(CommandFailure) -> SweepPlan {
    do {
      return try SweepPlan(
        trials: sweep.trials, reading: reading, store: store, durations: durations,
        retryFailed: retryFailed)
    } catch {
      throw Self.failure(error)
    }
  }

  /// What people should know before the sweep is run, one sentence each.
  func notes(_ reading: ResultStore.Reading) throws(CommandFailure) -> [String] {
    let records = RecordNotes(sweep.trials, reading.records, schema.program)
    return try sweep.notes + records.lines + reportNotes()
  }

  /// That the sweep's report would take the place of another file's, if it would: one sentence.
  func reportNotes() throws(CommandFailure) -> [String] {
    guard keepsReport, let other = try otherReport() else { return [] }
    return ["\(other); give one of the two another `name`"]
  }

  /// A results folder that cannot be used, as an ending of the command.
  static func failure(_ error: any Error) -> CommandFailure {
    switch error {
    case let failure as CommandFailure: failure
    case let held as SweepLock.Held: CommandFailure(.held, "orthosweep: \(held)")
    case let newer as ResultStore.NewerFormat: CommandFailure(.newerFormat, "orthosweep: \(newer)")
    case let storage as StorageError: CommandFailure(.inputOutput, "orthosweep: \(storage)")
    default: CommandFailure(.defect, "orthosweep: a defect: \(error)")
    }
  }

  /// What tells a trial from the others of the whole sweep, as `margin 0.1, seed 3`.
  var labels: [TrialID: String] {
    var labels: [TrialID: String] = [:]
    for cell in sweep.cells {
      let words = self.words(of: cell)
      for trial in cell.trials {
        let seed = whole.seeds.count > 1 || words.isEmpty ? ["seed \(trial.seed)"] : []
        labels[trial.id] = (words + seed).joined(separator: ", ")
      }
    }
    return labels
  }

  /// What tells a cell from the others, as `LSTM` and `margin 0.1`.
  func words(of cell: ReportCell) -> [String] {
    let axes = sweep.axes.compactMap { axis in cell.axes[axis].map { "\(axis) \($0.shown)" } }
    return (cell.name.map { [$0] } ?? []) + axes
  }
}
