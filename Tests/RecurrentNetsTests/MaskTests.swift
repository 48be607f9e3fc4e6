import LinearAlgebra
import RecurrentNets
import Testing

@Suite("Steps outside a sequence") struct MaskTests {
  private static let objective = Objective.crossEntropyEveryStep(
    reduction: .mean, scoredSteps: nil, unit: .bits)

  private func design(_ cell: CellKind) -> NetworkDesign {
    var task = SmallTask(Self.objective, outputs: 3)
    task.design.cell = cell
    task.design.symbols = 3
    return task.design
  }

  private func network(_ cell: CellKind) -> RecurrentNetwork<Double> {
    var task = SmallTask(Self.objective, outputs: 3)
    task.design = design(cell)
    return task.network()
  }

  /// Sentences of symbols side by side; what is behind the end of a sentence is no part of it.
  private func batch(_ sentences: [[Int32]], steps: Int) -> SequenceBatch<Double> {
    var (symbols, classes, marks) = ([Int32](), [Int32](), [UInt8]())
    for step in 0..<steps {
      for sentence in sentences {
        let isPart = step + 1 < sentence.count
        symbols.append(step < sentence.count ? sentence[step] : 2)
        classes.append(isPart ? sentence[step + 1] : -1)
        marks.append(isPart ? 2 : 0)
      }
    }
    return SequenceBatch(
      inputs: .symbols(symbols), targets: .classes(classes), size: sentences.count, marks: marks)
  }

  private func gradients(
    _ network: RecurrentNetwork<Double>, _ batch: SequenceBatch<Double>
  ) -> (report: LossReport, gradients: [Matrix<Double>]) {
    var passes = Backpropagation<Double>(network.design)
    let report = passes.differentiate(network, over: batch)
    return (report, network.gradientsByName(passes.gradients).map(\.value))
  }

  @Test(arguments: CellKind.allCases)
  func `steps behind all ends change nothing`(cell: CellKind) {
    let network = network(cell)
    let sentences: [[Int32]] = [[0, 1, 2, 0], [1, 1]]
    let (tight, wide) = (
      gradients(network, batch(sentences, steps: 3)), gradients(network, batch(sentences, steps: 7))
    )
    #expect(wide.report.loss == tight.report.loss)
    #expect(wide.report.taskLoss == tight.report.taskLoss)
    #expect(wide.report.tally == tight.report.tally && wide.report.tally.answers == 4)
    #expect(wide.report.strictTally == tight.report.strictTally)
    for (one, other) in zip(tight.gradients, wide.gradients) {
      var difference = one
      difference.add(-1, other)
      // Zeros are added to the sums; only their grouping may differ.
      #expect(difference.maxMagnitude < 1e-14)
    }
  }

  @Test func `the largest state is one that a sentence goes through`() {
    var network = network(.plain)
    // The symbol that stands behind the ends would saturate the units.
    network.put(
      .embedding, Matrix(rows: 3, columns: 2, elements: [0.1, 0.2, -0.1, 0.1, 100, -100]))
    let sentences: [[Int32]] = [[0, 1, 1, 0, 1], [1, 0]]
    let alone = sentences.map { sentence in
      gradients(network, batch([sentence], steps: sentence.count - 1)).report.largestState
    }
    let together = gradients(network, batch(sentences, steps: 4)).report.largestState
    #expect(together == alone.max() && together < 1)
  }

  @Test(arguments: CellKind.allCases)
  func `a sentence costs the same alone and beside a longer one`(cell: CellKind) {
    let network = network(cell)
    let sentences: [[Int32]] = [[0, 1], [2, 1, 0, 0, 1, 2], [1, 0, 2]]
    let together = gradients(network, batch(sentences, steps: 5)).report
    var sum = Tally()
    for sentence in sentences {
      sum.add(gradients(network, batch([sentence], steps: sentence.count - 1)).report.tally)
    }
    #expect(together.tally.answers == 8 && sum.answers == 8)
    #expect(together.tally.correct == sum.correct)
    // Eight logarithms of size 1 in another order.
    #expect(abs(together.tally.loss - sum.loss) < 1e-14)
    #expect(abs(together.taskLoss - sum.loss / 8) < 1e-14)
  }

  @Test func `free positions are trained on and left out of the strict count`() {
    let network = network(.plain)
    let marks: [UInt8] = [2, 2, 2, 1, 1, 0]
    let batch = SequenceBatch<Double>(
      inputs: .symbols([0, 1, 2, 0, 1, 2]), targets: .classes([1, 2, 0, 1, 0, -1]), size: 2,
      marks: marks)
    let report = gradients(network, batch).report
    #expect(report.tally.answers == 5 && report.strictTally.answers == 3)
    #expect(report.tally.scored == 5 && report.strictTally.scored == 3)
    #expect(abs(report.taskLoss - report.tally.meanLoss) < 1e-15)  // the same sum, divided by 5
    #expect(report.strictTally.loss < report.tally.loss)
  }
}
