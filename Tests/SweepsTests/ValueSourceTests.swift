import Reports
@testable import Sweeps
import Testing
import Trials

@Suite("Where values come from") struct ValueSourceTests {
  /// `name value  source` of each value of the cell.
  private func lines(cell: Int, set settings: [String] = []) throws -> [String] {
    let spec = try VariantFixture.spec(set: settings)
    let values = ValueSources(spec, ProgramFixture.schema).values(ofCell: cell, seed: 1)
    return values.map { "\($0.name) \($0.value.shown)  \($0.source)" }
  }

  @Test func `each parameter of a cell has its line`() throws {
    #expect(
      try lines(cell: 3) == [
        "rates paper  defaults, line 7", "task copy-200  defaults, line 7",
        "delay 200  preset copy-200 of task, line 4", "input scalar  default of orthornn",
        "model rnn  default of orthornn", "transition factorized  default of orthornn",
        "margin none  grid, line 9", "init identity  grid, line 10",
        "activation identity  preset copy-200 of task, line 4", "hidden 128  default of orthornn",
        "batch 50  default of orthornn", "epochs 45  defaults, line 7",
        "batches_per_epoch 100  default of orthornn", "optimizer rmsprop  default of orthornn",
        "lr.free 0.0001  default of orthornn", "lr.spectrum 0.0001  as lr.free",
        "lr.bases 1e-06  preset paper of rates, line 6".replacing("1e-06", with: "0.000001"),
        "clip 100  default of orthornn", "penalty.orthogonality 0  default of orthornn",
        "penalty.spectrum 0  default of orthornn", "bias 0  default of orthornn",
        "learn_initial_state true  default of orthornn", "seed.data 1  the trial's seed",
        "threads 1  default of orthornn",
      ])
  }

  @Test func `a row's values are its own`() throws {
    let lines = try lines(cell: 4)
    #expect(lines.contains("model lstm  include LSTM, line 12"))
    #expect(lines.contains("epochs 150  include LSTM, line 12"))
    #expect(!lines.contains { $0.hasPrefix("margin") })
  }

  @Test func `values of the command line are named by their words`() throws {
    let lines = try lines(
      cell: 0, set: ["margin=0.5", "hidden=64", "lr.free=1e-3,1e-2", "delay=9"])
    #expect(lines.contains("margin 0.5  --set margin=0.5"))
    #expect(lines.contains("hidden 64  --set hidden=64"))
    #expect(lines.contains("lr.free 0.001  --set lr.free=1e-3,1e-2"))
    #expect(lines.contains("delay 9  --set delay=9"))
    #expect(lines.contains("task copy-200  defaults, line 7"))
  }
}
