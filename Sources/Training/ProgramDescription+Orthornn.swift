public import Trials

extension ProgramDescription {
  /// What orthornn says of itself.
  ///
  /// The engine number is raised only when the same trial gives other results.
  public static let orthornn = ProgramDescription(
    program: Program(name: "orthornn", version: "0.1.0", engine: 3),
    parameters: ParameterDescription.orthornn,
    metrics: Metric.allCases.map(\.description), checks: true)
}
