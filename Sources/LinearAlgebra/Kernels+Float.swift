import CKernels

// The twin of Kernels+Double.swift: the same calls into the other table.

extension Float: KernelScalar {
  /// The steps for Float.
  public static var stepKernels: StepKernels { StepKernels(table: ck_float_steps()) }

  /// Calls `scatter_rows`.
  public static func scatterRows(
    rows: Int, columns: Int, index: UnsafePointer<Int32>, values: UnsafePointer<Float>,
    table: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.scatter_rows(rows, columns, index, values, table)
  }

  /// Calls `add_column_sums`.
  public static func addColumnSums(
    rows: Int, columns: Int, stride: Int, values: UnsafePointer<Float>,
    sums: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.add_column_sums(rows, columns, stride, values, sums)
  }

  /// Calls `softmax_cross_entropy`.
  public static func softmaxCrossEntropy(
    rows: Int, classes: Int, stride: Int, targets: UnsafePointer<Int32>, scale: Float,
    logits: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>,
    losses: UnsafeMutablePointer<Double>, hits: UnsafeMutablePointer<UInt8>
  ) {
    ck_float().pointee.softmax_cross_entropy(
      rows, classes, stride, targets, scale, logits, scratch, losses, hits)
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
