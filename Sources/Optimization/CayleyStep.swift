import LinearAlgebra

/// One Cayley step in a working precision, in delta form: M ← M + M·q or M + q·M, q = C(k) − I.
///
/// What is small, q, is computed and multiplied in the working precision, and M itself never rounded.
struct CayleyStep<Working: MatrixScalar>: Sendable {
  /// n.
  let size: Int

  // Few matrices, so that a step disturbs the cache little.
  /// k, and then q in its place.
  private var turn: Matrix<Working>
  /// k·kᵀ or I + k, and then the change of M.
  private var room: Matrix<Working>
  /// The first two terms of a longer series.
  private var start: Matrix<Working>
  private var pivots: [Int32]
  /// Where the step is wider than a network in Float.
  private var narrow: NarrowSkew?

  init(size: Int) {
    self.size = size
    turn = Matrix(rows: size, columns: size)
    room = turn
    start = turn
    pivots = Array(repeating: 0, count: size)
  }

  /// Moves M by the turn C(k) that Z and s describe.
  mutating func move<Scalar>(
    _ point: inout OrthogonalMatrix<Scalar>, on side: FactorSide, along frame: Matrix<Scalar>,
    singularValues: Matrix<Scalar>, rate: Double
  ) {
    setSkew(frame, singularValues, side, rate)
    // The singular values of a skew matrix come in pairs: ‖k‖² is at most half of ‖k‖_F².
    let squaredNorm = turn.sumOfSquares / 2
    switch CayleyRoute(squaredNorm: squaredNorm, precision: Double(Scalar.ulpOfOne) / 2) {
    case .secondOrder: setSeries(squaredNorm)
    case .fourthOrder: setLongSeries(squaredNorm)
    case .solve: solve()
    }
    switch side {
    case .left: room.setProduct(Operand(point.value(as: Working.self)), Operand(turn))
    case .right: room.setProduct(Operand(turn), Operand(point.value(as: Working.self)))
    }
    point.add(room)
  }

  /// k in the network's numbers, and then in this step's.
  private mutating func setSkew<Scalar>(
    _ frame: Matrix<Scalar>, _ singularValues: Matrix<Scalar>, _ side: FactorSide, _ rate: Double
  ) {
    if let frame = frame as? Matrix<Working>, let values = singularValues as? Matrix<Working> {
      turn.assignFrameSkew(of: frame, scaledBy: values, on: side, factor: Working(rate / 2))
    } else if let frame = frame as? Matrix<Float>, let values = singularValues as? Matrix<Float> {
      var floats = narrow.take() ?? NarrowSkew(size: size)
      floats.skew.assignFrameSkew(of: frame, scaledBy: values, on: side, factor: Float(rate / 2))
      turn.assign(converting: floats.skew)
      narrow = floats
    }
  }

  /// q ← −2(k − k²), where k² = −k·kᵀ.
  private mutating func setSeries(_ squaredNorm: Double) {
    if CayleyRoute.allowsFloatSquare(squaredNorm: squaredNorm, size: size),
      var floats = narrow.take()
    {
      floats.square.assignLowerTriangle(ofSquareOf: floats.skew)
      room.assign(converting: floats.square)
      narrow = floats
    } else {
      room.assignLowerTriangle(ofSquareOf: turn)
    }
    turn.becomeCayleySeries(square: &room)
  }

  /// q ← −2(k − k²)·(I + k²).
  private mutating func setLongSeries(_ squaredNorm: Double) {
    setSeries(squaredNorm)
    start.assign(turn)
    turn.setProduct(Operand(start), Operand(room), alpha: -1, beta: 1)
  }

  /// q ← −2k·(I + k)⁻¹; I + k is never singular, since its symmetric part is I.
  private mutating func solve() {
    room.assign(turn)
    for i in 0..<size { room[i, i] += 1 }
    turn.scale(by: -2)
    // LU meets a zero pivot only where k holds NaN: a diverged network, which its loss reports.
    _ = turn.divideFromRight(by: &room, pivots: &pivots)
  }
}

/// Room for k and k·kᵀ in Float beside a step in Double.
private struct NarrowSkew: Sendable {
  var skew: Matrix<Float>
  var square: Matrix<Float>

  init(size: Int) {
    skew = Matrix(rows: size, columns: size)
    square = skew
  }
}
