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
  /// out ← bias + x w, for few inputs.
  static func fillAffine(
    rows: Int, inputs: Int, columns: Int, x: UnsafePointer<Self>, w: UnsafePointer<Self>,
    bias: UnsafePointer<Self>, out: UnsafeMutablePointer<Self>)
  /// h ← f(gain · a), a in h itself or in `kept`; the answer is the largest magnitude, NaN if there
  /// is a NaN.
  static func activate(
    _ kernel: ActivationKernel, rows: Int, columns: Int, gain: Self, shape: UnsafePointer<Self>,
    kept: UnsafePointer<Self>, h: UnsafeMutablePointer<Self>
  ) -> Self
  /// messages ← clip(gradient · gain · f′), with f′ read off `kept`; adds to the shape's gradient.
  static func backpropagate(
    _ kernel: ActivationKernel, rows: Int, columns: Int, gain: Self, clip: Self,
    shape: UnsafePointer<Self>, kept: UnsafePointer<Self>, gradient: UnsafePointer<Self>,
    messages: UnsafeMutablePointer<Self>, shapeGradient: UnsafeMutablePointer<Self>)
  /// One step of a peephole LSTM: gates in place, the cell and the state out.
  static func stepLSTM(
    rows: Int, columns: Int, peepholes: UnsafePointer<Self>, cellBefore: UnsafePointer<Self>,
    gates: UnsafeMutablePointer<Self>, cellAfter: UnsafeMutablePointer<Self>,
    h: UnsafeMutablePointer<Self>
  ) -> Self
  /// The same step backwards.
  static func backpropagateLSTM(
    rows: Int, columns: Int, clip: Self, peepholes: UnsafePointer<Self>,
    cellBefore: UnsafePointer<Self>, cellAfter: UnsafePointer<Self>, gates: UnsafePointer<Self>,
    gradient: UnsafePointer<Self>, cellGradient: UnsafeMutablePointer<Self>,
    messages: UnsafeMutablePointer<Self>, peepholeGradient: UnsafeMutablePointer<Self>)
  /// out[r] ← table[index[r]].
  static func gatherRows(
    rows: Int, columns: Int, index: UnsafePointer<Int32>, table: UnsafePointer<Self>,
    out: UnsafeMutablePointer<Self>)
  /// table[index[r]] ← table[index[r]] + values[r].
  static func scatterRows(
    rows: Int, columns: Int, index: UnsafePointer<Int32>, values: UnsafePointer<Self>,
    table: UnsafeMutablePointer<Self>)
  /// sums ← sums + column sums of values.
  static func addColumnSums(
    rows: Int, columns: Int, values: UnsafePointer<Self>, sums: UnsafeMutablePointer<Self>)
  /// w ← w + xᵀ values, for few inputs.
  static func addOuter(
    rows: Int, inputs: Int, columns: Int, x: UnsafePointer<Self>, values: UnsafePointer<Self>,
    w: UnsafeMutablePointer<Self>)
  /// logits ← scale (softmax − onehot), and each row's cross-entropy in nats and hit.
  static func softmaxCrossEntropy(
    rows: Int, classes: Int, targets: UnsafePointer<Int32>, scale: Self,
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
  /// out ← scale (a − aᵀ), exactly skew.
  static func skewPart(
    size: Int, scale: Self, a: UnsafePointer<Self>, out: UnsafeMutablePointer<Self>)
  /// out ← x as Double.
  static func toDouble(count: Int, x: UnsafePointer<Self>, out: UnsafeMutablePointer<Double>)
  /// out ← x rounded to this type.
  static func fromDouble(count: Int, x: UnsafePointer<Double>, out: UnsafeMutablePointer<Self>)
}
