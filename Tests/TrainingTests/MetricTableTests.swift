import SequenceTasks
import Testing
import Trials

@testable import Training

/// Which trials tell which metrics.
@Suite("Metrics by task") struct MetricTableTests {
  private static let always =
    "train.loss gradient.norm state.max update.free time.epoch time.iteration"
  private static let spectrum = "spectrum.min spectrum.mean spectrum.std spectrum.max"
  private static let bases = "orthogonality.error bases.rotation update.bases"
  private static let learned = "train.loss.best train.loss.last time.thousand"
  private static let accuracy = "train.accuracy.best train.accuracy.last"
  private static let selected = "valid.accuracy.best best.epoch"

  private static let copy = ["task": "copy", "delay": "2", "batches_per_epoch": "2"]
  private static let adding = ["task": "adding", "length": "3", "batches_per_epoch": "2"]
  private static let smnist = ["task": "smnist", "side": "7"]
  private static let psmnist = ["task": "psmnist", "side": "7"]
  private static let ptb = ["task": "ptb", "max_length": "12"]
  private static let tanh = ["activation": "tanh"]
  private static let lstm = ["model": "lstm"]

  private static let ofDigits =
    "test.loss test.accuracy test.loss.last test.accuracy.last"
  private static let ofText = "test.bpc test.accuracy test.bpc.last test.accuracy.last"
  private static let ofPaddedText =
    "test.bpc.padded test.accuracy.padded test.bpc.padded.last test.accuracy.padded.last"

  /// A trial, its metrics of an epoch, and those of its summary.
  struct Row: CustomTestStringConvertible, Sendable {
    let parameters: [String: String]
    let epoch: Set<String>
    let summary: Set<String>

    init(_ parameters: [String: String], epoch: [String], summary: [String]) {
      self.parameters = parameters
      self.epoch = Self.words(epoch)
      self.summary = Self.words(summary)
    }

    private static func words(_ lists: [String]) -> Set<String> {
      Set(lists.flatMap { $0.split(separator: " ").map(String.init) })
    }

    var testDescription: String {
      parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
  }

  static let rows = [
    Row(
      copy + tanh, epoch: [always, spectrum, bases, "train.accuracy"], summary: [learned, accuracy]),
    Row(
      copy + tanh + ["margin": "1"],
      epoch: [always, spectrum, bases, "train.accuracy update.spectrum"],
      summary: [learned, accuracy]),
    Row(
      copy + tanh + ["transition": "dense"], epoch: [always, spectrum, "train.accuracy"],
      summary: [learned, accuracy]),
    Row(
      copy + ["activation": "prelu", "transition": "orthogonal"],
      epoch: [always, spectrum, bases, "train.accuracy prelu.slope"],
      summary: [learned, accuracy]),
    Row(copy + lstm, epoch: [always, "train.accuracy"], summary: [learned, accuracy]),
    Row(adding + tanh, epoch: [always, spectrum, bases], summary: [learned]),
    Row(adding + lstm, epoch: [always], summary: [learned]),
    Row(
      smnist + tanh,
      epoch: [always, spectrum, bases, "train.accuracy valid.loss valid.accuracy"],
      summary: [learned, accuracy, selected, ofDigits]),
    Row(
      psmnist + lstm, epoch: [always, "train.accuracy valid.loss valid.accuracy"],
      summary: [learned, accuracy, selected, ofDigits]),
    Row(
      ptb + tanh, epoch: [always, spectrum, bases, "train.accuracy valid.bpc valid.accuracy"],
      summary: [learned, accuracy, selected, ofText]),
    Row(
      ptb + lstm + ["mask": "padded"],
      epoch: [
        always, "train.accuracy valid.bpc valid.accuracy valid.bpc.padded valid.accuracy.padded",
      ], summary: [learned, accuracy, selected, ofText, ofPaddedText]),
  ]

  @Test(arguments: rows)
  func `a trial tells the metrics of its task and network, and no other`(row: Row) throws {
    let data = try TinyData()
    let trial = try hyperparameters(row.parameters + ["hidden": "4", "epochs": "2"])
    let attempt = try Attempts(trial, data: data.load(trial.task)).attempt()
    let epochs = attempt.events.compactMap { event -> Set<String>? in
      if case .metrics(_, _, let values) = event { Set(values.keys) } else { nil }
    }
    #expect(epochs == [row.epoch, row.epoch])
    #expect(Set(try attempt.summary().keys) == row.summary)
  }

  @Test func `every described metric is told by some trial, as often as it is described`() {
    for cadence in [MetricDescription.Cadence.epoch, .summary] {
      let described = ProgramDescription.orthornn.metrics.filter { $0.per == cadence }
      let told = Self.rows.reduce(into: Set<String>()) {
        $0.formUnion(cadence == .epoch ? $1.epoch : $1.summary)
      }
      #expect(told == Set(described.map(\.name)))
    }
  }
}
