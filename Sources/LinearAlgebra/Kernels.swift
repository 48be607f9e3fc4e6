/// The activation functions that the fused loops know.
public enum ActivationKernel: Sendable {
  case identity, tanh, relu
}

/// The fused loops for one number type; CKernels.h says what each computes.
///
/// The pointers are used by `Matrix` alone, which holds the shapes. Counts are in entries.
public protocol KernelScalar {
  /// out ← bias + x w, for few inputs.
  static func fillAffine(
    rows: Int, inputs: Int, columns: Int, x: UnsafePointer<Self>, w: UnsafePointer<Self>,
    bias: UnsafePointer<Self>, out: UnsafeMutablePointer<Self>)
  /// values ← f(gain · values); the answer is the largest magnitude, NaN if there is a NaN.
  static func activate(
    _ kernel: ActivationKernel, gain: Self, values: UnsafeMutablePointer<Self>, count: Int
  ) -> Self
  /// messages ← clip(messages · gain · f′), with f′ read off the states.
  static func backpropagate(
    _ kernel: ActivationKernel, gain: Self, clip: Self, states: UnsafePointer<Self>,
    messages: UnsafeMutablePointer<Self>, count: Int)
  /// sums ← sums + column sums of values.
  static func addColumnSums(
    rows: Int, columns: Int, values: UnsafePointer<Self>, sums: UnsafeMutablePointer<Self>)
  /// w ← w + xᵀ values, for few inputs.
  static func addOuter(
    rows: Int, inputs: Int, columns: Int, x: UnsafePointer<Self>, values: UnsafePointer<Self>,
    w: UnsafeMutablePointer<Self>)
  /// logits ← scale (softmax − onehot); the answer is the summed cross-entropy in nats.
  static func softmaxCrossEntropy(
    rows: Int, classes: Int, targets: UnsafePointer<Int32>, scale: Self,
    logits: UnsafeMutablePointer<Self>, scratch: UnsafeMutablePointer<Self>, correct: inout Int
  ) -> Double
  /// p ← p − rate g.
  static func stepSGD(
    count: Int, rate: Self, g: UnsafePointer<Self>, p: UnsafeMutablePointer<Self>)
  /// v ← momentum v − rate g; p ← p + momentum v − rate g.
  static func stepNesterov(
    count: Int, rate: Self, momentum: Self, g: UnsafePointer<Self>, p: UnsafeMutablePointer<Self>,
    velocity: UnsafeMutablePointer<Self>)
  /// r ← decay r + (1 − decay) g²; p ← p − rate g / √(r + epsilon).
  static func stepRMSProp(
    count: Int, rate: Self, decay: Self, epsilon: Self, g: UnsafePointer<Self>,
    p: UnsafeMutablePointer<Self>, meanSquare: UnsafeMutablePointer<Self>)
  /// Adam with rate and epsilon already bias corrected.
  static func stepAdam(
    count: Int, rate: Self, betas: (Self, Self), epsilon: Self, g: UnsafePointer<Self>,
    p: UnsafeMutablePointer<Self>, mean: UnsafeMutablePointer<Self>,
    meanSquare: UnsafeMutablePointer<Self>)
  /// y ← y + a x.
  static func addScaled(
    count: Int, a: Self, x: UnsafePointer<Self>, y: UnsafeMutablePointer<Self>)
  /// Σ x², gathered in Double.
  static func sumOfSquares(count: Int, x: UnsafePointer<Self>) -> Double
  /// max |x|, NaN if there is a NaN.
  static func maxMagnitude(count: Int, x: UnsafePointer<Self>) -> Self
  /// out ← a diag(s).
  static func scaleColumns(
    rows: Int, columns: Int, a: UnsafePointer<Self>, s: UnsafePointer<Self>,
    out: UnsafeMutablePointer<Self>)
  /// out[i] ← row i of a · row i of b.
  static func rowDots(
    rows: Int, columns: Int, a: UnsafePointer<Self>, b: UnsafePointer<Self>,
    out: UnsafeMutablePointer<Self>)
  /// out ← scale (a − aᵀ), exactly skew.
  static func skewPart(
    size: Int, scale: Self, a: UnsafePointer<Self>, out: UnsafeMutablePointer<Self>)
  /// out ← x as Double.
  static func toDouble(count: Int, x: UnsafePointer<Self>, out: UnsafeMutablePointer<Double>)
  /// out ← x rounded to this type.
  static func fromDouble(count: Int, x: UnsafePointer<Double>, out: UnsafeMutablePointer<Self>)
}
