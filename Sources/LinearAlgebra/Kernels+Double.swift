import CKernels

// The twin of Kernels+Float.swift: the same calls into the other table.

extension Double: KernelScalar {
  /// Calls `fill_affine`.
  public static func fillAffine(
    rows: Int, inputs: Int, columns: Int, x: UnsafePointer<Double>, w: UnsafePointer<Double>,
    bias: UnsafePointer<Double>, out: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.fill_affine(rows, inputs, columns, x, w, bias, out)
  }

  /// Calls `activate_identity`, `activate_tanh` or `activate_relu`.
  public static func activate(
    _ kernel: ActivationKernel, gain: Double, values: UnsafeMutablePointer<Double>, count: Int
  ) -> Double {
    switch kernel {
    case .identity: ck_double().pointee.activate_identity(count, gain, values)
    case .tanh: ck_double().pointee.activate_tanh(count, gain, values)
    case .relu: ck_double().pointee.activate_relu(count, gain, values)
    }
  }

  /// Calls `message_identity`, `message_tanh` or `message_relu`.
  public static func backpropagate(
    _ kernel: ActivationKernel, gain: Double, clip: Double, states: UnsafePointer<Double>,
    messages: UnsafeMutablePointer<Double>, count: Int
  ) {
    switch kernel {
    case .identity: ck_double().pointee.message_identity(count, gain, clip, states, messages)
    case .tanh: ck_double().pointee.message_tanh(count, gain, clip, states, messages)
    case .relu: ck_double().pointee.message_relu(count, gain, clip, states, messages)
    }
  }

  /// Calls `add_column_sums`.
  public static func addColumnSums(
    rows: Int, columns: Int, values: UnsafePointer<Double>, sums: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.add_column_sums(rows, columns, values, sums)
  }

  /// Calls `add_outer`.
  public static func addOuter(
    rows: Int, inputs: Int, columns: Int, x: UnsafePointer<Double>, values: UnsafePointer<Double>,
    w: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.add_outer(rows, inputs, columns, x, values, w)
  }

  /// Calls `softmax_cross_entropy`.
  public static func softmaxCrossEntropy(
    rows: Int, classes: Int, targets: UnsafePointer<Int32>, scale: Double,
    logits: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>,
    correct: inout Int
  ) -> Double {
    ck_double().pointee.softmax_cross_entropy(
      rows, classes, targets, scale, logits, scratch, &correct)
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

  /// Calls `skew_part`.
  public static func skewPart(
    size: Int, scale: Double, a: UnsafePointer<Double>, out: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.skew_part(size, scale, a, out)
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
