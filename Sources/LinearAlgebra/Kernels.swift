/// The activation functions that the fused loops know; raw values are CKernels.h's.
public enum ActivationKernel: UInt32, Sendable {
  case identity, tanh, relu, prelu, oplu, modrelu

  /// Whether the backward pass needs the pre-activation, because the state does not tell it.
  public var keepsPreactivation: Bool {
    switch self {
    case .identity, .tanh, .relu: false
    case .prelu, .oplu, .modrelu: true
    }
  }
}

/// The fused loops for one number type; CKernels.h says what each computes.
///
/// The pointers are used by `Matrix` alone, which holds the shapes. Counts are in entries.
public protocol KernelScalar {
  /// The steps of a recurrence, and products.
  static var stepKernels: StepKernels { get }
  /// table[index[r]] ← table[index[r]] + values[r].
  static func scatterRows(
    rows: Int, columns: Int, index: UnsafePointer<Int32>, values: UnsafePointer<Self>,
    table: UnsafeMutablePointer<Self>)
  /// sums ← sums + column sums of values.
  static func addColumnSums(
    rows: Int, columns: Int, stride: Int, values: UnsafePointer<Self>,
    sums: UnsafeMutablePointer<Self>)
  /// logits ← scale (softmax − onehot), and each row's cross-entropy in nats and hit.
  static func softmaxCrossEntropy(
    rows: Int, classes: Int, stride: Int, targets: UnsafePointer<Int32>, scale: Self,
    logits: UnsafeMutablePointer<Self>, scratch: UnsafeMutablePointer<Self>,
    losses: UnsafeMutablePointer<Double>, hits: UnsafeMutablePointer<UInt8>)
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
  /// out ← x as Double.
  static func toDouble(count: Int, x: UnsafePointer<Self>, out: UnsafeMutablePointer<Double>)
  /// out ← x rounded to this type.
  static func fromDouble(count: Int, x: UnsafePointer<Double>, out: UnsafeMutablePointer<Self>)
}
