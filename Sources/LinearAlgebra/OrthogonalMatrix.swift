/// An orthogonal matrix M in Double, so that it stays orthogonal while it is moved by small steps, and
/// the same rounded to a network's number type, for its products.
public struct OrthogonalMatrix<Scalar: MatrixScalar>: Sendable {
  /// M, n × n.
  public private(set) var exact: Matrix<Double>
  /// M, each entry rounded to nearest.
  public private(set) var rounded: Matrix<Scalar>

  /// An orthogonal matrix of the given entries.
  public init(_ exact: Matrix<Double>) {
    precondition(exact.rows == exact.columns, "an orthogonal matrix of \(exact.shape)")
    self.exact = exact
    rounded = exact.converted()
  }

  /// M as one of the two number types that it is kept in, without a copy.
  public func value<Working: MatrixScalar>(as type: Working.Type) -> Matrix<Working> {
    if let exact = exact as? Matrix<Working> { return exact }
    guard let rounded = rounded as? Matrix<Working> else {
      preconditionFailure("\(Scalar.self) is not kept as \(type)")
    }
    return rounded
  }

  /// M ← the given entries, in place.
  public mutating func assign(_ other: Matrix<Double>) {
    exact.assign(other)
    rounded.assign(converting: exact)
  }

  /// M ← M + change, in place; the sum is Double's, and rounded anew.
  ///
  /// - Parameter change: n × n, such that the sum is orthogonal.
  public mutating func add<Working: MatrixScalar>(_ change: Matrix<Working>) {
    exact.requireSameShape(as: change)
    let count = exact.count
    let chunk = 2048  // entries; 16 KiB of Double stay in the first cache between the two loops
    exact.withRows(0..<exact.rows) { exact in
      rounded.withRows(0..<rounded.rows) { rounded in
        change.withRows(0..<change.rows) { change in
          for start in stride(from: 0, to: count, by: chunk) {
            let length = min(chunk, count - start)
            Working.addToDouble(count: length, x: change + start, y: exact + start)
            Scalar.fromDouble(
              count: length, x: UnsafePointer(exact + start), out: rounded + start)
          }
        }
      }
    }
  }
}
