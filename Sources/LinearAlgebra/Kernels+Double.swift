import CKernels

// The twin of Kernels+Float.swift: the same calls into the other table.

extension Double: KernelScalar {
  /// The steps for Double.
  public static var stepKernels: StepKernels { StepKernels(table: ck_double_steps()) }

  /// Calls `scatter_rows`.
  public static func scatterRows(
    rows: Int, columns: Int, index: UnsafePointer<Int32>, values: UnsafePointer<Double>,
    table: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.scatter_rows(rows, columns, index, values, table)
  }

  /// Calls `add_column_sums`.
  public static func addColumnSums(
    rows: Int, columns: Int, stride: Int, values: UnsafePointer<Double>,
    sums: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.add_column_sums(rows, columns, stride, values, sums)
  }

  /// Calls `softmax_cross_entropy`.
  public static func softmaxCrossEntropy(
    rows: Int, classes: Int, stride: Int, targets: UnsafePointer<Int32>, scale: Double,
    logits: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>,
    losses: UnsafeMutablePointer<Double>, hits: UnsafeMutablePointer<UInt8>
  ) {
    ck_double().pointee.softmax_cross_entropy(
      rows, classes, stride, targets, scale, logits, scratch, losses, hits)
  }

  /// Calls `step_sgd`.
  public static func stepSGD(
    count: Int, rate: Double, g: UnsafePointer<Double>, p: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.step_sgd(count, rate, g, p)
  }

  /// Calls `step_nesterov`.
  public static func stepNesterov(
    count: Int, rate: Double, momentum: Double, g: UnsafePointer<Double>,
    p: UnsafeMutablePointer<Double>, velocity: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.step_nesterov(count, rate, momentum, g, p, velocity)
  }

  /// Calls `step_rmsprop`.
  public static func stepRMSProp(
    count: Int, rate: Double, decay: Double, epsilon: Double, g: UnsafePointer<Double>,
    p: UnsafeMutablePointer<Double>, meanSquare: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.step_rmsprop(count, rate, decay, epsilon, g, p, meanSquare)
  }

  /// Calls `step_adam`.
  public static func stepAdam(
    count: Int, rate: Double, betas: (Double, Double), epsilon: Double, g: UnsafePointer<Double>,
    p: UnsafeMutablePointer<Double>, mean: UnsafeMutablePointer<Double>,
    meanSquare: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.step_adam(count, rate, betas.0, betas.1, epsilon, g, p, mean, meanSquare)
  }

  /// Calls `add_scaled`.
  public static func addScaled(
    count: Int, a: Double, x: UnsafePointer<Double>, y: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.add_scaled(count, a, x, y)
  }

  /// Calls `sum_of_squares`.
  public static func sumOfSquares(count: Int, x: UnsafePointer<Double>) -> Double {
    ck_double().pointee.sum_of_squares(count, x)
  }

  /// Calls `max_magnitude`.
  public static func maxMagnitude(count: Int, x: UnsafePointer<Double>) -> Double {
    ck_double().pointee.max_magnitude(count, x)
  }

  /// Calls `scale_columns`.
  public static func scaleColumns(
    rows: Int, columns: Int, a: UnsafePointer<Double>, s: UnsafePointer<Double>,
    out: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.scale_columns(rows, columns, a, s, out)
  }

  /// Calls `row_dots`.
  public static func rowDots(
    rows: Int, columns: Int, a: UnsafePointer<Double>, b: UnsafePointer<Double>,
    out: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.row_dots(rows, columns, a, b, out)
  }

  /// Calls `to_double`.
  public static func toDouble(
    count: Int, x: UnsafePointer<Double>, out: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.to_double(count, x, out)
  }

  /// Calls `from_double`.
  public static func fromDouble(
    count: Int, x: UnsafePointer<Double>, out: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.from_double(count, x, out)
  }
}
