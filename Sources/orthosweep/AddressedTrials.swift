import Foundation
import Reports
import Results
import Sweeps
import Trials

/// What a command is asked to look at: trials of a sweep, or one trial by its ID alone.
enum AddressedTrials {
  case sweep(OpenSweep)
  case trial(Trial, ResultStore)

  /// A first word that is no sweep and may begin an ID is one.
  init(_ arguments: SweepArguments) throws(CommandFailure) {
    guard !SweepAddress.isSweep(arguments.sweep),
      let digits = TrialID.beginning(arguments.sweep)
    else {
      self = .sweep(try OpenSweep(arguments))
      return
    }
    let store = Self.store(arguments.results)
    guard arguments.words.isEmpty else {
      throw CommandFailure(
        .usage, "orthosweep: \(arguments.words[0]): a trial's ID needs no other words")
    }
    do {
      let found = try store.trials(beginningWith: digits)
      if let refusal = TrialID.refusal(
        of: digits, found.map(\.id), in: "below \(store.layout.root)")
      {
        throw CommandFailure(.usage, "orthosweep: \(refusal)")
      }
      self = .trial(found[0], store)
    } catch {
      throw OpenSweep.failure(error)
    }
  }

  /// The store of the current folder's project.
  static func store(_ results: String?) -> ResultStore {
    ResultStore(
      ResultLayout.locate(
        sweepFile: nil, override: results,
        environment: ProcessInfo.processInfo.environment,
        currentFolder: FileManager.default.currentDirectoryPath))
  }
}

extension OpenSweep {
  /// The account of one of its trials.
  func account(of trial: Trial) throws(CommandFailure) -> TrialAccount {
    do {
      let cell = whole.cells.firstIndex { $0.trials.contains { $0.id == trial.id } }
      let sources = ValueSources(spec, schema)
      return try TrialAccount(
        trial, label: labels[trial.id],
        sources: cell.map { sources.values(ofCell: $0, seed: trial.seed) }, store: store,
        isScheduled: SweepLock.holder(of: sweep.name, in: store.layout) != nil,
        launch: LaunchByHand(self))
    } catch {
      throw Self.failure(error)
    }
  }
}

extension TrialAccount {
  /// The account of a trial that no sweep was named for.
  static func alone(_ trial: Trial, _ store: ResultStore) throws(CommandFailure) -> TrialAccount {
    do {
      return try TrialAccount(
        trial, label: nil, sources: nil, store: store, isScheduled: false,
        launch: LaunchByHand(ofProgram: trial.program))
    } catch {
      throw OpenSweep.failure(error)
    }
  }
}

extension MetricText {
  /// As the program of this name says, if it lies beside orthosweep.
  init(ofProgram name: String) {
    let file = try? ProgramInquiry.besideOrthosweep(name)
    let schema = file.flatMap { try? ProgramInquiry.describe($0) }
    self.init(metrics: schema?.program.metrics ?? [])
  }
}
