import LinearAlgebra
import RecurrentNets

/// The cases name an LSTM's parameters gate by gate; ours stand side by side, i, f, c, o.
enum ReferenceNames {
  private static let gates = ["i", "f", "c", "o"]
  private static let peepholes = ["i", "f", "o"]

  /// Parameters by the names of the cases.
  static func split(
    _ parameters: [(name: ParameterName, value: Matrix<Double>)]
  ) -> [(name: String, value: Matrix<Double>)] {
    let isLSTM = parameters.contains { $0.name == .peepholes }
    return parameters.flatMap { name, value -> [(name: String, value: Matrix<Double>)] in
      switch name {
      case .peepholes:
        return peepholes.enumerated().map { ("peephole_\($1)", row(value, $0)) }
      case .inputWeights, .bias, .transition:
        guard isLSTM else { return [(name.rawValue, value)] }
        return gates.enumerated().map { ("\(name)_\($1)", block(value, $0)) }
      default:
        return [(name.rawValue, value)]
      }
    }
  }

  /// The parameter of a case, its gates put together.
  static func join(_ name: ParameterName, of reference: ReferenceCase) throws -> Matrix<Double> {
    guard try reference.keys("parameters").contains("peephole_i") else {
      return try reference.matrix("parameters.\(name)")
    }
    switch name {
    case .peepholes:
      let rows = try peepholes.map { try reference.matrix("parameters.peephole_\($0)").elements }
      return Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap(\.self))
    case .inputWeights, .bias, .transition:
      let parts = try gates.map { try reference.matrix("parameters.\(name)_\($0)") }
      let elements = (0..<parts[0].rows).flatMap { row in
        parts.flatMap { part in (0..<part.columns).map { part[row, $0] } }
      }
      return Matrix(
        rows: parts[0].rows, columns: 4 * parts[0].columns, elements: elements)
    default:
      return try reference.matrix("parameters.\(name)")
    }
  }

  private static func row(_ matrix: Matrix<Double>, _ index: Int) -> Matrix<Double> {
    Matrix(row: (0..<matrix.columns).map { matrix[index, $0] })
  }

  private static func block(_ matrix: Matrix<Double>, _ index: Int) -> Matrix<Double> {
    let n = matrix.columns / 4
    let elements = (0..<matrix.rows).flatMap { row in (0..<n).map { matrix[row, index * n + $0] } }
    return Matrix(rows: matrix.rows, columns: n, elements: elements)
  }
}
