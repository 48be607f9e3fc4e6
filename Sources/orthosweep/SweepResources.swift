import Scheduling
import Sweeps
import Trials

extension OpenSweep {
  /// What the trials need of this machine's memory.
  var memory: MemoryBudget {
    var needs: [TrialID: Int] = [:]
    for trial in sweep.trials {
      if let memory = sweep.resources(of: trial.id).memory { needs[trial.id] = memory }
    }
    return MemoryBudget(total: needs.isEmpty ? nil : MemoryBudget.ofThisMachine(), needs: needs)
  }

  /// The timeouts of the trials whose one differs from that of `trial`.
  var timeouts: [TrialID: Duration] {
    var timeouts: [TrialID: Duration] = [:]
    for trial in sweep.trials {
      let timeout = sweep.resources(of: trial.id).timeout
      if timeout != sweep.settings.timeout { timeouts[trial.id] = timeout }
    }
    return timeouts
  }
}
