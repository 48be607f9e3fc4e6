import Trials

@testable import Reports

extension ProgramDescription {
  /// A small trial program: a copy task judged while it trains, and one with a test set.
  static let example = ProgramDescription(
    program: Program(name: "orthornn", version: "0.1", engine: 1), parameters: [],
    metrics: [
      MetricDescription("train.loss", about: "", better: .min),
      MetricDescription(
        "train.accuracy", about: "", unit: "%", better: .max,
        headlines: [
          MetricDescription.Headline(
            "accuracy", applies: AppliesWhere(["task": ["copy"]]), at: .best)
        ]),
      MetricDescription(
        "test.accuracy", about: "", unit: "%", better: .max, per: .summary,
        headlines: [
          MetricDescription.Headline(
            "accuracy", applies: AppliesWhere(["task": ["*mnist"]]), at: .last)
        ]),
      MetricDescription("spectrum.max", about: ""),
      MetricDescription("time.epoch", about: "", unit: "s", better: .min),
    ])
}

extension TrialStatus {
  /// A finished trial with these curves, which took six minutes where nothing else is said.
  static func finished(
    _ trial: Trial, accuracy: [Double], loss: [Double] = [], test: Double? = nil,
    seconds: Double = 360
  ) -> TrialStatus {
    ended(trial, .finished, accuracy: accuracy, loss: loss, test: test, seconds: seconds)
  }

  /// A diverged trial of one epoch.
  static func diverged(_ trial: Trial, step: Int) -> TrialStatus {
    ended(
      trial, .diverged(step: step, reason: "loss is NaN"), accuracy: [0.1], loss: [9], test: nil,
      seconds: 360)
  }

  private static func ended(
    _ trial: Trial, _ outcome: TrialOutcome, accuracy: [Double], loss: [Double], test: Double?,
    seconds: Double
  ) -> TrialStatus {
    var curves = Curves()
    for (index, value) in accuracy.enumerated() {
      var values = ["train.accuracy": value]
      if index < loss.count { values["train.loss"] = loss[index] }
      curves.append(epoch: index + 1, step: 100 * (index + 1), values: values)
    }
    var best: [String: TrialRecord.Best] = [:]
    best["train.accuracy"] = curves.best(of: "train.accuracy", .max)
    best["train.loss"] = curves.best(of: "train.loss", .min)
    let record = TrialRecord(
      trial: trial, outcome: outcome, epochs: accuracy.count, last: curves.last, best: best,
      summary: test.map { ["test.accuracy": $0] } ?? [:], curvesChecksum: nil, artifacts: [:],
      provenance: Provenance(
        programVersion: "0.1", engine: 1, programChecksum: "", orthosweepVersion: "0.1",
        gitCommit: nil, host: "ada", processor: "Xeon", libraries: ["OpenBLAS": "0.3.21 Zen"],
        started: "", ended: "", seconds: seconds, processorSeconds: 350, peakMemoryBytes: 0,
        attempts: 1))
    return .done(record, curves)
  }
}

extension ReportCell {
  /// A cell with these axes, which are its parameters too.
  static func example(
    name: String? = nil, _ axes: [String: AxisValue], more: [String: ParameterValue] = [:],
    seeds: Int = 3
  ) -> ReportCell {
    let parameters = axes.mapValues(\.value).merging(more) { $1 }
    return ReportCell(
      name: name, axes: axes, parameters: parameters,
      trials: (0..<seeds).map { seed in
        Trial(program: "orthornn", parameters: parameters, seed: seed)
      })
  }
}

extension ReportCell.AxisValue: ExpressibleByStringLiteral, ExpressibleByFloatLiteral {
  init(stringLiteral text: String) { self.init(.text(text)) }
  init(floatLiteral number: Double) { self.init(.number(number)) }
}
