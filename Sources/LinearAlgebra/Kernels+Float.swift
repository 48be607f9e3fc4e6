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

  /// Calls `activate_identity`, `activate_tanh` or `activate_relu`.
  public static func activate(
    _ kernel: ActivationKernel, gain: Float, values: UnsafeMutablePointer<Float>, count: Int
  ) -> Float {
    switch kernel {
    case .identity: ck_float().pointee.activate_identity(count, gain, values)
    case .tanh: ck_float().pointee.activate_tanh(count, gain, values)
    case .relu: ck_float().pointee.activate_relu(count, gain, values)
    }
  }

  /// Calls `message_identity`, `message_tanh` or `message_relu`.
  public static func backpropagate(
    _ kernel: ActivationKernel, gain: Float, clip: Float, states: UnsafePointer<Float>,
    messages: UnsafeMutablePointer<Float>, count: Int
  ) {
    switch kernel {
    case .identity: ck_float().pointee.message_identity(count, gain, clip, states, messages)
    case .tanh: ck_float().pointee.message_tanh(count, gain, clip, states, messages)
    case .relu: ck_float().pointee.message_relu(count, gain, clip, states, messages)
    }
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
    correct: inout Int
  ) -> Double {
    ck_float().pointee.softmax_cross_entropy(
      rows, classes, targets, scale, logits, scratch, &correct)
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
