import CKernels

// The twin of Kernels+Double.swift: the same calls into the other table.

extension Float: KernelScalar {
  /// Calls `fill_affine`.
  public static func fillAffine(
    rows: Int, inputs: Int, columns: Int, x: UnsafePointer<Float>, w: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, out: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.fill_affine(rows, inputs, columns, x, w, bias, out)
  }

  /// Calls `activate`.
  public static func activate(
    _ kernel: ActivationKernel, rows: Int, columns: Int, gain: Float, shape: UnsafePointer<Float>,
    kept: UnsafePointer<Float>, h: UnsafeMutablePointer<Float>
  ) -> Float {
    let table = ck_float().pointee.activate
    return switch kernel {
    case .identity: table.0(rows, columns, gain, shape, kept, h)
    case .tanh: table.1(rows, columns, gain, shape, kept, h)
    case .relu: table.2(rows, columns, gain, shape, kept, h)
    case .prelu: table.3(rows, columns, gain, shape, kept, h)
    case .oplu: table.4(rows, columns, gain, shape, kept, h)
    case .modrelu: table.5(rows, columns, gain, shape, kept, h)
    }
  }

  /// Calls `message`.
  public static func backpropagate(
    _ kernel: ActivationKernel, rows: Int, columns: Int, gain: Float, clip: Float,
    shape: UnsafePointer<Float>, kept: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    messages: UnsafeMutablePointer<Float>, shapeGradient: UnsafeMutablePointer<Float>
  ) {
    let table = ck_float().pointee.message
    let loop =
      switch kernel {
      case .identity: table.0
      case .tanh: table.1
      case .relu: table.2
      case .prelu: table.3
      case .oplu: table.4
      case .modrelu: table.5
      }
    loop(rows, columns, gain, clip, shape, kept, gradient, messages, shapeGradient)
  }

  /// Calls `lstm_forward`.
  public static func stepLSTM(
    rows: Int, columns: Int, peepholes: UnsafePointer<Float>, cellBefore: UnsafePointer<Float>,
    gates: UnsafeMutablePointer<Float>, cellAfter: UnsafeMutablePointer<Float>,
    h: UnsafeMutablePointer<Float>
  ) -> Float {
    ck_float().pointee.lstm_forward(rows, columns, peepholes, cellBefore, gates, cellAfter, h)
  }

  /// Calls `lstm_backward`.
  public static func backpropagateLSTM(
    rows: Int, columns: Int, clip: Float, peepholes: UnsafePointer<Float>,
    cellBefore: UnsafePointer<Float>, cellAfter: UnsafePointer<Float>, gates: UnsafePointer<Float>,
    gradient: UnsafePointer<Float>, cellGradient: UnsafeMutablePointer<Float>,
    messages: UnsafeMutablePointer<Float>, peepholeGradient: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.lstm_backward(
      rows, columns, clip, peepholes, cellBefore, cellAfter, gates, gradient, cellGradient,
      messages, peepholeGradient)
  }

  /// Calls `gather_rows`.
  public static func gatherRows(
    rows: Int, columns: Int, index: UnsafePointer<Int32>, table: UnsafePointer<Float>,
    out: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.gather_rows(rows, columns, index, table, out)
  }

  /// Calls `scatter_rows`.
  public static func scatterRows(
    rows: Int, columns: Int, index: UnsafePointer<Int32>, values: UnsafePointer<Float>,
    table: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.scatter_rows(rows, columns, index, values, table)
  }

  /// Calls `add_column_sums`.
  public static func addColumnSums(
    rows: Int, columns: Int, values: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.add_column_sums(rows, columns, values, sums)
  }

  /// Calls `add_outer`.
  public static func addOuter(
    rows: Int, inputs: Int, columns: Int, x: UnsafePointer<Float>, values: UnsafePointer<Float>,
    w: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.add_outer(rows, inputs, columns, x, values, w)
  }

  /// Calls `softmax_cross_entropy`.
  public static func softmaxCrossEntropy(
    rows: Int, classes: Int, targets: UnsafePointer<Int32>, scale: Float,
    logits: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>,
    losses: UnsafeMutablePointer<Double>, hits: UnsafeMutablePointer<UInt8>
  ) {
    ck_float().pointee.softmax_cross_entropy(
      rows, classes, targets, scale, logits, scratch, losses, hits)
  }

  /// Calls `step_sgd`.
  public static func stepSGD(
    count: Int, rate: Float, g: UnsafePointer<Float>, p: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.step_sgd(count, rate, g, p)
  }

  /// Calls `step_nesterov`.
  public static func stepNesterov(
    count: Int, rate: Float, momentum: Float, g: UnsafePointer<Float>,
    p: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.step_nesterov(count, rate, momentum, g, p, velocity)
  }

  /// Calls `step_rmsprop`.
  public static func stepRMSProp(
    count: Int, rate: Float, decay: Float, epsilon: Float, g: UnsafePointer<Float>,
    p: UnsafeMutablePointer<Float>, meanSquare: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.step_rmsprop(count, rate, decay, epsilon, g, p, meanSquare)
  }

  /// Calls `step_adam`.
  public static func stepAdam(
    count: Int, rate: Float, betas: (Float, Float), epsilon: Float, g: UnsafePointer<Float>,
    p: UnsafeMutablePointer<Float>, mean: UnsafeMutablePointer<Float>,
    meanSquare: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.step_adam(count, rate, betas.0, betas.1, epsilon, g, p, mean, meanSquare)
  }

  /// Calls `add_scaled`.
  public static func addScaled(
    count: Int, a: Float, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.add_scaled(count, a, x, y)
  }

  /// Calls `sum_of_squares`.
  public static func sumOfSquares(count: Int, x: UnsafePointer<Float>) -> Double {
    ck_float().pointee.sum_of_squares(count, x)
  }

  /// Calls `max_magnitude`.
  public static func maxMagnitude(count: Int, x: UnsafePointer<Float>) -> Float {
    ck_float().pointee.max_magnitude(count, x)
  }

  /// Calls `scale_columns`.
  public static func scaleColumns(
    rows: Int, columns: Int, a: UnsafePointer<Float>, s: UnsafePointer<Float>,
    out: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.scale_columns(rows, columns, a, s, out)
  }

  /// Calls `row_dots`.
  public static func rowDots(
    rows: Int, columns: Int, a: UnsafePointer<Float>, b: UnsafePointer<Float>,
    out: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.row_dots(rows, columns, a, b, out)
  }

  /// Calls `skew_part`.
  public static func skewPart(
    size: Int, scale: Float, a: UnsafePointer<Float>, out: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.skew_part(size, scale, a, out)
  }

  /// Calls `to_double`.
  public static func toDouble(
    count: Int, x: UnsafePointer<Float>, out: UnsafeMutablePointer<Double>
  ) {
    ck_float().pointee.to_double(count, x, out)
  }

  /// Calls `from_double`.
  public static func fromDouble(
    count: Int, x: UnsafePointer<Double>, out: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.from_double(count, x, out)
  }
}
