import Foundation
import LinearAlgebra
import RecurrentNets

/// A network's forward pass once more, in plain loops from the formulas, one sample at a time.
///
/// It can be started at any step from any state, and so shows what a state changes.
struct SlowNetwork {
  /// h_t and c_t of one sample; c_t is empty but for an LSTM.
  struct State {
    var hidden: [Double]
    var cell: [Double]
  }

  private let design: NetworkDesign
  private let parameters: [ParameterName: Matrix<Double>]
  private let transition: Matrix<Double>
  private let batch: SequenceBatch<Double>

  init(_ network: RecurrentNetwork<Double>, _ batch: SequenceBatch<Double>) {
    design = network.design
    parameters = Dictionary(
      uniqueKeysWithValues: network.parameters.map { ($0.name, $0.value) })
    transition = network.transition.composite
    self.batch = batch
  }

  private func matrix(_ name: ParameterName) -> Matrix<Double> {
    parameters[name] ?? Matrix(rows: 0, columns: 0)
  }

  var start: State {
    State(hidden: matrix(.initialState).elements, cell: matrix(.initialCell).elements)
  }

  /// The states of a sample after 0, 1, … T steps, from a state after `first` of them.
  func states(of sample: Int, from first: Int = 0, _ state: State) -> [State] {
    var states = [state]
    for step in first..<batch.steps {
      let row = step * batch.size + sample
      let isPart = batch.marks.isEmpty || batch.marks[row] > 0
      let last = states[states.count - 1]
      states.append(isPart ? next(last, input: input(row)) : last)
    }
    return states
  }

  /// What the answer after the last step costs: cross-entropy in the design's unit, or squared error.
  func lastLoss(of sample: Int, _ state: State) -> Double {
    let logits = product(state.hidden, matrix(.outputWeights), plus: matrix(.outputBias).elements)
    switch batch.targets {
    case .values(let values):
      return logits.indices.reduce(0) {
        let error = logits[$1] - values[sample, $1]
        return $0 + error * error
      }
    case .classes(let classes):
      let target = Int(classes[classes.count - batch.size + sample])
      guard target >= 0 else { return 0 }
      var nats = log(logits.reduce(0) { $0 + exp($1) }) - logits[target]
      if case .crossEntropyEveryStep(_, _, .bits) = design.objective { nats /= log(2) }
      return nats
    }
  }

  private func input(_ row: Int) -> [Double] {
    switch batch.inputs {
    case .numbers(let inputs): (0..<inputs.columns).map { inputs[row, $0] }
    case .features(let index):
      (0..<design.inputs).map { Int32($0) == index[row] ? 1 : 0 }
    case .symbols(let symbols):
      (0..<design.inputs).map { matrix(.embedding)[Int(symbols[row]), $0] }
    }
  }

  private func product(
    _ vector: [Double], _ matrix: Matrix<Double>, plus bias: [Double]
  ) -> [Double] {
    (0..<matrix.columns).map { column in
      vector.indices.reduce(bias[column]) { $0 + vector[$1] * matrix[$1, column] }
    }
  }

  private func next(_ state: State, input: [Double]) -> State {
    let shown = product(input, matrix(.inputWeights), plus: matrix(.bias).elements)
    let gates = product(state.hidden, transition, plus: shown)
    guard design.cell == .lstm else {
      return State(hidden: activated(gates.map { design.gain * $0 }), cell: [])
    }
    let (n, peepholes) = (design.hidden, matrix(.peepholes))
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    var next = state
    for unit in 0..<n {
      let before = state.cell[unit]
      let admitted = sigmoid(gates[unit] + peepholes[0, unit] * before)
      let kept = sigmoid(gates[n + unit] + peepholes[1, unit] * before)
      next.cell[unit] = kept * before + admitted * tanh(gates[2 * n + unit])
      let shown = sigmoid(gates[3 * n + unit] + peepholes[2, unit] * next.cell[unit])
      next.hidden[unit] = shown * tanh(next.cell[unit])
    }
    return next
  }

  private func activated(_ values: [Double]) -> [Double] {
    switch design.activation {
    case .identity: return values
    case .tanh: return values.map { tanh($0) }
    case .relu: return values.map { max($0, 0) }
    case .prelu: return values.map { max($0, 0) + matrix(.slope)[0, 0] * min($0, 0) }
    case .modrelu:
      return values.indices.map { unit in
        let size = max(abs(values[unit]) + matrix(.modBias)[0, unit], 0)
        return values[unit] < 0 ? -size : size
      }
    case .oplu:
      return values.indices.map { unit in
        let pair = [values[unit / 2 * 2], values[unit / 2 * 2 + 1]]
        return unit.isMultiple(of: 2) ? max(pair[0], pair[1]) : min(pair[0], pair[1])
      }
    }
  }
}
