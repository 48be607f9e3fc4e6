// The steps of a recurrence with their shapes held here; CKSteps.h has the formulas.

import CKernels

/// f of a plain cell: h = f(gain · a).
public struct PlainCell<Scalar: MatrixScalar>: Sendable {
  /// f.
  public let function: ActivationKernel
  /// The factor on the pre-activation.
  public let gain: Double
  /// f's own: one slope (PReLU), n offsets (modReLU); else not read.
  public let parameter: Matrix<Scalar>

  /// The cell of a function with its own parameter.
  public init(_ function: ActivationKernel, gain: Double, parameter: Matrix<Scalar>) {
    self.function = function
    self.gain = gain
    self.parameter = parameter
  }

  /// Lends the cell of n columns.
  fileprivate func lend<Result>(_ columns: Int, _ body: (CKPlainCell) -> Result) -> Result {
    let isRight =
      switch function {
      case .prelu: parameter.count == 1
      case .modrelu: parameter.count == columns
      case .oplu: columns.isMultiple(of: 2)
      case .identity, .tanh, .relu: true
      }
    precondition(isRight, "\(function) of \(columns) units with \(parameter.shape)")
    return parameter.withRows(0..<parameter.rows) {
      body(
        CKPlainCell(
          function: CKActivation(rawValue: function.rawValue), columns: columns, gain: gain,
          shape: $0))
    }
  }
}

extension PaddedRows {
  /// self[target] ← start + own[source]·A + second, in place.
  ///
  /// - Parameters:
  ///   - target: the rows that change; they do not meet `own`'s.
  ///   - start: what the sum begins with; it may be the target itself.
  ///   - first: rows of another buffer by a packed matrix.
  ///   - second: as `first`.
  /// - Complexity: 2 operations for each entry and each row of a packed matrix; no allocation.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func setAffine(
    rows target: Range<Int>, start: StepStart<Scalar>, _ first: StepTerm<Scalar>,
    _ second: StepTerm<Scalar> = .nothing
  ) {
    require(target)
    let (width, stride) = (width, stride)
    let out = mutableBase(target.lowerBound)
    first.lend(target.count, width) { first in
      withAffine(rows: target.count, width: width, start, first, second) {
        $0.out = UnsafeMutableRawPointer(out)
        $0.out_stride = stride
        Scalar.stepKernels.table.pointee.affine(&$0)
      }
    }
  }

  /// self[target] ← self[target] + a term, in place.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func addTerm(_ term: StepTerm<Scalar>, to target: Range<Int>) {
    require(target)
    let (width, stride) = (width, stride)
    let out = UnsafeMutableRawPointer(mutableBase(target.lowerBound))
    term.lend(target.count, width) {
      var affine = CKAffine(
        rows: target.count, width: width, start: out, start_stride: stride, index: nil,
        terms: ($0, CKTerm()), out: out, out_stride: stride)
      Scalar.stepKernels.table.pointee.affine(&affine)
    }
  }

  /// One step on: a ← start + self[before]·W + inputs, self[after] ← f(gain · a).
  ///
  /// - Parameters:
  ///   - before: the rows of the states before the step.
  ///   - after: those after it, which change.
  ///   - transition: W.
  ///   - start: what a begins with: b, or the rows of a table.
  ///   - inputs: x·Win.
  ///   - cell: f.
  ///   - kept: gets a, for an f whose derivative cannot be read off the state.
  ///   - keptRows: those of it that change.
  /// - Returns: max |h|, NaN if there is a NaN.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func advance(
    from before: Range<Int>, to after: Range<Int>, by transition: PackedMatrix<Scalar>,
    start: StepStart<Scalar>, inputs: StepTerm<Scalar>, cell: PlainCell<Scalar>,
    kept: inout PaddedRows, keptRows: Range<Int>
  ) -> Double {
    requireStep(before, after)
    let (columns, width, stride) = (columns, width, stride)
    let h = mutableBase(after.lowerBound)
    let own = term(before, transition, width)
    var (a, aStride) = (h, stride)
    if cell.function.keepsPreactivation {
      kept.require(keptRows)
      precondition(kept.columns == columns && keptRows.count == after.count, "kept \(kept.shape)")
      (a, aStride) = (kept.mutableBase(keptRows.lowerBound), kept.stride)
    }
    return cell.lend(columns) { cell in
      withAffine(rows: after.count, width: width, start, own, inputs) { affine in
        affine.out = UnsafeMutableRawPointer(a)
        affine.out_stride = aStride
        var step = CKForward(affine: affine, cell: cell, h: h, h_stride: stride)
        return Scalar.stepKernels.table.pointee.forward(&step)
      }
    }
  }

  /// One step back: ∂L/∂h ← start + self[source]·Wᵀ + outputs, self[target] ← clip(∂L/∂h·gain·f′).
  ///
  /// - Parameters:
  ///   - target: the rows of messages that change.
  ///   - source: the messages of the step after; nil where there is none.
  ///   - transposed: Wᵀ.
  ///   - start: what ∂L/∂h begins with.
  ///   - outputs: ∂L/∂z·Woutᵀ.
  ///   - cell: f.
  ///   - clip: the largest magnitude let through; infinity lets all through.
  ///   - kept: h, or a where f keeps it.
  ///   - keptRows: as many rows of it.
  ///   - parameterGradient: gets ∂L/∂(f's own parameter) added.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func retrace(
    to target: Range<Int>, from source: Range<Int>?, by transposed: PackedMatrix<Scalar>,
    start: StepStart<Scalar>, outputs: StepTerm<Scalar>, cell: PlainCell<Scalar>, clip: Double,
    kept: PaddedRows, keptRows: Range<Int>, parameterGradient: inout Matrix<Scalar>
  ) {
    if let source { requireStep(source, target) }
    kept.require(keptRows)
    precondition(
      kept.columns == columns && keptRows.count == target.count, "kept \(kept.shape) for \(shape)")
    cell.parameter.requireSameShape(as: parameterGradient)
    let (columns, width, stride) = (columns, width, stride)
    let messages = mutableBase(target.lowerBound)
    let own = source.map { term($0, transposed, width) } ?? CKTerm()
    parameterGradient.withRows(0..<parameterGradient.rows) { parameterGradient in
      cell.lend(columns) { cell in
        withAffine(rows: target.count, width: width, start, own, outputs) { affine in
          var step = CKBackward(
            affine: affine, cell: cell, clip: clip, kept: kept.base(keptRows.lowerBound),
            kept_stride: kept.stride, messages: messages, messages_stride: stride,
            shape_gradient: parameterGradient)
          Scalar.stepKernels.table.pointee.backward(&step)
        }
      }
    }
  }

  func requireStep(_ source: Range<Int>, _ target: Range<Int>) {
    require(source)
    require(target)
    precondition(
      source.count == target.count && !source.overlaps(target), "rows \(source) to \(target)")
  }
}
