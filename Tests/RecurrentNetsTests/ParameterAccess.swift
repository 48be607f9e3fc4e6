import LinearAlgebra
import RecurrentNets
import Testing

extension RecurrentNetwork {
  /// Sets a parameter that the network must have.
  mutating func put(_ name: ParameterName, _ value: Matrix<Double>) {
    let isSet = setParameter(name, to: value)
    #expect(isSet, "\(name), \(value.shape)")
  }

  /// Tries a parameter that the network must not take.
  mutating func refuse(_ name: ParameterName, _ value: Matrix<Double>) {
    let isSet = setParameter(name, to: value)
    #expect(!isSet, "\(name), \(value.shape)")
  }
}
