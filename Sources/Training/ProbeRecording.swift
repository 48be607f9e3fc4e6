import LinearAlgebra
import RecurrentNets
import Trials

/// What the probes asked for have measured so far, one row a recorded iteration.
///
/// At most `capacity` iterations are recorded, evenly spaced from the first one on, so that a long
/// training keeps a file that can be drawn.
struct ProbeRecording: Sendable {
  /// The rows that a file has at most; the paper's Figure 2 shows 1,000 iterations.
  static let capacity = 2000

  /// One probe's rows.
  struct Rows: Sendable, Equatable {
    /// T, where all rows so far are of one length; shorter sequences leave NaN behind their end.
    var width = 0
    var values: [[Float]] = []
  }

  /// The iterations recorded, counted from 1.
  var steps: [Int] = []
  var rows: [Probe: Rows]
  private let stride: Int

  init(_ probes: Set<Probe>, iterations: Int) {
    rows = Dictionary(uniqueKeysWithValues: probes.map { ($0, Rows()) })
    let (whole, rest) = iterations.quotientAndRemainder(dividingBy: Self.capacity)
    stride = max(1, rest == 0 ? whole : whole + 1)
  }

  /// Measures after a backward pass and before its update; nothing where no probe asks.
  mutating func record<Scalar: MatrixScalar>(
    _ step: Int, _ passes: inout Backpropagation<Scalar>, _ network: RecurrentNetwork<Scalar>,
    _ batch: SequenceBatch<Scalar>
  ) {
    guard !rows.isEmpty, (step - 1).isMultiple(of: stride) else { return }
    steps.append(step)
    for probe in rows.keys {
      let norms =
        switch probe {
        case .gradientNorms: passes.lastStepGradientNorms(network, over: batch)
        case .hiddenNorms: passes.hiddenNorms(over: batch)
        }
      rows[probe]?.append(norms.map { Float($0) })
    }
  }

  /// The artifact of a probe: `iteration`, and `norms` with one row an iteration, one column a step.
  func artifact(of probe: Probe) -> Safetensors? {
    guard let rows = rows[probe] else { return nil }
    return Safetensors(
      ["iteration": Safetensors.Tensor(steps), "norms": rows.tensor],
      metadata: ["probe": probe.rawValue])
  }
}

extension ProbeRecording.Rows {
  mutating func append(_ row: [Float]) {
    width = max(width, row.count)
    values.append(row)
  }

  /// All rows at the width of the longest.
  var tensor: Safetensors.Tensor {
    let padded = values.flatMap { row in
      row + [Float](repeating: .nan, count: width - row.count)
    }
    return Safetensors.Tensor(padded, shape: [values.count, width])
  }
}
